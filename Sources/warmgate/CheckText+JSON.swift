import BoardCatalog
import ControlCore
import Foundation
import Quantities
import SettingsFile

extension CheckText {
  /// The configuration for programs.
  var jsonObject: [String: Any] {
    [
      "file": file, "errors": [Any](), "packs": settings.packs.map(object),
      "buses": settings.buses.map { bus -> [String: Any] in
        [
          "name": bus.name, "device": bus.device, "protocol": bus.protocolName.rawValue,
          "baud": bus.baud,
        ]
      },
    ]
  }

  /// The errors of a file for programs.
  static func jsonObject(file: String, _ errors: SettingsErrors) -> [String: Any] {
    let list = errors.errors.map { error -> [String: Any] in
      [
        "line": error.line ?? NSNull(), "column": error.column ?? NSNull(), "key": error.key,
        "found": error.found, "allowed": error.allowed, "remedy": error.remedy,
      ]
    }
    return ["file": file, "errors": list, "packs": [Any](), "buses": [Any]()]
  }

  private func object(_ configured: ConfiguredPack) -> [String: Any] {
    let pack = configured.pack
    let check = PackCheck(pack)
    return [
      "name": pack.name, "bus": configured.bus, "address": configured.address,
      "model": pack.board.name, "chemistry": pack.chemistry.rawValue,
      "strings": pack.stringCount,
      "lowTemperatureChargeProtectionCelsius": rounded(check.protection.rawValue),
      "lowTemperatureChargeRecoveryCelsius": rounded(check.recovery.rawValue),
      "heatStopCelsius": check.stop.map { rounded($0.rawValue) } ?? NSNull(),
      "pad": check.pad.map(object) ?? NSNull(),
      "lines": lines(configured.lines), "notes": CheckText.notes(configured),
      "reasons": check.pad == nil
        ? ["pad": "no heater configured", "heatStopCelsius": "no heater configured"]
        : [String: String](),
    ]
  }

  private func lines(_ lines: PackLines) -> [[String: Any]] {
    let all = [
      ("charge", lines.charge), ("heater", lines.heater), ("alive", lines.alive),
      ("chargerPresent", lines.chargerPresent), ("heaterFeedback", lines.heaterFeedback),
    ]
    return all.compactMap { role, line in
      line.map {
        ["role": role, "line": $0.address.description, "activeLow": $0.activeLow]
      }
    }
  }

  private func object(_ pad: PackCheck.Pad) -> [String: Any] {
    [
      "resistanceOhms": pad.settings.resistance.rawValue,
      "tolerancePercent": rounded(pad.settings.tolerance.rawValue),
      "lowestResistanceOhms": pad.settings.lowestResistance.rawValue,
      "minimumResistanceOhms": pad.minimumResistance.rawValue,
      "bindingLimit": pad.bindingLimit.rawValue,
      "currentLimitAmperes": rounded(pad.rating.currentLimit.rawValue),
      "powerLimitWatts": rounded(pad.rating.powerLimit.rawValue),
      "points": pad.points.map { point -> [String: Any] in
        [
          "name": point.name, "packVoltageVolts": rounded(point.packVoltage.rawValue),
          "padVoltageVolts": rounded(point.highest.voltage.rawValue),
          "currentAmperes": rounded(point.highest.current.rawValue),
          "powerWatts": rounded(point.highest.power.rawValue),
          "nominalCurrentAmperes": rounded(point.nominal.current.rawValue),
          "nominalPowerWatts": rounded(point.nominal.power.rawValue),
        ]
      },
    ]
  }
}
