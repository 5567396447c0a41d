import BoardCatalog
import ControlCore
import Quantities
import Testing

/// R16 with a pad of 20 Ω on 51.2 V: 131.072 W. 16 · 11 kJ/K · 3 K are 528 kJ, or 4028.3 s; the
/// first window is the heat for 6 K.
@Suite("The rise of a pack is judged across pauses, and anew where it may be another")
struct PausedHeatTests {
  private static let window = 4028.3

  /// Heats at −6.3 °C, without minimum times, in steps of ten seconds.
  private func heating() throws -> Rig {
    var rig = try Rig {
      $0.control.readingLifetime = .seconds(20)
      ($0.control.minimumOn, $0.control.minimumOff) = (.zero, .zero)
    }
    try rig.heat()
    rig.reading.current = .measured(Amperes(-2.56))
    return rig
  }

  /// So many seconds while the coldest probe goes to a temperature and the other one stays so much
  /// above it.
  private func go(_ rig: inout Rig, seconds: Double, to end: Double, above: Double = 0) {
    guard case .measured(let start) = rig.reading.probes.t1 else { return }
    let count = Int((seconds / 10).rounded())
    let begin = start.reported.rawValue
    for step in 1...count {
      let celsius = ((begin + (end - begin) * Double(step) / Double(count)) * 10).rounded() / 10
      rig.set(t1: celsius, t2: celsius + above)
      rig.step(after: .seconds(10))
    }
  }

  /// So many seconds without a rise; a tenth comes and goes, for the probes are not frozen.
  private func stay(_ rig: inout Rig, seconds: Double) {
    for step in 0..<Int((seconds / 10).rounded()) {
      rig.set(step / 100 % 2 == 0 ? -6.3 : -6.2)
      rig.step(after: .seconds(10))
    }
  }

  /// The charger is away, and the pack gives no current.
  private func pause(_ rig: inout Rig, seconds: Double, to end: Double, above: Double = 0) {
    rig.chargerPresent = .measured(false)
    rig.reading.current = .measured(Amperes(0))
    go(&rig, seconds: seconds, to: end, above: above)
    rig.chargerPresent = .measured(true)
    rig.reading.current = .measured(Amperes(-2.56))
  }

  /// Half a window of heat, in which the pack rises, and ten minutes in which it falls.
  private func halfWindow(_ rig: inout Rig, up: Double, down: Double, above: Double = 0) {
    guard case .measured(let now) = rig.reading.probes.t1 else { return }
    let celsius = now.reported.rawValue
    go(&rig, seconds: Self.window / 2, to: celsius + up, above: above)
    pause(&rig, seconds: 600, to: celsius + up - down, above: above)
  }

  @Test("what the pack loses in pauses is no lack of rise")
  func losses() throws {
    var rig = try heating()
    // The heat for 6 K raises it by 2 K, of which 0.4 K are left.
    for _ in 0..<5 { halfWindow(&rig, up: 0.5, down: 0.4) }
    #expect(rig.latched == [])
    #expect(rig.step().outputs == .heating)
  }

  @Test("a pad that gives no rise is found out in spite of pauses")
  func noRise() throws {
    var rig = try heating()
    // The other probe is warmer, and counts for nothing. Four times 0.1 K are less than 1 K.
    for _ in 0..<4 { halfWindow(&rig, up: 0.1, down: 0.1, above: 2) }
    #expect(rig.latched == [])
    halfWindow(&rig, up: 0.1, down: 0.1, above: 2)
    #expect(rig.latched == FaultSet(.heaterNoRise))
  }

  @Test("a pack that was warm in between is judged anew, by the heat for 6 K")
  func warm() throws {
    var rig = try heating()
    go(&rig, seconds: 3 * Self.window, to: 5)
    #expect(rig.state.block == .released)
    pause(&rig, seconds: 1200, to: -6.3)
    stay(&rig, seconds: 1.9 * Self.window)
    #expect(rig.latched == [])
    #expect(rig.decision?.outputs == .heating)
    stay(&rig, seconds: 0.2 * Self.window)
    #expect(rig.latched == FaultSet(.heaterNoRise))
  }

  @Test("a pad whose fault was acknowledged is judged anew, by the heat for 6 K")
  func acknowledged() throws {
    var rig = try heating()
    stay(&rig, seconds: 2 * Self.window + 20)
    #expect(rig.latched == FaultSet(.heaterNoRise))
    rig.latched = []
    stay(&rig, seconds: 1.9 * Self.window)
    #expect(rig.latched == [])
    #expect(rig.decision?.outputs == .heating)
    stay(&rig, seconds: 0.2 * Self.window)
    #expect(rig.latched == FaultSet(.heaterNoRise))
  }

  /// 51 min, then the heat for 3 K of 92 kJ/K: 276 kJ / 131.072 W = 2105.7 s; 5165.7 s in all.
  @Test("by what was learned of the pack a pad is judged in one go, without pauses")
  func learned() throws {
    var rig = try heating()
    rig.thermal = ThermalEstimate(
      capacity: Interval(
        lower: JoulesPerKelvin(85_000), likely: JoulesPerKelvin(88_454),
        upper: JoulesPerKelvin(92_000)),
      loss: Interval(
        lower: WattsPerKelvin(1.4), likely: WattsPerKelvin(1.6), upper: WattsPerKelvin(1.8)),
      ambient: Interval(lower: Celsius(-21), likely: Celsius(-20), upper: Celsius(-19)))
    stay(&rig, seconds: 2500)
    pause(&rig, seconds: 60, to: -6.3)
    stay(&rig, seconds: 5100)
    #expect(rig.latched == [])
    stay(&rig, seconds: 100)
    #expect(rig.latched == FaultSet(.heaterNoRise))
  }

  @Test("while the gate is on, a pack that warms and gives current is not heated by its pad")
  func charging() throws {
    var rig = try Rig { $0.control.readingLifetime = .seconds(20) }
    rig.steps(5)
    rig.reading.current = .measured(Amperes(-2.56))
    go(&rig, seconds: Self.window - 40, to: 13.2)
    #expect(rig.latched == [])
    #expect(rig.decision?.outputs == .charging)
  }
}
