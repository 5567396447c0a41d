public import BoardCatalog
public import ControlCore
public import Quantities
public import ThermalModel

/// A pack with its pad and its charger, as physics and nothing else: no board, no faults.
///
/// The voltage is flat over the state of charge, so that the pad's power is constant and the
/// closed forms of `ThermalNode` say exactly when the pack is warm.
public struct PackPlant: Hashable, Sendable {
  /// Cells in series.
  public let stringCount: Int
  /// The cells in their enclosure.
  public var node: ThermalNode
  /// Outside the enclosure.
  public var ambient: Celsius
  /// What the cells have now.
  public var cells: Celsius
  /// The voltage of each cell.
  public var cellVoltage: Volts
  /// The pad, or `nil` where there is none. What it really has, whatever was configured.
  public var padResistance: Ohms?
  /// Whether the heater's switch has failed shorted: the pad is on whatever its line says.
  public var isHeaterStuck = false
  /// Whether the charge gate has failed shorted: the charger charges whatever its line says.
  public var isGateStuck = false
  /// Whether the master relay in series with both switches is closed.
  public var hasPower = true
  /// Whether the pad has come off the cells: it takes its current, and its heat is lost.
  public var isPadDetached = false
  /// What feeds the pad.
  public var padSupply: HeaterSupply
  /// Whether a charger is there, upstream of the charge gate.
  public var isChargerPresent: Bool
  /// What the charger puts into the pack while it may.
  public var chargerCurrent: Amperes
  /// The energy of a full pack.
  public let capacity: Joules
  /// The energy in the pack now.
  public private(set) var stored: Joules
  /// All heat that the pad has given so far.
  public private(set) var heat = Joules.zero

  /// A half-full pack of 280 Ah cells in a box that leaks 0.1 W/K per cell, without a charger.
  ///
  /// Source of the heat capacity: `ReferencePack`. The leak is that of the leaky box of 16 cells.
  public init(
    chemistry: Chemistry, stringCount: Int, temperature: Celsius, ambient: Celsius,
    padResistance: Ohms?, padSupply: HeaterSupply = .pack, stateOfCharge: Percent = Percent(50)
  ) {
    self.stringCount = stringCount
    self.ambient = ambient
    self.padResistance = padResistance
    self.padSupply = padSupply
    cells = temperature
    cellVoltage = chemistry.nominalCellVoltage
    node = ThermalNode(
      capacity: ReferencePack.cellCapacity * Double(stringCount),
      leak: WattsPerKelvin(0.1) * Double(stringCount))
    isChargerPresent = false
    chargerCurrent = Amperes(20)
    let full = chemistry.nominalCellVoltage * Double(stringCount) * Amperes(280)
    capacity = full * .seconds(3600)
    stored = capacity * stateOfCharge.fraction
  }

  /// The voltage of the whole pack.
  public var packVoltage: Volts { cellVoltage * Double(stringCount) }

  /// 0 % to 100 %.
  public var stateOfCharge: Percent {
    get { Percent(100 * (stored / capacity)) }
    set { stored = capacity * newValue.fraction }
  }

  /// What the pad takes while it is on; nothing where its supply has none to give.
  public var padPower: Watts {
    guard let padResistance else { return .zero }
    switch padSupply {
    case .pack: return stored > .zero ? packVoltage.squared / padResistance : .zero
    case .charger(let voltage):
      return isChargerPresent ? voltage.squared / padResistance : .zero
    }
  }

  /// The current into the pack (charging is positive) with these outputs.
  ///
  /// - Parameter boardCharges: Whether the board's own charge MOSFETs conduct.
  public func current(_ outputs: Outputs, boardCharges: Bool) -> Amperes {
    var current = Amperes.zero
    let outputs = effective(outputs)
    if outputs.charge, boardCharges, isChargerPresent, stored < capacity {
      current += chargerCurrent
    }
    if outputs.heater, case .pack = padSupply, let padResistance, stored > .zero {
      current = current - packVoltage / padResistance
    }
    return current
  }

  /// What the switches really do while the lines say this.
  public func effective(_ outputs: Outputs) -> Outputs {
    guard hasPower else { return .safe }
    return Outputs(charge: outputs.charge || isGateStuck, heater: outputs.heater || isHeaterStuck)
  }

  /// Lets `span` pass with constant outputs: exact for the temperature.
  public mutating func step(_ span: Duration, _ outputs: Outputs, boardCharges: Bool) {
    let power = effective(outputs).heater && !isPadDetached ? padPower : .zero
    let flow = packVoltage * current(outputs, boardCharges: boardCharges)
    cells = node.temperature(from: cells, after: span, power: power, ambient: ambient)
    heat += power * span
    stored = min(max(stored + flow * span, .zero), capacity)
  }

  /// How long the pad needs to bring the cells from where they are to `target`, by the closed
  /// form; `nil` where it never does.
  public func heatUpTime(to target: Celsius) -> Duration? {
    node.time(from: cells, to: target, power: padPower, ambient: ambient)
  }
}
