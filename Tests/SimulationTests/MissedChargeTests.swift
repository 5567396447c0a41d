import ControlCore
import Quantities
import Testing

@testable import Simulation

@Suite("Missed charge: what a pack that nothing blocks takes in more in a visit of the charger")
struct MissedChargeTests {
  /// 280 Ah at 51.2 V in −20 °C without a pad, so that the gate stays off; 20 A from 9:00 to 15:00,
  /// which are 120 Ah a visit. 51.2 W of load are 1 A.
  private func blocked(full: Double, load: Double = 0, hours: Double) throws -> SimulationInput {
    var pack = try ReferenceRig.settings()
    pack.heater = nil
    var input = ReferenceRig.input(pack, ambient: -20, hours: hours)
    input.charger = .daily(from: .seconds(32_400), to: .seconds(54_000))
    input.plant.chargerCurrent = Amperes(20)
    input.plant.stateOfCharge = Percent(full)
    input.plant.load = Watts(load)
    return input
  }

  @Test(
    "it is what the charger gives in a visit, and never more than the room in the pack",
    arguments: [  // %, hours, Ah
      (50.0, 24.0, 120.0),  // 6 h · 20 A fit into 140 Ah of room
      (90.0, 24.0, 28.0),  // a tenth of 280 Ah is free
      (90.0, 240.0, 28.0),  // the same room is missed once, and not each day
      (50.0, 240.0, 140.0),  // 120 Ah on the first day, and what is left of the room on the second
      (90.0, 10.0, 20.0),  // the first hour of a visit that goes on
      (90.0, 9.0, 0.0), (100.0, 48.0, 0.0),
    ])
  func room(full: Double, hours: Double, missed: Double) throws {
    let (result, _) = simulate(try blocked(full: full, hours: hours))
    #expect(abs(result.missedCharge.rawValue - missed) < 1e-6, "\(result.missedCharge)")
    #expect(result.charged == .zero)
  }

  @Test("what loads take out of a full pack that may not be charged is missed, not 20 A")
  func loads() throws {
    // 9 h of 1 A before the visit, and 6 h in it: a charger would have brought both back.
    let day = simulate(try blocked(full: 100, load: 51.2, hours: 24)).result
    #expect(abs(day.missedCharge.rawValue - 15) < 1e-6, "\(day.missedCharge)")
    // On the next day another pack would have lost 9 Ah by 9:00, and this one loses 15 until 15:00
    // beside the 15 that it is behind already.
    let two = simulate(try blocked(full: 100, load: 51.2, hours: 48)).result
    #expect(abs(two.missedCharge.rawValue - (15 + 24)) < 1e-6, "\(two.missedCharge)")
  }

  @Test("an empty pack misses what the loads leave of the charger's current, each day anew")
  func empty() throws {
    // 5.6 Ah last for 5.6 h; from 9:00 to 15:00 20 A would have fed 1 A of load, and 19 A the pack.
    let (result, _) = simulate(try blocked(full: 2, load: 51.2, hours: 24))
    #expect(result.stateOfCharge == .zero)
    #expect(abs(result.missedCharge.rawValue - 6 * 19) < 1e-6, "\(result.missedCharge)")
    // Another pack feeds the loads for the 18 h between two visits, and is full on the third day:
    // 114 Ah, 96 Ah and 114, 192 and only 88 to 280 Ah; then 18 Ah each day.
    let five = simulate(try blocked(full: 2, load: 51.2, hours: 120)).result
    let sum = 114.0 + 114 + 88 + 18 + 18
    #expect(abs(five.missedCharge.rawValue - sum) < 1e-6, "\(five.missedCharge)")
  }

  /// 14 Ah of room and a charger that stays and feeds the pad: it is warm after 20 133 s.
  private func warmed(hours: Double) throws -> SimulationResult {
    var pack = try ReferenceRig.settings()
    pack.heater?.supply = .charger(maximum: Volts(51.2))
    var input = ReferenceRig.input(pack, ambient: -20, hours: hours)
    input.plant.chargerCurrent = Amperes(20)
    input.plant.stateOfCharge = Percent(95)
    return simulate(input).result
  }

  @Test("what is charged later in the same visit came late, and is not missed")
  func late() throws {
    let six = try warmed(hours: 6)
    // 6 h − 20 133 s are 1467 s: 8.15 Ah of 14 have come, 5.85 are missing.
    #expect(abs(six.charged.rawValue - 20 * (6 - six.chargeBlocked.seconds / 3600)) < 1e-6)
    #expect(abs(six.missedCharge.rawValue - (14 - six.charged.rawValue)) < 1e-6)
    #expect(abs(six.missedCharge.rawValue - 5.85) < 0.12, "a thousandth of 20 129 s is 0.11 Ah")
    // 14 Ah take 42 min, which end at 22 653 s of 25 200 s.
    let seven = try warmed(hours: 7)
    #expect(abs(seven.charged.rawValue - 14) < 1e-6)
    #expect(seven.missedCharge == .zero, "\(seven.missedCharge)")
  }
}
