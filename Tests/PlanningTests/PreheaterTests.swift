import BoardCatalog
import ControlCore
import Quantities
import TestSupport
import Testing
import ThermalModel

@testable import Planning

/// R16 with a schedule and no charger: 16S LFP, 88 454 J/K, 1.6 W/K, 20 Ω at 51.2 V, in −20 °C.
private struct Night {
  var pack: PackSettings
  var planner: Preheater
  var state = ControllerState()
  var interlock = Interlock()
  var cells: Celsius
  var now = Uptime.start
  var wall: WallTime
  var figures = Figures()
  var outputs = Outputs.safe
  var heat = Joules.zero
  var charger = Measured<Bool>.measured(false)
  var thermal: ThermalEstimate
  let node = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))
  let ambient = Celsius(-20)

  init(
    _ readyBy: PreheatSettings.ReadyBy, from cells: Double, at wall: WallTime,
    zone: ZoneTable = zurich, returns: ChargerReturns = ChargerReturns(),
    _ change: (inout PackSettings) -> Void = { _ in }
  ) throws {
    pack = PackSettings(
      name: "shed", board: try #require(Board.named("BD6A17S6P")), chemistry: .lfp,
      stringCount: 16)
    pack.heater = HeaterSettings(resistance: Ohms(20), tolerance: Percent(0))
    pack.chargerSource = .inputLine
    pack.preheat = PreheatSettings(readyBy: readyBy)
    pack.preheat?.margin = .zero
    // A cycle is ten seconds here: a reading has to live longer than that.
    pack.control.readingLifetime = .seconds(30)
    change(&pack)
    planner = Preheater(pack, zone: zone, returns: returns)
    self.cells = Celsius(cells)
    self.wall = wall
    thermal = Night.known(1, 1, -20)
  }

  /// An estimate that is sure of these multiples of the pack's capacity and loss, and this weather.
  static func known(_ capacity: Double, _ loss: Double, _ ambient: Double) -> ThermalEstimate {
    func sure<Value: Quantity>(_ value: Value) -> Interval<Value>? {
      Interval(lower: value, likely: value, upper: value)
    }
    return ThermalEstimate(
      capacity: sure(ReferencePack.r16.capacity * capacity),
      loss: sure(WattsPerKelvin(1.6) * loss), ambient: sure(Celsius(ambient)))
  }

  /// One control cycle of ten seconds, with the real core.
  mutating func step() -> PreheatPlan {
    let span = Duration.seconds(10)
    let power = outputs.heater ? Volts(51.2).squared / Ohms(20) : .zero
    cells = node.temperature(from: cells, after: span, power: power, ambient: ambient)
    heat += power * span
    (now, wall) = (now + span, wall + span)
    var battery = BatteryReading(takenAt: now)
    battery.packVoltage = .measured(Volts(51.2))
    battery.stateOfCharge = .measured(Percent(60))
    battery.probes.t1 = .measured(ProbeTemperature(exactly: cells))
    battery.probes.t2 = battery.probes.t1
    let app = AppSettings(takenAt: now, protection: Celsius(0), recovery: Celsius(5))
    let plan = planner.plan(
      Preheater.Sight(now: now, wall: wall, charger: charger, figures: figures, thermal: thermal)
    ).plan
    let snapshot = Snapshot(
      now: now, battery: .measured(battery), app: .measured(app), chargerPresent: charger,
      preheat: plan)
    let decision = decide(&state, snapshot, pack)
    let verdict = interlock.permit(decision.outputs, snapshot, pack)
    #expect(verdict.refusal == nil)
    outputs = verdict.outputs
    figures = decision.figures
    return plan
  }

  mutating func steps(_ count: Int) -> PreheatPlan {
    var plan = step()
    for _ in 1..<max(1, count) { plan = step() }
    return plan
  }
}

@Suite("Preheating as late as possible") struct PreheaterTests {
  /// Ten hours before 07:10 in winter.
  private static let evening = utc(2026, 1, 14, 20, 10)
  private static let morning = TimeOfDay(minute: 430)

  @Test("scenario 15: from 4 °C in −20 °C, 5 °C after 10 h: starts at 7.461 h, takes 332.8 Wh")
  func scenario15() throws {
    var night = try Night(.clock(PreheaterTests.morning), from: 4, at: PreheaterTests.evening)
    var began: (at: Double, cells: Celsius)?
    var ready: Double?
    for _ in 0..<3650 {
      let wasBlocked = night.cells <= Celsius(0)
      _ = night.step()
      let hours = night.now.sinceStart.seconds / 3600
      if began == nil, night.outputs.heater {
        #expect(wasBlocked)
        began = (hours, night.cells)
      }
      if ready == nil, began != nil, night.cells >= Celsius(5) { ready = hours }
    }
    let start = try #require(began)
    // A cycle is 0.003 h, and the plan is made from the figures of the cycle before.
    #expect(abs(start.at - 7.461) < 0.01, "\(start.at) h")
    #expect((start.cells - Celsius(-5.235)).magnitude < Kelvins(0.02))
    #expect(abs(try #require(ready) - 10) < 0.01)
    #expect(abs(night.heat.wattHours / 332.8 - 1) < 0.01, "\(night.heat.wattHours) Wh")
    // Holding 5 °C for these 10 h takes 1.6 W/K · 25 K · 10 h = 400 Wh.
    #expect(night.heat.wattHours < 400 * 0.85)
  }

  @Test("says from when it will heat, and for what")
  func told() throws {
    var night = try Night(.clock(PreheaterTests.morning), from: 4, at: PreheaterTests.evening)
    let due = PreheatDue(
      day: WallTime.day(year: 2026, month: 1, day: 15), time: PreheaterTests.morning,
      event: .clock)
    // 21:10 and 7.461 h are 04:37:39.
    #expect(night.steps(3) == .waiting(until: TimeOfDay(minute: 4 * 60 + 37), due))
  }

  @Test("uncertainty makes the start earlier, never later")
  func margins() throws {
    func start(_ change: (inout Night) -> Void) throws -> Int {
      var night = try Night(.clock(PreheaterTests.morning), from: 4, at: PreheaterTests.evening)
      change(&night)
      night.planner = Preheater(night.pack, zone: zurich)
      guard case .waiting(let start?, _) = night.steps(3) else { return -1 }
      return start.minute
    }
    let exact = try start { _ in }
    #expect(exact == 4 * 60 + 37)
    func wide<Value: Quantity>(_ a: Value, _ b: Value, _ c: Value) -> Interval<Value>? {
      Interval(lower: a, likely: b, upper: c)
    }
    let capacity = ReferencePack.r16.capacity
    let wider: [(inout Night) -> Void] = [
      {
        $0.thermal = ThermalEstimate(
          capacity: wide(capacity * 0.9, capacity, capacity * 1.1),
          loss: Night.known(1, 1, -20).loss, ambient: Night.known(1, 1, -20).ambient)
      },
      {
        $0.thermal = ThermalEstimate(
          capacity: Night.known(1, 1, -20).capacity,
          loss: wide(WattsPerKelvin(1.4), WattsPerKelvin(1.6), WattsPerKelvin(1.8)),
          ambient: Night.known(1, 1, -20).ambient)
      },
      {
        $0.thermal = ThermalEstimate(
          capacity: Night.known(1, 1, -20).capacity, loss: Night.known(1, 1, -20).loss,
          ambient: wide(Celsius(-24), Celsius(-20), Celsius(-18)))
      },
      { $0.pack.heater?.tolerance = Percent(5) },
      { $0.pack.preheat?.margin = .seconds(900) },
      { $0.pack.heater?.stop = Celsius(7) },
    ]
    for change in wider { #expect(try (0..<exact).contains(start(change))) }
  }

  @Test("what is not learned is what is configured and a tenth, or a guess and more")
  func unlearned() throws {
    var night = try Night(.clock(PreheaterTests.morning), from: 4, at: PreheaterTests.evening)
    #expect(PackHeat(.unknown, night.pack) == nil, "nobody knows the weather")
    night.pack.preheat?.ambient = Celsius(-25)
    let guess = try #require(PackHeat(.unknown, night.pack))
    // 16 cells of 5528.4 J/K and 0.1 W/K; 20 % and 50 % more.
    #expect(abs(guess.capacity.likely.rawValue - 88_454.4) < 0.1)
    #expect(abs(guess.capacity.most.rawValue - 106_145.28) < 0.1)
    #expect((guess.loss.most - WattsPerKelvin(2.4)).magnitude < WattsPerKelvin(1e-9))
    #expect(guess.ambient.likely == Celsius(-25) && guess.ambient.coldest == Celsius(-25))
    night.pack.thermal.heatCapacity = JoulesPerKelvin(90_000)
    night.pack.thermal.loss = WattsPerKelvin(1)
    let configured = try #require(PackHeat(.unknown, night.pack))
    #expect((configured.capacity.most - JoulesPerKelvin(99_000)).magnitude < JoulesPerKelvin(1e-6))
    #expect((configured.loss.most - WattsPerKelvin(1.1)).magnitude < WattsPerKelvin(1e-9))
  }

  @Test("a warm pack needs no heat, and a pack that cannot be warmed gets none")
  func extremes() throws {
    var warm = try Night(.clock(PreheaterTests.morning), from: 40, at: PreheaterTests.evening)
    guard case .waiting(nil, _) = warm.steps(3) else {
      Issue.record("not warm")
      return
    }
    // 33.7 W settle at −8.94 °C in −30 °C (scenario 13); 51.2 V over 77.8 Ω.
    var weak = try Night(.clock(PreheaterTests.morning), from: -5, at: PreheaterTests.evening) {
      $0.heater?.resistance = Ohms(77.8)
    }
    weak.thermal = Night.known(1, 1, -30)
    #expect(weak.steps(3) == .unplanned(.unreachable))
    // A pack that hardly gets there is not heated for more than twelve hours: due in 18 h.
    var slow = try Night(
      .clock(PreheaterTests.morning), from: -20, at: utc(2026, 1, 14, 12, 10)
    ) { $0.heater?.resistance = Ohms(60) }
    slow.thermal = Night.known(1, 1, -20)
    guard case .waiting(let start?, _) = slow.steps(3) else {
      Issue.record("not slow")
      return
    }
    #expect(start == TimeOfDay(minute: 19 * 60 + 10))
  }

  @Test("a run that has begun goes on to its end, whatever later figures say, and then waits")
  func goesOn() throws {
    var night = try Night(.clock(PreheaterTests.morning), from: -5, at: utc(2026, 1, 15, 4, 0))
    guard case .running(let due) = night.steps(3) else {
      Issue.record("not begun")
      return
    }
    night.thermal = Night.known(0.5, 0.5, 0)
    #expect(night.steps(10) == .running(due))
    // 05:00 to 07:10 and two hours of readiness.
    night.charger = .measured(true)
    let ends = 36 * (130 + 120) / 6
    #expect(night.steps(ends - 20) == .running(due))
    guard case .waiting(_, let next) = night.steps(40) else {
      Issue.record("not ended")
      return
    }
    #expect(next.day == due.day + 1)
  }

  @Test("the sunrise moves with the day and the offset, and is told in local time")
  func sunrise() throws {
    // Bern on 15 January: 07:11:44 UTC, 08:11 in local time; 30 min later 08:41.
    let bern = PreheatSettings.Place(latitude: Degrees(46.95), longitude: Degrees(7.45))
    for (offset, time) in [(0, "08:11"), (1800, "08:41"), (-1800, "07:41")] {
      var night = try Night(
        .sunrise(bern, offset: .seconds(offset)), from: 4, at: PreheaterTests.evening)
      guard case .waiting(_, let due) = night.steps(3) else {
        Issue.record("no sunrise")
        return
      }
      #expect(due.event == .sunrise && due.time.description == time)
    }
    let tromso = PreheatSettings.Place(latitude: Degrees(69.65), longitude: Degrees(18.96))
    var dark = try Night(
      .sunrise(tromso, offset: .zero), from: 4, at: utc(2026, 12, 20, 20, 0))
    #expect(dark.steps(3) == .unplanned(.noSunrise))
  }

  @Test("the charger's return is learned, day by day")
  func charger() throws {
    var night = try Night(.charger, from: 30, at: utc(2026, 1, 14, 20, 0))
    #expect(night.steps(3) == .unplanned(.tooFewReturns))
    // It is there from 08:00 to 16:00 local time on three days.
    for _ in 0..<(3 * 8640) {
      let minute = zurich.timeOfDay(of: night.wall).minute
      night.charger = .measured((480..<960).contains(minute))
      night.cells = Celsius(20)
      _ = night.step()
    }
    guard case .waiting(_, let due) = night.step() else {
      Issue.record("not learned")
      return
    }
    #expect(due.event == .charger && due.time == TimeOfDay(minute: 480))
    #expect(night.planner.returns.returns.count == 3)
  }

  @Test("without a clock there is no plan, and after a jump none for ten minutes")
  func clock() throws {
    var night = try Night(.clock(PreheaterTests.morning), from: 4, at: WallTime(seconds: 0))
    #expect(night.steps(3) == .unplanned(.clockUnset))
    night.wall = PreheaterTests.evening
    #expect(night.step() == .unplanned(.clockUnsteady))
    guard case .waiting = night.steps(60) else {
      Issue.record("not believed again")
      return
    }
  }

  @Test("a pack without a schedule has no plan, and one that is not read has none")
  func nothing() throws {
    var none = try Night(.charger, from: 4, at: PreheaterTests.evening) { $0.preheat = nil }
    #expect(none.steps(3) == .unscheduled)
    var unread = try Night(.clock(PreheaterTests.morning), from: 4, at: PreheaterTests.evening)
    #expect(unread.step() == .unplanned(.packUnknown))
    unread.thermal = .unknown
    #expect(unread.steps(3) == .unplanned(.ambientUnknown))
  }
}
