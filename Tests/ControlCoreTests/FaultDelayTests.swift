import ControlCore
import Quantities
import Testing

/// The numbers of the fault table once more, written down from where they come from.
@Suite("How long a fault lasts before it counts, and how it clears") struct FaultDelayTests {
  struct Row: Sendable {
    var delay: FaultDelay
    var clearing: FaultClearing
  }

  /// The rows that are not at once and by itself.
  static let rows: [Fault: Row] = [
    // Three steps of a sensor of 0.1 K: Deciding.md, "A frozen probe is judged by heat".
    .probeFrozen: Row(delay: .heat(Kelvins(0.3)), clearing: .byItself),
    // The lifetime of a reading is the configuration's: S4.
    .readingStale: Row(delay: .readingLifetime, clearing: .byItself),
    // A minute, so that a reading that is lost now and then is no alarm.
    .linkDown: Row(delay: .lasting(.seconds(60)), clearing: .byItself),
    // A quarter of the exchanges: Deciding.md, "Frame errors keep both off".
    .frameErrors: Row(delay: .exchanges(bad: 10, of: 40), clearing: .byItself),
    // The energy for 3 K, or three steps of a coarser sensor; S7 latches it.
    .heaterNoRise: Row(delay: .heat(Kelvins(3)), clearing: .acknowledged),
    .heaterRisingWhileOff: Row(delay: .heat(Kelvins(3)), clearing: .acknowledged),
    // The same windows; it does not latch and is tried again after six hours.
    .heaterUnreachable: Row(delay: .heat(Kelvins(3)), clearing: .after(.seconds(6 * 3600))),
    // Acceptance scenario 6b: less than a share of the current for 10 s.
    .heaterOpen: Row(delay: .lasting(.seconds(10)), clearing: .acknowledged),
    // Acceptance scenario 6: at the first sample; S7 latches it.
    .heaterShorted: Row(delay: .atOnce, clearing: .acknowledged),
    // Deciding.md, "Every charger belongs behind the gate".
    .chargeGateStuck: Row(delay: .lasting(.seconds(10)), clearing: .acknowledged),
    // Three cycles, as an output's lease: S5.
    .readbackDiffers: Row(delay: .lasting(.seconds(3)), clearing: .acknowledged),
    // A person looks at it first: Deciding.md, "The record of latched faults is a promise".
    .interlockRefused: Row(delay: .atOnce, clearing: .acknowledged),
    .latchesUnknown: Row(delay: .atOnce, clearing: .acknowledged),
  ]

  @Test("as documented; every other is there at once, and gone when it is no longer seen")
  func documented() {
    for fault in Fault.allCases {
      let row = FaultDelayTests.rows[fault] ?? Row(delay: .atOnce, clearing: .byItself)
      #expect(fault.rule.delay == row.delay, "\(fault)")
      #expect(fault.rule.clearing == row.clearing, "\(fault)")
    }
  }
}
