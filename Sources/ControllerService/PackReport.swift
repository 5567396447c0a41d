public import ControlCore

/// What one cycle of one pack saw, decided and drove.
public struct PackReport: Hashable, Sendable {
  /// Why, in one sentence.
  public var sentence: String
  /// The pack's name.
  public var name: String
  /// All inputs of the cycle.
  public var snapshot: Snapshot
  /// What was decided, and why.
  public var decision: Decision
  /// What the lines were driven to: the decision, unless the interlock refused it. Where a line
  /// could not be driven: what they read back, or else what was on before.
  public var driven: Outputs
  /// The faults that are latched, with what is wrong with their record.
  public var latched: FaultSet { snapshot.latched }
  /// Why the board could not be read last time, or `nil`.
  public var linkProblem: String?
  /// Why the lines could not be driven in this cycle, or `nil`.
  public var lineProblem: String?
  /// How often the outputs were switched on.
  public var counts = SwitchCounts()
  /// What has been learned of the pack's heat.
  public var learned = LearnedHeat()
}
