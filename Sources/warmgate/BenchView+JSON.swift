import Bench
import BenchSession
import ControlCore
import ControllerService
import Foundation
import Quantities

extension BenchRun {
  /// What is going to run, for programs.
  func opening(speed: Double) -> [String: Any] {
    [
      "kind": "start", "scenario": scenario.name, "expectation": scenario.expectation,
      "lines": linesInUse, "speed": speed.isFinite ? speed : NSNull(),
      "packs": settings.packs.map(\.pack.name),
    ]
  }
}

extension BenchMessage {
  /// The event for programs.
  var jsonObject: [String: Any] {
    var object: [String: Any] = [
      "kind": "scenario", "packTimeSeconds": rounded(time.sinceStart.seconds),
      "sentence": sentence,
    ]
    if case .controller(let event) = source {
      object["kind"] = "event"
      object["pack"] = event.pack ?? NSNull()
      object["level"] = event.level.rawValue
    }
    if let decision {
      object["chargeOn"] = decision.outputs.charge
      object["heaterOn"] = decision.outputs.heater
      object["coldestCelsius"] =
        decision.figures.coldest.value.map { rounded($0.reported.rawValue) } ?? NSNull()
      object["stopCelsius"] =
        decision.figures.thresholds.map { rounded($0.stop.rawValue) } ?? NSNull()
      object["recoveryCelsius"] =
        decision.figures.thresholds.map { rounded($0.recovery.rawValue) } ?? NSNull()
    }
    return object
  }
}

extension BenchSummary {
  /// The summary for programs.
  var jsonObject: [String: Any] {
    [
      "kind": "summary", "scenario": scenario.name, "expectation": scenario.expectation,
      "asExpected": isMet, "ending": ending.rawValue, "lines": lines,
      "packTimeSeconds": rounded(packTime.sinceStart.seconds),
      "wallSeconds": rounded(wall.seconds), "speedReached": rounded(speedReached),
      "packs": packs.map(object),
    ]
  }

  private func object(_ pack: Pack) -> [String: Any] {
    let heatUp = pack.trace.heatUp().map { heatUp -> [String: Any] in
      [
        "beganSeconds": rounded(heatUp.began.sinceStart.seconds),
        "tookSeconds": rounded(heatUp.took.seconds),
        "closedFormSeconds": rounded(heatUp.closedForm.seconds),
        "differencePercent": rounded(heatUp.difference.rawValue),
        "fromCelsius": rounded(heatUp.from.rawValue), "toCelsius": rounded(heatUp.to.rawValue),
      ]
    }
    return [
      "name": pack.trace.pack.name,
      "turns": pack.trace.outputTurns.map { turn -> [String: Any] in
        [
          "packTimeSeconds": rounded(turn.time.sinceStart.seconds),
          "chargeOn": turn.outputs.charge, "heaterOn": turn.outputs.heater,
          "cellsCelsius": rounded(turn.cells.rawValue),
        ]
      },
      "heatUp": heatUp ?? NSNull(),
      "reasons": heatUp == nil ? ["heatUp": "no run of the heater came to its end"] : [:],
      "checks": pack.checks.map { check -> [String: Any] in
        ["claim": check.claim, "met": check.isMet, "found": check.found]
      },
    ]
  }
}
