import BoardCatalog
import Quantities
import Simulation
import Testing
import ThermalModel
import Tuning

@Suite("Pads for the coldest day") struct PadChoiceTests {
  @Test("the coldest day is the 24 hours in a row with the lowest mean, wherever they begin")
  func designDay() throws {
    // 100 hours at −5 °C; from hour 31 on 24 hours at −20 °C, one of them at −26 °C.
    var hours = [Celsius](repeating: Celsius(-5), count: 100)
    for hour in 31..<55 { hours[hour] = Celsius(-20) }
    hours[40] = Celsius(-26)
    hours[90] = Celsius(-40)  // a single cold hour makes no cold day: (−40 − 23 · 5) / 24 = −6.5
    let day = try #require(DesignDay(hourly: hours))
    #expect(day.mean == Celsius(-20.25) && day.coldest == Celsius(-26) && day.begin == 31)
    #expect(DesignDay(hourly: Array(hours.prefix(23))) == nil)
    #expect(DesignDay(hourly: Array(hours.prefix(24)))?.mean == Celsius(-5))
  }

  @Test("the coldest day of a whole year may begin in December and end in January")
  func newYear() throws {
    // At 0 °C but for the last twelve hours and the first twelve.
    var hours = [Celsius](repeating: Celsius(0), count: 8760)
    for hour in 0..<12 {
      hours[hour] = Celsius(-35)
      hours[8759 - hour] = Celsius(-35)
    }
    hours[3] = Celsius(-36)
    let first = try #require(CalendarHour(month: 1, day: 1))
    let year = try #require(DesignDay(WeatherSeries(first: first, temperatures: hours)))
    #expect(year.begin == 8748 && year.coldest == Celsius(-36))
    #expect(abs(year.mean.rawValue - (-35 - 1.0 / 24)) < 1e-9)
    // An hour more than a year does not lead to its beginning: 13 cold hours of 24 at its end.
    let more = try #require(
      DesignDay(WeatherSeries(first: first, temperatures: hours + [Celsius(-35)])))
    #expect(abs(more.mean.rawValue - -35.0 * 13 / 24) < 1e-9 && more.begin == 8737)
  }

  /// 16S LFP on a standard board, in a leaky box at −20 °C.
  private let sizing = HeaterSizing(.standard, .lfp, stringCount: 16, tolerance: Percent(5))
  private let node = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))

  private func pad(_ ohms: Double, stop: Double = 5) -> PadChoice {
    PadChoice(Ohms(ohms), for: sizing, warming: node, from: Celsius(-20), to: Celsius(stop))
  }

  @Test("a pad of 20 Ω without a tolerance warms a cold pack as physics says, in 5.59 h")
  func reference() throws {
    let exact = HeaterSizing(.standard, .lfp, stringCount: 16)
    let pad = PadChoice(
      Ohms(20), for: exact, warming: node, from: Celsius(-20), to: Celsius(5))
    #expect(pad.verdict == .allowed)
    // 51.2² / 20 = 131.072 W; T∞ = 61.92 °C; τ · ln(81.92 / 56.92) = 20 129 s, 732.9 Wh.
    #expect(abs(pad.power.rawValue - 131.072) < 1e-9)
    guard case .warm(let time, let heat) = pad.reach else {
      Issue.record("\(pad.reach)")
      return
    }
    #expect(abs(time.seconds - 20_129) < 1)
    #expect(abs(heat.wattHours - 732.9) < 0.1)
  }

  @Test("the low end of the tolerance at the highest voltage decides whether a pad is allowed")
  func verdicts() {
    // 58.4 V / (20 Ω · 0.95) = 3.074 A; 58.4 / (21 · 0.95) = 2.927 A and 170.96 W.
    #expect(pad(20).verdict == .refused(.current))
    #expect(abs(pad(20).highestCurrent.rawValue - 58.4 / 19) < 1e-12)
    #expect(pad(21).verdict == .allowed)
    #expect(abs(pad(21).highestPower.rawValue - 58.4 * 58.4 / 19.95) < 1e-9)
  }

  @Test("a pad that is too weak settles below the stop value")
  func tooWeak() {
    // 51.2² / 68 = 38.55 W over 1.6 W/K are 24.09 K: 4.09 °C, below 5 °C.
    guard case .settles(let end) = pad(68).reach else {
      Issue.record("\(pad(68).reach)")
      return
    }
    #expect(abs(end.rawValue - (-20 + 51.2 * 51.2 / 68 / 1.6)) < 1e-9)
  }

  @Test("the table goes from pads that are too small to two that are too weak")
  func table() throws {
    let table = PadTable(for: sizing, warming: node, from: Celsius(-20), to: Celsius(5))
    // The smallest allowed is 58.4 / 3 / 0.95 = 20.491 Ω. To hold 5 °C takes 1.6 · 25 = 40 W, and
    // 51.2² / 40 = 65.536 Ω would take for ever.
    #expect(
      table.choices.map(\.resistance.rawValue) == [
        16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75,
      ])
    let own = PadTable(
      for: sizing, warming: node, from: Celsius(-20), to: Celsius(5), own: Ohms(21))
    #expect(own.choices.map(\.resistance.rawValue).prefix(5) == [16, 18, 20, 21, 22])
    #expect(own.choices.count == 18)
    #expect(table.choices.filter { $0.verdict == .allowed }.count == 14)
    #expect(abs(table.best.resistance.rawValue - 58.4 / 3 / 0.95) < 1e-9)
    #expect(table.holdingPower == Watts(40))
    #expect(abs((table.largestResistance(sizing)?.rawValue ?? 0) - 65.536) < 1e-9)
  }
}
