public import ControlCore
public import Planning
import Quantities
import ThermalModel

extension BenchScenario {
  /// When the charger comes in a story of a preheat.
  static let charger10h = Duration.seconds(36_000)
  /// Stories begin at this instant: midnight of a winter's day, in UTC.
  public static let calendarStart = WallTime(day: WallTime.day(year: 2026, month: 1, day: 15))

  /// The configuration of the story: that of the bench, and for a preheat a schedule with what is
  /// known of the plant.
  public func settings(from settings: Settings) -> Settings {
    guard story == .preheat else { return settings }
    var settings = settings
    for index in settings.packs.indices {
      let pack = settings.packs[index].pack
      var preheat = PreheatSettings(
        readyBy: .clock(TimeOfDay(minute: Int(BenchScenario.charger10h.seconds) / 60)))
      preheat.ambient = ambient
      preheat.margin = .zero
      preheat.timeZone = "UTC"
      let plant = PackPlant(
        chemistry: pack.chemistry, stringCount: pack.stringCount, temperature: start,
        ambient: ambient, padResistance: nil)
      settings.packs[index].pack.preheat = preheat
      settings.packs[index].pack.thermal.heatCapacity = plant.node.capacity
      settings.packs[index].pack.thermal.loss = plant.node.leak
    }
    return settings
  }
}

extension BenchJudge {
  /// Heating begins as late as it can, is ready in time, and takes less than holding does.
  var preheat: [BenchCheck] {
    let due = Uptime(BenchScenario.charger10h)
    let on = trace.first { $0.outputs.heater }
    let off = on.flatMap { on in trace.first(from: on.time) { !$0.outputs.heater } }
    let then = trace.turns.last { $0.time <= due + .seconds(60) }
    return [
      latestStart(on, due),
      BenchCheck(
        "the pack is warm by \(packTime(due)), when the charger comes",
        isMet: off.map { $0.time <= due } ?? false,
        found: off.map { "heater off at \(packTime($0.time))" } ?? "never warm"),
      lessThanHolding(on, off, due),
      BenchCheck(
        "it is charged as soon as the charger is there",
        isMet: trace.lastSeen > due && then?.outputs.charge == true
          && then?.outputs.heater == false,
        found: then?.outputs.charge == true ? "the charge gate is closed" : "it is not charged"),
    ]
  }

  /// The closed form, with a tenth more heat capacity and loss, and the pad's highest resistance.
  private func latestStart(_ on: BenchTrace.Turn?, _ due: Uptime) -> BenchCheck {
    let claim = "heating waits for the latest start, within 1 % of the closed form"
    guard let on, let plant = trace.beginning, let heater = trace.pack.heater,
      let stop = on.thresholds?.stop
    else { return BenchCheck(claim, isMet: false, found: "never heated") }
    let doubt = 1 + PackHeat.doubtOfConfigured.fraction
    let worst = ThermalNode(capacity: plant.node.capacity * doubt, leak: plant.node.leak * doubt)
    let power = plant.packVoltage.squared / (heater.resistance * (1 + heater.tolerance.fraction))
    let start = worst.latestStart(
      from: plant.cells, to: stop, within: due.sinceStart, power: power, ambient: plant.ambient)
    guard let start else { return BenchCheck(claim, isMet: false, found: "no closed form") }
    let difference = on.time.sinceStart - start
    let isClose = abs(difference / due.sinceStart) <= 0.01
    return BenchCheck(
      claim, isMet: isClose,
      found: "on at \(packTime(on.time)), cells at \(on.cells.text(places: 1)), closed form "
        + packTime(Uptime(start)))
  }

  private func lessThanHolding(
    _ on: BenchTrace.Turn?, _ off: BenchTrace.Turn?, _ due: Uptime
  ) -> BenchCheck {
    let claim = "it takes less than holding the pack at that temperature until then"
    guard let on, let off, let plant = trace.beginning else {
      return BenchCheck(claim, isMet: false, found: "never warm")
    }
    let taken = plant.padPower * (off.time - on.time)
    let held = plant.node.leak * (off.cells - plant.ambient) * due.sinceStart
    let runs = trace.outputTurns.filter(\.outputs.heater).count
    let counted = runs == 1 ? "one run" : "\(runs) runs"
    return BenchCheck(
      claim, isMet: runs == 1 && taken < held,
      found: "\(decimal(taken.wattHours, places: 1)) Wh in \(counted), holding takes "
        + "\(decimal(held.wattHours, places: 1)) Wh")
  }
}
