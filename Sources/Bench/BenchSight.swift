public import ControlCore
public import Quantities

/// One pack at one instant, just before the clock moves on: what a watcher of a bench sees.
public struct BenchSight: Hashable, Sendable {
  /// The pack's name.
  public var pack: String
  /// The instant.
  public var time: Uptime
  /// Both outputs as they are on the lines.
  public var outputs: Outputs
  /// The pack as it really is.
  public var plant: PackPlant
  /// How many writes were asked of its board so far.
  public var boardWrites: Int

  /// A sight of a pack.
  public init(
    pack: String, time: Uptime, outputs: Outputs, plant: PackPlant, boardWrites: Int = 0
  ) {
    (self.pack, self.time, self.outputs, self.plant) = (pack, time, outputs, plant)
    self.boardWrites = boardWrites
  }
}
