import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("What the interlock takes from a snapshot, and what it leaves") struct InterlockFactsTests {
  /// Whether a charge is refused to a pack after four readings.
  private func refusal(_ rig: Rig) -> Refusal? {
    var rig = rig
    for _ in 0..<4 { rig.pass() }
    return rig.pass(.charging).refusal
  }

  @Test(
    "a pack voltage is one above 0 V; what such a pack can have is another's matter",
    arguments: [(0.5, Refusal?.none), (0, .unknown), (-0.5, .unknown)])
  func voltage(volts: Double, expected: Refusal?) throws {
    var rig = try Rig()
    rig.reading.packVoltage = .measured(Volts(volts))
    #expect(refusal(rig) == expected)
  }

  @Test(
    "the app's settings count only where the protocol carries them",
    arguments: [  // carried, remembered, probe in °C; the app says 8 and 12 °C, the floor 0 °C
      (true, ChargeBlock.undecided, 6.0, Refusal?.some(.chargeWhileCold)),
      (false, .undecided, 6, nil),
      (true, .blocked, 9, .chargeWhileCold),
      // The floor releases at 2 °C.
      (false, .blocked, 9, nil), (false, .blocked, 2, nil),
      (false, .blocked, 1.9, .chargeWhileCold), (false, .undecided, 1.9, nil),
    ])
  func carried(
    isCarried: Bool, remembered: ChargeBlock, temperature: Double, expected: Refusal?
  ) throws {
    var rig = try Rig(remembered: remembered) { $0.appSettingsCarried = isCarried }
    rig.setApp(8, 12)
    rig.set(temperature)
    #expect(refusal(rig) == expected)
  }

  @Test("where they are not carried, nobody waits for them")
  func notAwaited() throws {
    var rig = try Rig { $0.appSettingsCarried = false }
    rig.app = .unknown(.notRead)
    #expect(refusal(rig) == nil)
  }

  @Test("between protection and recovery, a probe that is not fitted is not cold")
  func unfitted() throws {
    var rig = try Rig { $0.probes = FittedProbes(.t1) }
    rig.set(t1: 2, t2: -20)
    #expect(refusal(rig) == nil)
  }

  @Test("a report that may mean the protection is cold", arguments: [(0.0, true), (0.1, false)])
  func lowestMeaning(lowest: Double, isCold: Bool) throws {
    var rig = try Rig()
    rig.reading.probes.t2 = .measured(
      ProbeTemperature(reported: Celsius(1), lowest: Celsius(lowest)))
    #expect(refusal(rig) == (isCold ? .chargeWhileCold : nil))
  }
}
