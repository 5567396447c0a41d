import BoardCatalog
import ControlCore
import Foundation
import Quantities
import ThermalModel
import Tuning

extension SizeText {
  /// What was found, for programs.
  var jsonObject: [String: Any] {
    let sizing = subject.sizing
    let pack = subject.pack
    // Resistances are not rounded: a hair less would be over the limit.
    var object: [String: Any] = [
      "model": pack.board.name, "chemistry": pack.chemistry.rawValue,
      "strings": pack.stringCount,
      "tolerancePercent": rounded(sizing.tolerance.rawValue),
      "currentLimitAmperes": rounded(sizing.rating.currentLimit.rawValue),
      "powerLimitWatts": rounded(sizing.rating.powerLimit.rawValue),
      "minimumResistanceOhms": sizing.minimumResistance.rawValue,
      "minimumResistanceAtLowEndOhms": sizing.lowestResistance.rawValue,
      "minimumResistanceForCurrentOhms": sizing.resistanceForCurrent.rawValue,
      "minimumResistanceForPowerOhms": sizing.resistanceForPower.rawValue,
      "bindingLimit": sizing.bindingLimit.rawValue,
      "standardResistancesOhms": sizing.standardResistances(3).map { rounded($0.rawValue) },
    ]
    for (name, voltage) in points {
      let name = name.capitalized
      object["\(name.lowercased())VoltageVolts"] = rounded(voltage.rawValue)
      object["currentAt\(name)VoltageAmperes"] = rounded(sizing.current(at: voltage).rawValue)
      object["powerAt\(name)VoltageWatts"] = rounded(sizing.power(at: voltage).rawValue)
    }
    if let pad = subject.pad { object["padResistanceOhms"] = pad.rawValue }
    if let day = subject.day { object["designDay"] = self.object(day) }
    return object
  }

  private func object(_ day: SizeSubject.Day) -> [String: Any] {
    var reasons: [String: String] = [:]
    if day.coldestHour == nil { reasons["coldestHourCelsius"] = "the mean was given" }
    var object: [String: Any] = [
      "meanCelsius": rounded(day.mean.rawValue), "origin": day.origin,
      "coldestHourCelsius": day.coldestHour.map { rounded($0.rawValue) } ?? NSNull(),
      "heatStopCelsius": rounded(day.stop.rawValue),
      "heatCapacityJoulesPerKelvin": rounded(day.node.capacity.rawValue),
      "heatCapacityIsExpected": day.isCapacityExpected,
      "lossWattsPerKelvin": rounded(day.node.leak.rawValue),
      "lossIsExpected": day.isLossExpected,
    ]
    if let table = subject.table {
      object["holdingPowerWatts"] = rounded(table.holdingPower.rawValue)
      object["largestResistanceOhms"] =
        table.largestResistance(subject.sizing).map { rounded($0.rawValue) } ?? NSNull()
      object["smallestPad"] = self.object(table.best)
      object["pads"] = table.choices.map(self.object)
    } else {
      object["pads"] = [Any]()
      reasons["pads"] = "the coldest day is as warm as the stop value"
    }
    object["reasons"] = reasons
    return object
  }

  private func object(_ pad: PadChoice) -> [String: Any] {
    var object: [String: Any] = [
      "resistanceOhms": pad.resistance.rawValue, "isAllowed": pad.verdict == .allowed,
      "highestCurrentAmperes": rounded(pad.highestCurrent.rawValue),
      "highestPowerWatts": rounded(pad.highestPower.rawValue),
      "powerAtNominalVoltageWatts": rounded(pad.power.rawValue),
    ]
    switch pad.reach {
    case .warm(let time, let heat):
      object["untilWarmSeconds"] = rounded(time.seconds)
      object["heatWattHours"] = rounded(heat.wattHours)
    case .settles(let end):
      object["untilWarmSeconds"] = NSNull()
      object["heatWattHours"] = NSNull()
      object["reasons"] = [
        "untilWarmSeconds": "settles at \(end.text(places: 1))",
        "heatWattHours": "it never becomes warm",
      ]
      object["settlesCelsius"] = rounded(end.rawValue)
    }
    return object
  }
}
