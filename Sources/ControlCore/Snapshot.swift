public import Quantities

/// Everything that one control step looks at, at one time.
public struct Snapshot: Hashable, Sendable {
  /// The time of this step.
  public var now: Uptime
  /// The latest sample of the battery, however old; `decide` and the interlock judge its age.
  public var battery: Measured<BatteryReading>
  /// The latest settings read from the app, however old.
  public var app: Measured<AppSettings>
  /// The charger-present input, sensed upstream of the charge gate.
  public var chargerPresent: Measured<Bool>
  /// The heater-feedback input: whether the heater's output really is on.
  public var heaterFeedback: Measured<Bool>

  /// All inputs at one time; what is not given has not been read.
  public init(
    now: Uptime, battery: Measured<BatteryReading> = .unknown(.notRead),
    app: Measured<AppSettings> = .unknown(.notRead),
    chargerPresent: Measured<Bool> = .unknown(.notRead),
    heaterFeedback: Measured<Bool> = .unknown(.notRead)
  ) {
    self.now = now
    self.battery = battery
    self.app = app
    self.chargerPresent = chargerPresent
    self.heaterFeedback = heaterFeedback
  }
}
