@testable import SettingsFile

/// The tables of `Configuration.md`, made from the keys that are read.
enum KeyReference {
  /// Each section with its keys, in the order of the file; one that is used twice stands once.
  static var sections: [(heading: String, table: String)] {
    [
      ("The file", Keys.root), ("`buses`: each bus", Keys.buses.children),
      ("`packs`: each pack", Keys.packs.children), ("`heater`", Keys.heater.children),
      ("`thermal`", Keys.thermal.children),
      ("`charge_protection`", Keys.chargeProtection.children),
      ("`heat_when`", Keys.heatWhen.children),
      ("`preheat`", Keys.preheat.children),
      ("`with_charger` and `without_charger`", Keys.withCharger.children),
      ("`outputs`", Keys.outputs.children), ("`inputs`", Keys.inputs.children),
      ("Each line of `outputs` and `inputs`", Keys.line), ("`control`", Keys.control.children),
    ].map { ($0, table($1)) }
  }

  private static func table(_ keys: [SettingKey]) -> String {
    let head = "| key | value | without it | sets | when it is wrong |\n|---|---|---|---|---|\n"
    return head
      + keys.map { key in
        "| `\(key.name)` | \(allowed(key)) | \(need(key)) | \(key.meaning) | \(key.ifWrong) |"
      }.joined(separator: "\n")
  }

  private static func need(_ key: SettingKey) -> String {
    switch key.need {
    case .required: "required"
    case .defaults(let text): "`\(text)`"
    case .otherwise(let words): words
    }
  }
}
