import BoardCatalog
import Quantities

/// Says in one sentence why the outputs are what they are, with the numbers that decided.
public struct Explanation: Hashable, Sendable, CustomStringConvertible {
  private let decision: Decision
  private let settings: PackSettings

  /// An explanation of `decision` for the pack of `settings`.
  public init(_ decision: Decision, _ settings: PackSettings) {
    self.decision = decision
    self.settings = settings
  }

  /// For example: *shed: charging off, heating on: coldest probe T2 −6.3 °C is at or below 0.0 °C
  /// (floor for LFP; the app says −20.0 °C). 26.4 V over 10.5 Ω ±5 %: 2.65 A of 3 A, 69.9 W of
  /// 100 W.*
  public var description: String {
    let outputs = decision.outputs
    let charging = outputs.charge ? "on" : "off"
    let heating = outputs.heater ? "on" : "off"
    return "\(settings.name): charging \(charging), heating \(heating): \(because)."
  }

  private var because: String {
    switch decision.reason {
    case .holdingSafe(let reason): holding(reason)
    case .charging: warm + schedule
    case .chargeWaits(let obstacle): "\(warm); \(waiting(obstacle))\(schedule)"
    case .heating: purpose + [cold, pad].compactMap(\.self).joined(separator: ". ") + schedule
    case .coldWithoutHeat(.waitsForPreheat): cold + schedule
    case .coldWithoutHeat(let obstacle): "\(cold); \(notHeated(obstacle))\(schedule)"
    }
  }

  /// What it heats for, where that is not only the cold.
  private var purpose: String {
    guard case .running(let due) = decision.figures.preheat else { return "" }
    return "preheating for \(due): "
  }

  /// What the schedule says, where it says anything that the outputs do not.
  private var schedule: String {
    switch decision.figures.preheat {
    case .unscheduled, .running: ""
    case .unplanned(let doubt): "; no preheat: \(doubt)"
    case .waiting(let start?, let due): "; waits until \(start) to preheat for \(due)"
    case .waiting(nil, let due): "; stays warm enough for \(due)"
    }
  }

  // MARK: The temperature

  private var probe: String {
    guard let probe = decision.figures.coldestProbe,
      case .measured(let temperature) = decision.figures.coldest
    else { return "the coldest probe is not known" }
    let reported = temperature.reported.text(places: 1)
    let doubt =
      temperature.lowest < temperature.reported
      ? " (it may be \(temperature.lowest.text(places: 1)))" : ""
    return "coldest probe \(probe) \(reported)\(doubt)"
  }

  private var warm: String {
    guard let thresholds = decision.figures.thresholds else { return probe }
    return "\(probe) is above \(thresholds.protection.text(places: 1)) \(origin(thresholds))"
  }

  private var cold: String {
    guard let thresholds = decision.figures.thresholds,
      case .measured(let temperature) = decision.figures.coldest
    else { return probe }
    if temperature.lowest <= thresholds.protection {
      let protection = thresholds.protection.text(places: 1)
      return "\(probe) is at or below \(protection) \(origin(thresholds))"
    }
    let aim = decision.outputs.heater ? thresholds.stop : thresholds.recovery
    let name = aim > thresholds.recovery ? "heating stop" : "recovery"
    return "\(probe) has not yet reached the \(name) of \(aim.text(places: 1))"
  }

  private func origin(_ thresholds: Thresholds) -> String {
    let app = thresholds.appProtection.map { "; the app says \($0.text(places: 1))" } ?? ""
    switch thresholds.origin {
    case .app: return "(the app's setting)"
    case .chemistry: return "(floor for \(settings.chemistry)\(app))"
    case .configuration: return "(floor in the configuration\(app))"
    }
  }

  // MARK: The pad

  private var pad: String? {
    guard let draw = decision.figures.draw, let heater = settings.heater,
      let rating = settings.heaterRating
    else { return nil }
    let tolerance = heater.tolerance > Percent(0) ? " ±\(heater.tolerance.rawValue.short) %" : ""
    return "\(draw.voltage.text(places: 1)) over \(heater.resistance)\(tolerance): "
      + "\(draw.current.text(places: 2)) of \(rating.currentLimit), "
      + "\(draw.power.text(places: 1)) of \(rating.powerLimit)"
  }

  // MARK: What is missing

  private func holding(_ reason: HoldReason) -> String {
    switch reason {
    case .gatheringEvidence(let good):
      "\(good) of \(ControllerState.neededReadings) good readings; both stay off until then"
    case .reading(.stale):
      "the BMS has been silent for more than \(settings.control.readingLifetime.seconds.short) s"
    case .reading(let reason): "no reading of the BMS: \(reason)"
    case .appSettings(let reason):
      "the app's low-temperature charge protection is unknown: \(reason)"
    case .packVoltage(let reason): "the pack voltage is unknown: \(reason)"
    case .probe(let probe, .frozen):
      "probe \(probe) did not move while heating had to warm it: it is frozen, or the pad is "
        + "too weak for this cold"
    case .probe(let probe, let reason): "probe \(probe) is unknown: \(reason)"
    case .probeSpread(let spread):
      "the probes differ by \(spread.text(places: 1)), more than "
        + "\(ControllerState.widestSpread)"
    case .probesNotTrusted:
      "the BMS ignores its temperature sensors or reports one as faulty; set this right in the app"
    case .fault(let fault): told(fault)
    }
  }

  private func waiting(_ obstacle: ChargeObstacle) -> String {
    switch obstacle {
    case .interlockDelay:
      "charging waits \(settings.control.interlockDelay.seconds.short) s after the heater"
    case .minimumOff: "charging waits for the end of its minimum off time"
    case .overtemperature:
      "the hottest probe has reached the charge over-temperature"
        + (decision.figures.thresholds?.chargeOvertemperature.map { " of \($0)" } ?? "")
    case .fault(let fault): told(fault)
    }
  }

  private func notHeated(_ obstacle: HeatObstacle) -> String {
    switch obstacle {
    case .noPad: "no heating pad is configured"
    case .noHeatingOption: "the \(settings.board.name) has no heating option"
    case .overLimit(let limit): overLimit(limit)
    case .noCharger: "not heated without a charger (heat_when: without_charger)"
    case .notWithCharger: "not heated with a charger (heat_when: with_charger)"
    case .waitsForPreheat: "the preheat starts later"
    case .stateOfCharge(let floor):
      "not heated at or below \(floor) state of charge, and again from "
        + "\(floor + FloorLatches.stateOfChargeReturn)"
    case .stateOfChargeUnknown: "not heated: the state of charge is unknown"
    case .cellVoltage(let floor):
      "not heated at or below \(floor) in the lowest cell, and again from "
        + "\(floor + FloorLatches.cellVoltageReturn)"
    case .cellVoltageUnknown: "not heated: the cell voltages are unknown"
    case .hottestProbe(let probe):
      "not heated: the hottest probe \(probe) has reached "
        + (decision.figures.thresholds?.hottestHeated.text(places: 1) ?? "its limit")
    case .interlockDelay:
      "heating waits \(settings.control.interlockDelay.seconds.short) s after charging"
    case .minimumOff: "heating waits for the end of its minimum off time"
    case .provingPad:
      "not heated: the pack's current rose as if the pad took too much; with the pad off it shows "
        + "whether it was the pad"
    case .fault(let fault): "not heated: \(told(fault))"
    }
  }

  /// The fault, whether it is latched, and what to do.
  private func told(_ fault: Fault) -> String {
    let rule = fault.rule
    let way =
      switch rule.clearing {
      case .byItself: ""
      case .after(let pause): "; tried again after \((pause.seconds / 3600).short) h"
      case .acknowledged:
        ", latched until `warmgate acknowledge \(settings.name) \(fault)`"
      }
    return "\(rule.seen) (\(fault))\(way). \(rule.remedy)"
  }

  private func overLimit(_ limit: HeaterLimit) -> String {
    let name =
      switch limit {
      case .current: "current"
      case .power: "power"
      }
    return "not heated: over the board's \(name) limit, \(pad ?? "pad unknown")"
  }
}

extension Double {
  fileprivate var short: String { shortDecimal(self) }
}
