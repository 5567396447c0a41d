import ControlCore
import Foundation
import Quantities

extension Controller {
  /// Answers a line that came over the control socket with a line of JSON.
  ///
  /// `{"ok": false, "sentence": "…"}` says why not. May block on the disk; not for the loop.
  public func answer(_ line: String) -> String {
    let request: ControlRequest
    do throws(ControlRequestFailure) { request = try ControlRequest(line: line) } catch {
      return Controller.json(["ok": false, "sentence": "\(error)."])
    }
    switch request {
    case .status:
      return Controller.json(["ok": true, "packs": reports.map(\.jsonObject)])
    case .acknowledge(let pack, let fault):
      do throws(LatchMemory.Refusal) {
        try acknowledge(fault, of: pack)
        return Controller.json(["ok": true, "sentence": "\(pack): \(fault) is acknowledged."])
      } catch {
        return Controller.json(["ok": false, "sentence": "\(error)"])
      }
    }
  }

  /// Clears a latched fault, only when it is no longer seen.
  func acknowledge(_ fault: Fault, of pack: String) throws(LatchMemory.Refusal) {
    guard let report = reports.first(where: { $0.name == pack }) else {
      let names = reports.map(\.name).joined(separator: ", ")
      throw LatchMemory.Refusal(
        description: "there is no pack \"\(pack.prefix(40))\"; there are: \(names).")
    }
    guard !report.decision.faults.contains(fault) else {
      throw LatchMemory.Refusal(
        description: "\(pack): \(fault) is still seen, or cannot be looked at: "
          + "\(fault.rule.seen). \(fault.rule.remedy); then acknowledge it.")
    }
    try latches.acknowledge(fault, of: pack)
    tell(.notice, "\(pack): \(fault) was acknowledged by a person")
  }

  private static func json(_ object: [String: Any]) -> String {
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
      return #"{"ok": false, "sentence": "the answer cannot be written as JSON."}"#
    }
    return String(decoding: data, as: UTF8.self)
  }
}

extension PackReport {
  /// The report for programs: null for unknown, with the reason beside it.
  fileprivate var jsonObject: [String: Any] {
    var object: [String: Any] = [
      "pack": name, "chargeOn": driven.charge, "heaterOn": driven.heater, "sentence": sentence,
      "faults": decision.faults.faults.map(\.rawValue), "latched": latched.faults.map(\.rawValue),
    ]
    let coldest = decision.figures.coldest
    object["coldestCelsius"] = coldest.value.map { $0.reported.rawValue } ?? NSNull()
    if let reason = coldest.reason { object["coldestReason"] = "\(reason)" }
    let voltage = decision.figures.packVoltage
    object["packVoltageVolts"] = voltage.value?.rawValue ?? NSNull()
    if let reason = voltage.reason { object["packVoltageReason"] = "\(reason)" }
    object.merge(snapshot.preheat.jsonObject) { $1 }
    object["linkProblem"] = linkProblem ?? NSNull()
    object["lineProblem"] = lineProblem ?? NSNull()
    for (key, input) in [
      ("chargerPresent", snapshot.chargerPresent), ("heaterFeedback", snapshot.heaterFeedback),
    ] {
      object[key] = input.value ?? NSNull()
      if let reason = input.reason { object[key + "Reason"] = "\(reason)" }
    }
    object["learned"] = learned.jsonObject
    let now = snapshot.now
    object["chargeStarts"] = counts.charge.total
    object["chargeStartsInTheHour"] = counts.charge.startsInTheHour(before: now)
    object["heaterStarts"] = counts.heater.total
    object["heaterStartsInTheHour"] = counts.heater.startsInTheHour(before: now)
    object["warnings"] = counts.warnings(at: now)
    return object
  }
}

extension PreheatPlan {
  /// The plan for programs; local times as `HH:MM`.
  fileprivate var jsonObject: [String: Any] {
    func object(_ word: String, _ start: TimeOfDay?, _ due: PreheatDue?) -> [String: Any] {
      [
        "preheat": word, "preheatStart": start.map { "\($0)" } ?? NSNull(),
        "preheatDue": due.map { "\($0.time)" } ?? NSNull(),
      ]
    }
    switch self {
    case .unscheduled: return object("none", nil, nil)
    case .unplanned(let doubt):
      return object("unplanned", nil, nil).merging(["preheatReason": "\(doubt)"]) { $1 }
    case .waiting(let start, let due): return object("waiting", start, due)
    case .running(let due): return object("running", nil, due)
    }
  }
}
