import BoardCatalog
import ControlCore
import Quantities
import Testing

/// R16 with a pad of 20 Ω on 51.2 V: 2.56 A, 131.072 W. The bound of its heat capacity is
/// 16 · 11 kJ/K, so that 3 K are 528 kJ, or 4028.3 s.
@Suite("S7: what is wrong with the pad latches") struct HeaterFaultTests {
  static let window = 4028.3

  /// Heats, with the pack current that the pad and a load take; a fault latches as in the product.
  private func heating(
    load: Double = 0, _ change: (inout PackSettings) -> Void = { _ in }
  ) throws -> Rig {
    var rig = try Rig(change)
    rig.reading.current = .measured(Amperes(-load))
    rig.set(-6.3)
    try rig.heat()
    rig.reading.current = .measured(Amperes(-load - 2.56))
    return rig
  }

  /// So many seconds of heat, in steps of ten, while the coldest probe goes to a temperature.
  @discardableResult
  private func warm(_ rig: inout Rig, seconds: Double, to end: Double) -> Decision? {
    guard case .measured(let start) = rig.reading.probes.t1 else { return nil }
    let count = Int((seconds / 10).rounded())
    for step in 1...count {
      let celsius =
        start.reported.rawValue
        + (end - start.reported.rawValue) * Double(step) / Double(count)
      rig.set((celsius * 10).rounded() / 10)
      rig.step(after: .seconds(10))
    }
    return rig.decision
  }

  @Test(
    "no rise: less than a third of 3 K after the heat for 6 K is a fault, and not before",
    arguments: [  // K risen in the first window, is it a fault
      (0.8, true), (0.9, true), (1.0, false), (1.2, false), (3.0, false), (-1.0, true),
    ])
  func noRise(kelvins: Double, isFault: Bool) throws {
    var rig = try heating { $0.control.readingLifetime = .seconds(20) }
    warm(&rig, seconds: 2 * Self.window - 60, to: -6.3 + kelvins)
    #expect(rig.latched == [])
    #expect(rig.decision?.outputs == .heating)
    warm(&rig, seconds: 120, to: -6.3 + kelvins)
    #expect(rig.latched == (isFault ? FaultSet(.heaterNoRise) : []))
    #expect(rig.decision?.outputs == (isFault ? .safe : .heating))
    if isFault { #expect(rig.decision?.reason == .coldWithoutHeat(.fault(.heaterNoRise))) }
  }

  /// C is 176 kJ/K. Recovery is at 5 °C, 11.3 K above the start.
  @Test(
    "the heat of one session is bounded by the rise that is seen",
    arguments: [  // K risen for each 3 K worth of heat, C · K given in the end, what ended it
      (0.0, 6.0, Fault?.some(.heaterNoRise)), (0.45, 6.0, .heaterNoRise),
      (0.6, 9.0, .heaterUnreachable), (1.15, 29.5, nil), (3.0, 11.3, nil),
    ])
  func sessionHeat(rise: Double, heat: Double, fault: Fault?) throws {
    var rig = try heating { $0.control.readingLifetime = .seconds(20) }
    var given = 0.0
    while rig.decision?.outputs == .heating, given < 60 {
      given += 1310.72 / 176_000
      // A probe that shows no rise flickers by a step: it is not frozen.
      let flicker = rise == 0 && Int(given * 10) % 2 == 1 ? 0.1 : 0
      rig.set(((-6.3 + given / 3 * rise + flicker) * 10).rounded() / 10)
      rig.step(after: .seconds(10))
    }
    // Both ends: a reading of a tenth, and a step of heat.
    #expect(abs(given - heat) < 0.3, "\(given) K")
    // 6 K and 3 K more for each of the 11.3 K, and what is left of a window.
    let most = 6 + 3 * 11.3 + 3
    #expect(given < most)
    #expect(rig.decision?.faults.contains(.heaterNoRise) == (fault == .heaterNoRise))
    #expect(rig.decision?.faults.contains(.heaterUnreachable) == (fault == .heaterUnreachable))
  }

  @Test("what the pack loses while the heater is off is not the pad's fault")
  func pauses() throws {
    var rig = try heating {
      $0.control.readingLifetime = .seconds(20)
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    for _ in 0..<4 {
      // 0.5 K up in half a window, and 0.4 K down while the charger is away.
      guard case .measured(let now) = rig.reading.probes.t1 else { return }
      warm(&rig, seconds: Self.window / 2, to: now.reported.rawValue + 0.5)
      rig.chargerPresent = .measured(false)
      rig.reading.current = .measured(Amperes(0))
      warm(&rig, seconds: 600, to: now.reported.rawValue + 0.1)
      rig.chargerPresent = .measured(true)
      rig.reading.current = .measured(Amperes(-2.56))
    }
    #expect(rig.latched == [])
  }

  @Test("a pad that warmed the pack and then lets it cool while it is on has come off")
  func cameOff() throws {
    var rig = try heating { $0.control.readingLifetime = .seconds(20) }
    warm(&rig, seconds: 2 * Self.window + 20, to: -2)
    #expect(rig.latched == [])
    warm(&rig, seconds: Self.window + 20, to: -2.5)
    #expect(rig.latched == FaultSet(.heaterNoRise))
  }

  /// R16 with 33.7 W at −30 °C (scenario 13): T∞ = −8.94 °C, as one node, read in tenths.
  @Test("scenario 13: a pad that is too weak is unreachable, is not latched, and is tried again")
  func unreachable() throws {
    var rig = try Rig {
      $0.heater?.resistance = Ohms(77.785)  // 33.7 W at 51.2 V
      $0.control.readingLifetime = .seconds(20)
    }
    rig.set(-30)
    try rig.heat(at: -30)
    var cells = -30.0
    var hours = 0.0
    while rig.decision?.outputs == .heating, hours < 60 {
      let end = -30 + 33.7 / 1.6
      cells = end + (cells - end) * 0.99981911  // e^(−10 / 55 284)
      rig.set((cells * 10).rounded() / 10)
      rig.step(after: .seconds(10))
      hours += 10 / 3600
    }
    #expect(rig.decision?.reason == .coldWithoutHeat(.fault(.heaterUnreachable)))
    #expect(rig.latched == [])
    // Two windows of 4.35 h before the yardstick, and three to ten after it.
    #expect((13...60).contains(hours), "\(hours) h")
    let stopped = rig.now
    while rig.decision?.outputs != .heating, rig.now - stopped < .seconds(30_000) {
      rig.step(after: .seconds(10))
    }
    #expect(rig.now - stopped == .seconds(21_600))
  }

  @Test("a pad that can reach its stop value is never called unreachable", arguments: [1.2, 1.6])
  func reachable(leak: Double) throws {
    var rig = try Rig { $0.control.readingLifetime = .seconds(20) }
    rig.set(-20)
    try rig.heat(at: -20)
    var cells = -20.0
    let decay = 1 - 10 * leak / 88_454
    for _ in 0..<3000 {
      if rig.decision?.outputs.charge == true { break }
      let end = -20 + 131.072 / leak
      cells = end + (cells - end) * decay
      rig.set((cells * 10).rounded() / 10)
      rig.step(after: .seconds(10))
    }
    #expect(rig.decision?.outputs == .charging)
    #expect(rig.decision?.alarms == [])
  }

  @Test(
    "scenario 6b: no current for 10 s while the pad is on is an open pad",
    arguments: [  // A in the pack, is it a fault
      (0.0, true), (-0.1, true), (0.4, true), (-0.85, true), (-0.86, false), (-2.56, false),
      (-20, false),
    ])
  func open(amperes: Double, isFault: Bool) throws {
    var rig = try heating()
    rig.steps(30)
    rig.reading.current = .measured(Amperes(amperes))
    // A large load trips the heater to prove the pad; here only the open pad counts.
    if amperes < -5 { return }
    rig.steps(10)
    #expect(rig.latched == [])
    rig.steps(1)
    #expect(rig.latched == (isFault ? FaultSet(.heaterOpen) : []))
    #expect(rig.decision?.outputs == (isFault ? .safe : .heating))
  }

  @Test("a feedback line that says off for 10 s while the heater is on is an open switch")
  func feedbackOpen() throws {
    var rig = try heating()
    rig.heaterFeedback = .measured(false)
    rig.steps(10)
    #expect(rig.latched == [])
    rig.step()
    #expect(rig.latched == FaultSet(.heaterOpen))
  }

  @Test(
    "scenario 6: 15 Ω at 51.2 V are 3.413 A: off at the first reading, latched by the step back",
    arguments: [0.0, 4.0])
  func shorted(load: Double) throws {
    var rig = try heating(load: load)
    rig.steps(30)
    rig.reading.current = .measured(Amperes(-load - 51.2 / 15))
    #expect(rig.step().reason == .coldWithoutHeat(.provingPad))
    #expect(rig.decision?.outputs == .safe)
    #expect(rig.latched == [])
    rig.reading.current = .measured(Amperes(-load))
    rig.step()
    #expect(rig.latched == FaultSet(.heaterShorted))
    #expect(rig.decision?.reason == .coldWithoutHeat(.fault(.heaterShorted)))
    rig.set(1)
    #expect(rig.steps(600).outputs == .safe)
  }

  @Test(
    "the edge: a pad trips above 3 A, above the board's power, and above 1.25 of what it may take",
    arguments: [  // board, strings, V, Ω of the pad, A it takes, does it trip
      ("BD6A17S6P", 16, 51.2, 20.0, 2.99, false), ("BD6A17S6P", 16, 51.2, 20, 3.01, true),
      // 33.6 V · 2.976 A are 100 W.
      ("B2A8S20P", 8, 33.6, 12.0, 2.97, false), ("B2A8S20P", 8, 33.6, 12, 2.98, true),
      // 51.2 V over 40 Ω are 1.28 A; 1.25 times that is 1.6 A.
      ("BD6A17S6P", 16, 51.2, 40, 1.59, false), ("BD6A17S6P", 16, 51.2, 40, 1.61, true),
    ])
  func edge(
    board: String, strings: Int, volts: Double, ohms: Double, amperes: Double, trips: Bool
  ) throws {
    var rig = try Rig()
    rig.settings.board = try #require(Board.named(board))
    rig.settings.stringCount = strings
    rig.settings.chemistry = volts == 33.6 ? .liIon : .lfp
    rig.settings.heater?.resistance = Ohms(ohms)
    rig.reading.packVoltage = .measured(Volts(volts))
    rig.reading.current = .measured(Amperes(0))
    try rig.heat()
    rig.reading.current = .measured(Amperes(-amperes))
    #expect((rig.step().outputs == .safe) == trips)
  }

  @Test("a load that starts while the pad heats trips once, is found out, and not again for 15 min")
  func load() throws {
    var rig = try heating {
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    rig.steps(30)
    rig.reading.current = .measured(Amperes(-2.56 - 8))
    #expect(rig.step().reason == .coldWithoutHeat(.provingPad))
    rig.reading.current = .measured(Amperes(-8))
    #expect(rig.step().outputs == .heating)
    // Another load, 14 min later and then after the quarter of an hour.
    rig.reading.current = .measured(Amperes(-2.56 - 8))
    rig.set(-6)
    #expect(rig.steps(60).outputs == .heating)
    rig.reading.current = .measured(Amperes(-2.56 - 16))
    #expect(rig.steps(780).outputs == .heating)
    let proofs = (0..<70).filter { _ in rig.step().reason == .coldWithoutHeat(.provingPad) }
    #expect(proofs.count == 1)
    #expect(rig.latched == [])
  }

  @Test(
    "rising while off: as fast as the pad would, with the pad's current, is a stuck switch",
    arguments: [  // K in a window's time, A, is it a fault
      (3.2, -2.56, true), (3.2, -1.71, true), (3.2, -1.70, false), (3.2, 0.0, false),
      (2.5, -2.56, false),
    ])
  func risingWhileOff(kelvins: Double, amperes: Double, isFault: Bool) throws {
    var rig = try Rig {
      $0.control.readingLifetime = .seconds(20)
      $0.heatWithCharger = .never
    }
    rig.set(-10)
    rig.reading.current = .measured(Amperes(amperes))
    rig.steps(5)
    warm(&rig, seconds: Self.window - 40, to: -10 + kelvins)
    #expect(rig.latched == (isFault ? FaultSet(.heaterRisingWhileOff) : []))
    #expect(rig.decision?.outputs == .safe)
  }

  @Test("the weather warms a pack with a load more slowly, hour after hour, and is no fault")
  func weather() throws {
    var rig = try Rig {
      $0.control.readingLifetime = .seconds(20)
      $0.heatWithCharger = .never
    }
    rig.set(-12)
    rig.reading.current = .measured(Amperes(-5))
    rig.steps(5)
    for hour in 1...5 { warm(&rig, seconds: 3600, to: -12 + 2 * Double(hour)) }
    #expect(rig.latched == [])
  }
}
