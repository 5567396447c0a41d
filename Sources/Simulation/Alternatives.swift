public import ControlCore
import Quantities

extension SimulationInput {
  /// The same pack without a pad: what the weather alone does.
  public var withoutHeating: SimulationInput {
    var other = self
    other.watched = watchedTemperatures
    other.pack.heater = nil
    other.pack.preheat = nil
    other.plant.padResistance = nil
    return other
  }

  /// The same pack without its schedule: heated as `heat_when` alone says. `nil` where it has none.
  public var withoutPreheat: SimulationInput? {
    guard pack.preheat != nil else { return nil }
    var other = self
    other.pack.preheat = nil
    return other
  }

  /// The same pack that is kept warm all the time, charger or not, whatever it costs: the pad goes
  /// on at the recovery value, so that the pack never gets as cold as the protection.
  ///
  /// Without a pad it is the same as it is.
  public var alwaysHolding: SimulationInput {
    guard var heater = pack.heater else { return self }
    var other = self
    other.watched = watchedTemperatures
    let recovery = Thresholds.inForce(pack, app).recovery
    other.pack.protectionFloor = recovery
    other.pack.minimumRecovery = recovery + Thresholds.minimumHysteresis
    heater.stop = max(heater.stop ?? recovery, recovery + Thresholds.minimumHysteresis)
    other.pack.heater = heater
    other.pack.preheat = nil
    other.pack.heatWithCharger = .whileAbove(HeatFloors(stateOfCharge: nil, cellVoltage: nil))
    other.pack.heatWithoutCharger = .whileAbove(HeatFloors(stateOfCharge: nil, cellVoltage: nil))
    return other
  }
}

extension Thresholds {
  /// What holds for a pack while its app is set so.
  public static func inForce(_ pack: PackSettings, _ app: AppPreset) -> Thresholds {
    let settings = AppSettings(
      takenAt: .start, protection: app.protection, recovery: app.recovery)
    let isUsed = pack.appSettingsCarried && Thresholds.accepts(settings)
    return Thresholds(app: isUsed ? settings : nil, pack)
  }
}
