import BoardCatalog
import Quantities
import Testing

@testable import ControlCore

/// A pad of 16 Ω on 48 V takes 3 A, as much as the board carries; 1.25 times that, and the 4.17 A
/// of its 200 W, are more.
@Suite("The pad's current: from when a reading counts, and where each limit lies")
struct PadCurrentTests {
  /// The heater is off until it goes on at 10 s.
  private static let on: OutputTimer = {
    var timer = OutputTimer()
    timer.begin(at: .start)
    timer.turnOn(at: Uptime(.seconds(10)))
    return timer
  }()

  private static func off(at seconds: Double) -> OutputTimer {
    var timer = OutputTimer()
    timer.begin(at: Uptime(.seconds(seconds)))
    return timer
  }

  /// Looks at a reading of so many amperes into the pack.
  @discardableResult
  private func look(
    _ pad: inout PadCurrent, _ heater: OutputTimer, at seconds: Double, amperes: Double?,
    ohms: Double = 16
  ) -> PadCurrent.Verdict {
    var reading = BatteryReading(takenAt: Uptime(.seconds(seconds)))
    reading.current = amperes.map { .measured(Amperes($0)) } ?? .unknown(.notRead)
    let settings = HeaterSettings(resistance: Ohms(ohms), tolerance: Percent(0))
    return pad.judge(
      reading, heater, draw: HeaterDraw(settings, packVoltage: Volts(48)),
      expected: Volts(48) / Ohms(ohms), .standard)
  }

  /// A pad with no current in the pack while it is off.
  private func idle() -> PadCurrent {
    var pad = PadCurrent()
    look(&pad, Self.off(at: 0), at: 5, amperes: 0)
    return pad
  }

  @Test(
    "a reading counts a second after the switch: relays bounce and boards average",
    arguments: [(10.001, false), (10.999, false), (11.0, true)])
  func settling(seconds: Double, counts: Bool) {
    var pad = idle()
    look(&pad, Self.on, at: seconds, amperes: -3.5)
    #expect(pad.isProving == counts)
  }

  @Test(
    "a step of the current trips above the limit and not at it",
    arguments: [(-3.0, false), (-3.001, true)])
  func trip(amperes: Double, trips: Bool) {
    var pad = idle()
    look(&pad, Self.on, at: 20, amperes: amperes)
    #expect(pad.isProving == trips)
  }

  @Test(
    "the step back proves a short above the limit and not at it",
    arguments: [  // 3.0 A and 3.001 A less than before
      (-0.5, .sound), (-0.499, .shorted),
    ] as [(Double, PadCurrent.Verdict)])
  func stepBack(amperes: Double, verdict: PadCurrent.Verdict) {
    var pad = idle()
    look(&pad, Self.on, at: 20, amperes: -3.5)
    #expect(look(&pad, Self.off(at: 21), at: 22, amperes: amperes) == verdict)
    #expect(!pad.isProving)
  }

  @Test(
    "a load that was found out trips no more for 900 s",
    arguments: [(921.999, false), (922.0, true)])  // 22 s and 900 s
  func calm(seconds: Double, trips: Bool) {
    var pad = idle()
    look(&pad, Self.on, at: 20, amperes: -3.5)
    look(&pad, Self.off(at: 21), at: 22, amperes: -3.5)
    look(&pad, Self.on, at: seconds, amperes: -7)
    #expect(pad.isProving == trips)
  }

  @Test(
    "open is less than a third of what a pad of 1 A or more takes, unless a charger may hide it",
    arguments: [  // Ω, A into the pack, is it open
      (16.0, -1.0, false), (16, -0.999, true),  // of 3 A
      (16, 0.499, true), (16, 0.5, false),
      (48, 0, true), (48.05, 0, false),  // 1 A and 0.999 A
    ])
  func open(ohms: Double, amperes: Double, isOpen: Bool) {
    var pad = idle()
    look(&pad, Self.on, at: 20, amperes: amperes, ohms: ohms)
    #expect(pad.isOpen == isOpen)
  }

  @Test("a pad is open only as long as the latest reading shows it")
  func openNoMore() {
    #expect(!PadCurrent().isOpen)
    var pad = idle()
    look(&pad, Self.on, at: 20, amperes: 0)
    #expect(pad.isOpen)
    look(&pad, Self.on, at: 21, amperes: nil)
    #expect(!pad.isOpen)
  }
}
