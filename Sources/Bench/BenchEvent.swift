public import Quantities

/// Something that happens in a scenario.
public struct BenchEvent: Hashable, Sendable {
  /// What happens.
  public var change: BenchChange
  /// When, since the beginning.
  public var time: Duration

  /// A change at a time.
  public init(_ change: BenchChange, at time: Duration) {
    (self.change, self.time) = (change, time)
  }
}

/// What can happen to a pack on the bench.
public enum BenchChange: Hashable, Sendable {
  /// The probe's plug is pulled: the board reports it absent.
  case unplug(Probe)
  /// The probe keeps the value that it has.
  case freeze(Probe)
  /// The probe's sensor is broken: it reads this, whatever it touches.
  case misread(Probe, Celsius)
  /// The probe comes off the cells and hangs in the air.
  case detach(Probe)
  /// The probe is as it should be again.
  case restore(Probe)
  /// Somebody has the board ignore its temperature sensors in the app, or use them again.
  case ignoreProbes(Bool)
  /// The board's MOSFETs have this temperature; no battery probe does.
  case mosfet(Celsius)
  /// The board stops or starts to answer.
  case silence(Bool)
  /// Somebody changes the app's low-temperature charge protection and its recovery.
  case app(protection: Celsius, recovery: Celsius)
  /// The pad really has this many times its configured resistance.
  case padResistance(timesConfigured: Double)
  /// The heater's switch fails shorted.
  case heaterStuck
  /// The heater's GPIO line stays at its active level, whatever it is driven to.
  case heaterLineStuck
  /// The charge gate fails shorted.
  case gateStuck
  /// The pad comes off the cells.
  case padDetached
  /// The board starts or stops to heat by itself.
  case boardHeats(Bool)
  /// The board says that it is of this model.
  case model(String)
  /// The board has the alarm for a cell's over-voltage, or has it no more.
  case cellOvervoltage(Bool)
  /// Replies are damaged on the line, or whole again.
  case damage(Bool)
  /// The pack's voltage is 2% above what the configured pad may see.
  case voltageOverPadLimit
  /// The charger comes or goes.
  case charger(present: Bool)
  /// The pack has this state of charge: somebody has drained or filled it.
  case stateOfCharge(Percent)
  /// The weather changes.
  case ambient(Celsius)
  /// The control loop does nothing for so long.
  case loopHangs(Duration)
}

extension BenchChange: CustomStringConvertible {
  /// What happens, as a sentence without its full stop.
  public var description: String {
    switch self {
    case .unplug(let probe): "the plug of \(probe) is pulled"
    case .freeze(let probe): "\(probe) keeps the value that it has"
    case .misread(let probe, let celsius): "\(probe) reads \(celsius.text(places: 1))"
    case .detach(let probe): "\(probe) comes off the cells and hangs in the air"
    case .restore(let probe): "\(probe) is as it should be again"
    case .ignoreProbes(true): "somebody has the board ignore its temperature sensors"
    case .ignoreProbes(false): "the board uses its temperature sensors again"
    case .mosfet(let celsius): "the MOSFETs are at \(celsius.text(places: 1))"
    case .silence(true): "the board stops to answer"
    case .silence(false): "the board answers again"
    case .app(let protection, let recovery):
      "somebody sets the protection in the app to \(protection.text(places: 1)), recovery "
        + recovery.text(places: 1)
    case .padResistance(let factor):
      "the pad has \(shortDecimal(factor)) times the configured resistance"
    case .heaterStuck: "the heater's switch fails shorted"
    case .heaterLineStuck: "the heater's line stays on, whatever it is driven to"
    case .gateStuck: "the charge gate fails shorted"
    case .padDetached: "the pad comes off the cells"
    case .boardHeats(true): "the board starts to heat by itself"
    case .boardHeats(false): "the board no longer heats"
    case .model(let model): "the board says that it is a \(model)"
    case .cellOvervoltage(true): "the board has a cell over-voltage alarm"
    case .cellOvervoltage(false): "the alarm is over"
    case .damage(true): "replies are damaged on the line"
    case .damage(false): "replies are whole again"
    case .voltageOverPadLimit: "the pack's voltage is 2 % above what the pad may see"
    case .charger(true): "the charger is there"
    case .charger(false): "the charger is removed"
    case .stateOfCharge(let charge): "the pack is charged to \(charge)"
    case .loopHangs(let span): "the control loop hangs for \(shortDecimal(span.seconds)) s"
    case .ambient(let ambient): "it is \(ambient.text(places: 1)) outside"
    }
  }
}
