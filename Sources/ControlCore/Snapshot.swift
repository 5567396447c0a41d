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
  /// What the output lines read back, as they were set in the step before.
  public var readback: Measured<Outputs>
  /// How the exchanges with the board went since the start.
  public var exchanges: ExchangeCount
  /// The faults that are latched (S7), as the record of them has it.
  public var latched: FaultSet
  /// What the pack's schedule says.
  public var preheat: PreheatPlan
  /// What has been learned of the pack's heat; advice to the supervisor.
  public var thermal: ThermalEstimate

  /// All inputs at one time; what is not given has not been read.
  public init(
    now: Uptime, battery: Measured<BatteryReading> = .unknown(.notRead),
    app: Measured<AppSettings> = .unknown(.notRead),
    chargerPresent: Measured<Bool> = .unknown(.notRead),
    heaterFeedback: Measured<Bool> = .unknown(.notRead),
    readback: Measured<Outputs> = .unknown(.notRead),
    exchanges: ExchangeCount = ExchangeCount(), latched: FaultSet = [],
    preheat: PreheatPlan = .unscheduled, thermal: ThermalEstimate = .unknown
  ) {
    self.now = now
    self.battery = battery
    self.app = app
    self.chargerPresent = chargerPresent
    self.heaterFeedback = heaterFeedback
    self.readback = readback
    self.exchanges = exchanges
    self.latched = latched
    self.preheat = preheat
    self.thermal = thermal
  }
}

/// How many exchanges with a board there were, each try counted.
public struct ExchangeCount: Hashable, Sendable {
  /// All of them.
  public var all: Int
  /// Those whose reply was damaged. Silence is not damage: a reading's age speaks of that.
  public var damaged: Int

  /// A count.
  public init(all: Int = 0, damaged: Int = 0) { (self.all, self.damaged) = (all, damaged) }
}
