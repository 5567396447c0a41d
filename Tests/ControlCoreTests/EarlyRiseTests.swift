import BoardCatalog
import ControlCore
import Quantities
import Testing

/// R16 with a pad of 20 Ω on 51.2 V: 131.072 W. Without an estimate its heat capacity is taken as
/// 16 · 11 kJ/K, and no rise is judged after the heat for 6 K: 8056.6 s.
@Suite("What was learned of a pack judges its pad sooner") struct EarlyRiseTests {
  /// C 85 to 92 kJ/K, UA 1.4 to 1.8 W/K, Ta −21 to −19 °C.
  private static let learned = ThermalEstimate(
    capacity: interval(85_000, 88_454, 92_000), loss: interval(1.4, 1.6, 1.8),
    ambient: interval(-21, -20, -19))

  private static func interval<Value: Quantity>(
    _ lower: Double, _ likely: Double, _ upper: Double
  ) -> Interval<Value>? {
    Interval(lower: Value(lower), likely: Value(likely), upper: Value(upper))
  }

  /// Heats from a temperature in steps of 10 s, until the heater goes off for a fault or for the
  /// end of so many hours; the cells are one node, and the probes show tenths. Returns the seconds.
  private func heat(
    from start: Double, watts: Double, leak: Double = 1.6, ambient: Double, hours: Double,
    _ estimate: ThermalEstimate, _ change: (inout PackSettings) -> Void = { _ in }
  ) throws -> (rig: Rig, seconds: Double) {
    var rig = try Rig {
      $0.control.readingLifetime = .seconds(20)
      change(&$0)
    }
    rig.thermal = estimate
    rig.set(start)
    try rig.heat(at: start)
    var cells = start
    var seconds = 0.0
    while rig.decision?.outputs == .heating, seconds < hours * 3600 {
      // Euler's step of 10 s: its error is below 1e-4 of the rise at τ = 15 h.
      cells += (watts - leak * (cells - ambient)) / 88_454 * 10
      rig.set((cells * 10).rounded() / 10)
      rig.step(after: .seconds(10))
      seconds += 10
    }
    return (rig, seconds)
  }

  @Test("a pad that has lost contact latches after 51 min and the heat for 3 K of the pack itself")
  func lostContact() throws {
    let learned = try heat(from: -6.3, watts: 0, ambient: -20, hours: 5, Self.learned)
    #expect(learned.rig.latched == FaultSet(.heaterNoRise))
    // 3060 s, then 92 kJ/K · 3 K / 131.072 W = 2105.7 s.
    #expect((5160...5200).contains(learned.seconds), "\(learned.seconds) s")
    let unknown = try heat(from: -6.3, watts: 0, ambient: -20, hours: 5, .unknown)
    #expect(unknown.rig.latched == FaultSet(.heaterNoRise))
    #expect((8040...8080).contains(unknown.seconds), "\(unknown.seconds) s")
  }

  @Test(
    "less than a third of the rise that is sure is no rise",
    // Sure are 276 kJ / 92 kJ/K less the walls: 1.8 W/K · 14.9 K · 2110 s / 85 kJ/K = 0.67 K at
    // −6 °C; a third of the 2.33 K is 0.78 K. 0.6 and 1.0 K in 2106 s are 25 and 42 W.
    arguments: [(25.0, true), (42.0, false)])
  func third(netWatts: Double, isFault: Bool) throws {
    var estimate = Self.learned
    // With a loss that may be nothing the pad could reach its stop value: not judged here.
    estimate = ThermalEstimate(
      capacity: estimate.capacity, loss: Self.interval(0.001, 1.6, 1.8),
      ambient: estimate.ambient)
    let run = try heat(
      from: -6.3, watts: netWatts, leak: 0, ambient: -20, hours: 5220 / 3600, estimate)
    #expect(run.rig.latched == (isFault ? FaultSet(.heaterNoRise) : []), "\(run.seconds) s")
  }

  @Test("scenario 13: a pad that is too weak is called unreachable after 3.2 h instead of 13")
  func unreachable() throws {
    let weak: (inout PackSettings) -> Void = { $0.heater?.resistance = Ohms(77.785) }  // 33.7 W
    let learned = ThermalEstimate(
      capacity: Self.interval(85_000, 88_454, 92_000), loss: Self.interval(1.44, 1.6, 1.76))
    let early = try heat(from: -30, watts: 33.7, ambient: -30, hours: 60, learned, weak)
    #expect(early.rig.decision?.reason == .coldWithoutHeat(.fault(.heaterUnreachable)))
    #expect(early.rig.latched == [])
    // 3060 s, then 92 kJ/K · 3 K / 33.7 W = 8190 s.
    #expect((11_240...11_290).contains(early.seconds), "\(early.seconds) s")
    let late = try heat(from: -30, watts: 33.7, ambient: -30, hours: 60, .unknown, weak)
    #expect(late.rig.decision?.reason == .coldWithoutHeat(.fault(.heaterUnreachable)))
    #expect(late.seconds > 13 * 3600, "\(late.seconds) s")
  }

  @Test(
    "a sound pad is not judged by an estimate that is right",
    arguments: [  // W/K, ambient °C: it settles at 27.8 °C or above
      (1.4, -20.0), (1.6, -20), (1.8, -20), (1.6, -30), (1.8, -45),
    ])
  func sound(leak: Double, ambient: Double) throws {
    let estimate = ThermalEstimate(
      capacity: Self.learned.capacity, loss: Self.learned.loss,
      ambient: Self.interval(ambient - 1, ambient, ambient + 1))
    let run = try heat(
      from: -6.3, watts: 131.072, leak: leak, ambient: ambient, hours: 40, estimate)
    #expect(run.rig.decision?.alarms == [])
    #expect(run.rig.decision?.reason == .chargeWaits(.interlockDelay), "\(run.seconds) s")
  }

  @Test("a pad that gives no rise is left to the watch that latches it, not called unreachable")
  func latchesNotRetried() throws {
    let noAmbient = ThermalEstimate(
      capacity: Self.learned.capacity, loss: Self.learned.loss)
    let run = try heat(from: -6.3, watts: 0, ambient: -20, hours: 5, noAmbient)
    #expect(run.rig.latched == FaultSet(.heaterNoRise))
    #expect((8040...8080).contains(run.seconds), "\(run.seconds) s")
  }

  @Test("an absurd estimate cannot judge before 51 min and a tenth of the configured heat")
  func bounds() throws {
    let absurd = ThermalEstimate(
      capacity: Self.interval(1e-9, 1, 1), loss: Self.interval(1e9, 1e9, 1e9),
      ambient: Self.interval(-300, -250, -200))
    let run = try heat(from: -6.3, watts: 131.072, ambient: -20, hours: 40, absurd)
    #expect(run.rig.latched == [])
    #expect(run.rig.decision?.reason == .coldWithoutHeat(.fault(.heaterUnreachable)))
    // 3060 s, then 17.6 kJ/K · 3 K / 131.072 W = 402.8 s.
    #expect((3460...3490).contains(run.seconds), "\(run.seconds) s")
  }

  @Test("what is no number, not in order or not above zero is not an estimate")
  func unknown() {
    for (lower, likely, upper) in [
      (Double.nan, 1.0, 2.0), (1, .nan, 2), (1, 2, .nan), (1, 2, .infinity), (-.infinity, 1, 2),
      (2, 1, 3), (1, 3, 2),
    ] {
      #expect(Interval(lower: Ohms(lower), likely: Ohms(likely), upper: Ohms(upper)) == nil)
    }
    let none = ThermalEstimate(
      capacity: Self.interval(0, 1, 2), loss: Self.interval(-1, 1, 2), ambient: nil)
    #expect(none == .unknown)
    #expect(ThermalEstimate(loss: Self.interval(0, 1, 2)) == .unknown)
    #expect(ThermalEstimate(loss: Self.interval(0.001, 1, 2)) != .unknown)
  }
}
