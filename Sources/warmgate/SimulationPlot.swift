import BoardCatalog
import ControlCore
import Plots
import Quantities
import Simulation

/// A simulation as a picture: temperatures with thresholds and the times without charging, outputs,
/// the pad's power against its limits, and the charge.
struct SimulationPlot {
  let scene: SimulationScene
  let trace: SimulationTrace
  private let result: SimulationResult
  /// The seconds from the midnight before the beginning.
  private let offset: Double
  let division: PlotDivision

  /// A picture of `trace`, whose parts are those of a `PlotDivision`.
  init(_ scene: SimulationScene, _ trace: SimulationTrace, _ result: SimulationResult) {
    (self.scene, self.trace, self.result) = (scene, trace, result)
    division = PlotDivision(of: scene.input.span)
    offset = scene.begin.map { $0.dayTime.seconds } ?? 0
  }

  /// The whole picture.
  var chart: Chart {
    var panels = [temperatures, outputs]
    if scene.input.pack.heater != nil { panels.append(power) }
    panels.append(charge)
    return Chart(
      title: "\(scene.input.pack.name): \(spanText(scene.input.span)) in \(weather)",
      subtitle: subtitle, summary: summary,
      horizontal: .time(start: day, range: time(.zero)...time(scene.input.span)),
      panels: panels)
  }

  var pack: PackSettings { scene.input.pack }
  private var thresholds: Thresholds { Thresholds.inForce(pack, scene.input.app) }

  private var weather: String {
    // A path is named by its last part.
    scene.weather.split(separator: "/").last.map(String.init) ?? scene.weather
  }

  private var subtitle: String {
    let plant = scene.input.plant
    let pad = plant.padResistance.map { "pad \($0)" } ?? "no pad"
    return "\(pack.stringCount)S \(pack.chemistry) on a \(pack.board.name), \(pad), "
      + "\(shortDecimal(plant.heatCapacity.rawValue / 1000)) kJ/K, loses \(plant.loss): "
      + "\(decimal(result.padEnergy.wattHours, places: 0)) Wh, "
      + "\(result.heaterStarts) starts, a charger waited \(spanText(result.chargeWanted))"
  }

  private var summary: String {
    "The coldest probe went down to \(result.coldest.text(places: 1)). Charging was off for "
      + "\(spanText(result.chargeBlocked)); the pad was on for \(spanText(result.heaterOn))."
  }

  /// The day at whose midnight the time axis begins. Typical weather has no year and no 29
  /// February: any year without one will do.
  private var day: CalendarDay? {
    scene.begin.flatMap { begin in
      let parts = begin.parts
      return CalendarDay(year: 2001, month: parts.month, day: parts.day)
    }
  }

  func time(_ time: Duration) -> Double { offset + time.seconds }

  // MARK: Panels

  private var temperatures: Panel {
    var marks: [Mark] = []
    let isFine = division.whole == nil
    if isFine {
      marks.append(
        .spans(
          Spans(
            "charging off",
            ranges {
              !$0.charge
            } part: {
              $0.chargeAllowed * 2 < $0.span
            })))
    }
    marks += course("outside", .black, .dotted, isFine) { $0.ambient }
    marks += course("coldest probe", .blue, nil, isFine) { $0.coldest }
    marks += levels
    return Panel(
      title: "Temperature", vertical: Axis("temperature", unit: "°C"), marks: marks, height: 240)
  }

  /// A course as a line where each part of it is short, and as least to greatest otherwise.
  private func course(
    _ name: String, _ ink: Ink, _ hatch: Hatch?, _ isFine: Bool,
    _ spread: (SimulationTrace.Bucket) -> SimulationTrace.Spread
  ) -> [Mark] {
    if isFine {
      let points = trace.buckets.map { bucket in
        PlotPoint(time(bucket.begin + bucket.span), spread(bucket).last?.rawValue ?? .nan)
      }
      return [.line(Trace(name, ink, points))]
    }
    let columns = trace.buckets.compactMap { bucket -> Band.Column? in
      let spread = spread(bucket)
      guard let least = spread.least, let greatest = spread.greatest else { return nil }
      return Band.Column(
        time(bucket.begin + bucket.span / 2), least: least.rawValue, greatest: greatest.rawValue)
    }
    return [.band(Band("\(name), least to greatest", ink, columns, hatch: hatch))]
  }

  private var levels: [Mark] {
    let (stop, recovery) = (thresholds.stop, thresholds.recovery)
    var levels = [Level("no charging \(thresholds.protection)", at: thresholds.protection.rawValue)]
    if pack.heater == nil || stop != recovery {
      levels.append(Level("charging again \(recovery)", at: recovery.rawValue, .green))
    }
    if pack.heater != nil {
      let name = stop == recovery ? "heating stops, charging again" : "heating stops"
      levels.append(Level("\(name) \(stop)", at: stop.rawValue, .vermillion))
    }
    return levels.map(Mark.level)
  }

  private var power: Panel {
    let points = trace.buckets.map { PlotPoint(time($0.begin), $0.greatestPower.rawValue) }
    let end = PlotPoint(time(scene.input.span), points.last?.y ?? 0)
    var marks: [Mark] = [.steps(Trace("pad, greatest", .vermillion, points + [end], width: 1))]
    if let rating = pack.heaterRating {
      let voltage = pack.chemistry.nominalCellVoltage * Double(pack.stringCount)
      let atCurrent = voltage * rating.currentLimit
      marks.append(.level(Level("limit \(rating.powerLimit)", at: rating.powerLimit.rawValue)))
      marks.append(
        .level(
          Level(
            "limit \(rating.currentLimit) at \(voltage): \(atCurrent.text(places: 0))",
            at: atCurrent.rawValue, .purple)))
    }
    return Panel(title: "Power", vertical: Axis("power", unit: "W"), marks: marks, height: 110)
  }

  private var charge: Panel {
    let points = trace.buckets.map {
      PlotPoint(time($0.begin + $0.span), $0.stateOfCharge.rawValue)
    }
    return Panel(
      title: "State of charge", vertical: Axis("charge", unit: "%", range: 0...100),
      marks: [.line(Trace("", .blue, points))], height: 90)
  }
}
