public import Bench
public import ControlCore
public import ControllerService
public import Quantities

/// What is to be seen on a bench at one moment.
public struct BenchFrame: Sendable {
  /// What is to be seen of one pack.
  public struct Pack: Sendable {
    /// Its settings.
    public var settings: PackSettings
    /// How it really is, and its outputs.
    public var sight: BenchSight
    /// What the last control cycle saw and decided; `nil` before the first.
    public var report: PackReport?
  }

  /// The story.
  public var scenario: BenchScenario
  /// The configuration.
  public var settings: Settings
  /// Which lines the outputs are on, in words.
  public var lines: String
  /// The bench's time.
  public var time: Uptime
  /// How many times as fast as the wall clock time may pass; may be infinite.
  public var speed: Double
  /// How fast it really passes.
  public var speedReached: Double
  /// The packs, in the order of the configuration.
  public var packs: [Pack]
}
