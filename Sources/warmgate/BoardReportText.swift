import Foundation
import JKProtocol
import Quantities

/// A board's report for people and for programs; `read` and `decode` print the same.
struct BoardReportText {
  /// What the board said.
  let report: BoardReport

  /// One line a field: its name, and its value or why it is unknown.
  var text: String {
    let names = rows.map(\.name)
    let width = names.map(\.count).max() ?? 0
    return zip(names, rows).map { name, row in
      name + String(repeating: " ", count: width - name.count + 2) + row.value
    }.joined(separator: "\n")
  }

  /// The report as one JSON object, keys sorted.
  func json(pretty: Bool = true) -> String { jsonText(jsonObject, pretty: pretty) }

  /// The report's keys and values, for a caller that adds keys of its own. An unknown value is
  /// `NSNull`, and `reasons` (`probeReasons` for the probes) says why.
  var jsonObject: [String: Any] {
    var object = JSONFields()
    let (status, settings, identity) = (report.status, report.settings, report.identity)
    object.add("packVoltageVolts", status.packVoltage) { rounded($0.rawValue) }
    object.add("currentAmperes", status.current) { rounded($0.rawValue) }
    object.add("charging", status.current) { $0 > .zero }
    object.add("mosfetCelsius", status.mosfet) { rounded($0.rawValue) }
    object.add("stateOfChargePercent", status.stateOfCharge) { rounded($0.rawValue) }
    object.add("chargeMosfetOn", status.chargeMosfetOn) { $0 }
    object.add("dischargeMosfetOn", status.dischargeMosfetOn) { $0 }
    object.add("heatingOn", status.heatingOn) { $0 }
    object.add("heaterCurrentAmperes", status.heaterCurrent) { rounded($0.rawValue) }
    object.add("chargerPlugged", status.chargerPlugged) { $0 }
    object.add("emergency", status.emergency) { $0 }
    object.add("alarms", status.alarms) { $0.names }
    object.add("lowTemperatureChargeProtectionCelsius", settings.chargeProtection) {
      rounded($0.rawValue)
    }
    object.add("lowTemperatureChargeRecoveryCelsius", settings.chargeRecovery) {
      rounded($0.rawValue)
    }
    object.add("chargeOvertemperatureCelsius", settings.chargeOvertemperature) {
      rounded($0.rawValue)
    }
    object.add("chargeOvertemperatureRecoveryCelsius", settings.chargeOvertemperatureRecovery) {
      rounded($0.rawValue)
    }
    object.add("stringCount", settings.stringCount) { $0 }
    object.add("chargeSwitchOn", settings.chargeSwitchOn) { $0 }
    object.add("heatingSwitchOn", settings.heatingSwitchOn) { $0 }
    object.add("probesDisabled", settings.probesDisabled) { $0 }
    object.add("heatStartCelsius", settings.heatStart) { rounded($0.rawValue) }
    object.add("heatStopCelsius", settings.heatStop) { rounded($0.rawValue) }
    object.add("model", identity.model) { $0 }
    object.add("hardware", identity.hardware) { $0 }
    object.add("firmware", identity.firmware) { $0 }
    var values = object.values
    values["reasons"] = object.reasons
    values["cellVoltages"] = status.cellVoltages.map { rounded($0.rawValue) }
    var probes = JSONFields()
    var lowest = JSONFields()
    for probe in shownProbes {
      probes.add(probe.description, status.probes[probe]) { rounded($0.reported.rawValue) }
      lowest.add(probe.description, status.probes[probe]) { rounded($0.lowest.rawValue) }
    }
    values["probesCelsius"] = probes.values
    values["probesLowestCelsius"] = lowest.values
    values["probeReasons"] = probes.reasons
    return values
  }

  /// T4 and T5 are shown only where the board may have them.
  private var shownProbes: [Probe] {
    Probe.allCases.filter { probe in
      switch probe {
      case .t1, .t2: true
      case .t4, .t5: ![.absent, .notCarried].contains(report.status.probes[probe].reason)
      }
    }
  }

  private var rows: [(name: String, value: String)] {
    let (status, settings, identity) = (report.status, report.settings, report.identity)
    var rows = [
      ("model", text(identity.model)), ("hardware", text(identity.hardware)),
      ("firmware", text(identity.firmware)), ("pack voltage", text(status.packVoltage)),
      ("current", text(status.current)),
    ]
    rows += shownProbes.map { ("probe \($0)", probeText(status.probes[$0])) }
    rows += [
      ("MOSFET temperature", text(status.mosfet)),
      ("state of charge", text(status.stateOfCharge)),
      ("charge MOSFET", onOff(status.chargeMosfetOn)),
      ("discharge MOSFET", onOff(status.dischargeMosfetOn)),
      ("heating", onOff(status.heatingOn)), ("heater current", text(status.heaterCurrent)),
      ("charger plugged", yesNo(status.chargerPlugged)),
      ("emergency", yesNo(status.emergency)), ("alarms", text(status.alarms.map(alarmText))),
      ("cells", cellText(status.cellVoltages)),
      ("low-temperature charge protection", text(settings.chargeProtection)),
      ("low-temperature charge recovery", text(settings.chargeRecovery)),
      ("charge over-temperature", text(settings.chargeOvertemperature)),
      ("charge over-temperature recovery", text(settings.chargeOvertemperatureRecovery)),
      ("strings", text(settings.stringCount)), ("charge switch", onOff(settings.chargeSwitchOn)),
      ("heating switch", onOff(settings.heatingSwitchOn)),
      ("probes disabled", yesNo(settings.probesDisabled)),
      ("board's heating start", text(settings.heatStart)),
      ("board's heating stop", text(settings.heatStop)),
    ]
    return rows
  }

  private func text(_ value: Measured<some CustomStringConvertible>) -> String {
    switch value {
    case .measured(let value): value.description
    case .unknown(let reason): "unknown: \(reason)"
    }
  }

  private func onOff(_ value: Measured<Bool>) -> String { text(value.map { $0 ? "on" : "off" }) }

  private func yesNo(_ value: Measured<Bool>) -> String { text(value.map { $0 ? "yes" : "no" }) }

  private func probeText(_ value: Measured<ProbeTemperature>) -> String {
    text(
      value.map { probe in
        probe.reported == probe.lowest
          ? probe.reported.description
          : "\(probe.reported) (may be as cold as \(probe.lowest))"
      })
  }

  private func alarmText(_ alarms: BoardAlarms) -> String {
    alarms.isEmpty ? "none" : alarms.names.joined(separator: ", ")
  }

  private func cellText(_ cells: [Volts]) -> String {
    guard let lowest = cells.min(), let highest = cells.max() else { return "none in this data" }
    return "\(cells.count), \(lowest.text(places: 3)) to \(highest.text(places: 3))"
  }
}

/// Values and, for those that are unknown, the reasons beside them.
private struct JSONFields {
  var values: [String: Any] = [:]
  var reasons: [String: String] = [:]

  mutating func add<Value>(
    _ key: String, _ value: Measured<Value>, _ transform: (Value) -> Any
  ) {
    switch value {
    case .measured(let value): values[key] = transform(value)
    case .unknown(let reason):
      values[key] = NSNull()
      reasons[key] = reason.description
    }
  }
}

/// Three decimal places: no board measures finer. Without it 0.1 + 0.2 would show its binary tail.
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

/// `object` as JSON with sorted keys.
func jsonText(_ object: [String: Any], pretty: Bool = true) -> String {
  var options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
  if pretty { options.insert(.prettyPrinted) }
  guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
    preconditionFailure("only strings, numbers, lists and nulls are put into JSON")
  }
  return String(decoding: data, as: UTF8.self)
}
