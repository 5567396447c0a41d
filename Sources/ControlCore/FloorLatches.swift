import Quantities

/// Which charge floors have been reached and not yet left again, for each of the policies.
struct FloorLatches: Hashable, Sendable {
  /// Heating returns this far above the state-of-charge floor.
  static let stateOfChargeReturn = Percent(5)
  /// Heating returns this far above the cell-voltage floor; more than a loaded cell sags.
  static let cellVoltageReturn = Volts(0.1)

  private var withCharger = Latches()
  private var withoutCharger = Latches()
  private var preheat = Latches()

  /// What a policy is for.
  enum Occasion { case withCharger, withoutCharger, preheat }

  private struct Latches: Hashable, Sendable {
    var stateOfCharge = false
    var cellVoltage = false
  }

  /// What forbids heating under `policy`, or `nil` when it allows it.
  mutating func obstacle(
    _ policy: HeatPolicy, _ occasion: Occasion, _ battery: BatteryReading
  ) -> HeatObstacle? {
    guard case .whileAbove(let floors) = policy else {
      return occasion == .withCharger ? .notWithCharger : .noCharger
    }
    switch occasion {
    case .withCharger: return FloorLatches.check(&withCharger, floors, battery)
    case .withoutCharger: return FloorLatches.check(&withoutCharger, floors, battery)
    case .preheat: return FloorLatches.check(&preheat, floors, battery)
    }
  }

  private static func check(
    _ latches: inout Latches, _ floors: HeatFloors, _ battery: BatteryReading
  ) -> HeatObstacle? {
    if let floor = floors.stateOfCharge {
      guard case .measured(let charge) = battery.stateOfCharge else { return .stateOfChargeUnknown }
      if charge <= floor { latches.stateOfCharge = true }
      if charge >= floor + stateOfChargeReturn { latches.stateOfCharge = false }
      if latches.stateOfCharge { return .stateOfCharge(floor: floor) }
    }
    if let floor = floors.cellVoltage {
      guard case .measured(let cell) = battery.lowestCell else { return .cellVoltageUnknown }
      if cell <= floor { latches.cellVoltage = true }
      if cell >= floor + cellVoltageReturn { latches.cellVoltage = false }
      if latches.cellVoltage { return .cellVoltage(floor: floor) }
    }
    return nil
  }
}
