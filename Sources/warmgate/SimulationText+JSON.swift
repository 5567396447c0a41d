import ControlCore
import Foundation
import Quantities
import Simulation

extension SimulationText {
  /// The figures of this configuration, and those of the two others under their names.
  var jsonObject: [String: Any] {
    let pack = scene.input.pack
    var object = figures(configured)
    object["pack"] = pack.name
    object["weather"] = scene.weather
    object["begin"] = scene.begin.map { $0.description as Any } ?? NSNull()
    object["heatCapacityJoulesPerKelvin"] = rounded(scene.input.plant.heatCapacity.rawValue)
    object["lossWattsPerKelvin"] = rounded(scene.input.plant.loss.rawValue)
    let thresholds = Thresholds.inForce(pack, scene.input.app)
    object["protectionCelsius"] = rounded(thresholds.protection.rawValue)
    object["recoveryCelsius"] = rounded(thresholds.recovery.rawValue)
    object["stopCelsius"] = pack.heater == nil ? NSNull() : rounded(thresholds.stop.rawValue) as Any
    object["noHeating"] = figures(withoutHeating)
    object["alwaysHold"] = figures(alwaysHolding)
    object["withoutPreheat"] = withoutPreheat.map { figures($0) as Any } ?? NSNull()
    if withoutPreheat == nil { object["withoutPreheatReason"] = "the pack has no preheat" }
    return object
  }

  private func figures(_ result: SimulationResult) -> [String: Any] {
    func seconds(_ span: Duration) -> Double { rounded(span.seconds) }
    var object: [String: Any] = [
      "spanSeconds": seconds(result.span),
      "energyWattHours": rounded(result.padEnergy.wattHours),
      "energyFromPackWattHours": rounded(result.padEnergyFromPack.wattHours),
      "energyFromChargerWattHours": rounded(result.padEnergyFromCharger.wattHours),
      "heaterStarts": result.heaterStarts,
      "heaterOnSeconds": seconds(result.heaterOn),
      "relayLifeUsedPercent": rounded(result.relayLifeUsed.rawValue),
      "chargeStarts": result.chargeStarts,
      "chargeBlockedSeconds": seconds(result.chargeBlocked),
      "chargeBlockedWithChargerSeconds": seconds(result.chargeWanted),
      "chargedAmpereHours": rounded(result.charged.rawValue),
      "missedChargeAmpereHours": rounded(result.missedCharge.rawValue),
      "firstChargeAllowedSeconds": result.firstChargeAllowed.map { seconds($0) as Any }
        ?? NSNull(),
      "coldestCelsius": rounded(result.coldest.rawValue),
      "hottestCelsius": rounded(result.hottest.rawValue),
      "timeAtOrBelow": result.below.map {
        ["temperatureCelsius": rounded($0.temperature.rawValue), "seconds": seconds($0.span)]
      },
      "endStateOfChargePercent": rounded(result.stateOfCharge.rawValue),
      "endCellsCelsius": rounded(result.cells.rawValue),
      "faults": result.alarms.faults.map(\.rawValue),
      "firstLatchedSeconds": result.firstLatched.map { seconds($0) as Any } ?? NSNull(),
      "dueTimes": result.dueTimes,
      "dueTimesReady": result.dueTimesReady,
      "preheatDoubts": result.preheatDoubts.map(\.description).sorted(),
      "cycles": result.cycles,
      "cyclesRun": result.cyclesRun,
    ]
    if result.firstChargeAllowed == nil {
      object["firstChargeAllowedReason"] = "charging was never permitted"
    }
    if result.firstLatched == nil { object["firstLatchedReason"] = "no fault latched" }
    return object
  }
}
