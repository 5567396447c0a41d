public import Quantities

/// A story for the bench, as data: how it begins, what happens when, and what a viewer should see.
///
/// What happens, happens to every pack of the bench.
public struct BenchScenario: Hashable, Sendable {
  /// Which story it is; what a run of it must show hangs on that.
  public let story: BenchStory
  /// What a viewer should see, in one sentence.
  public let expectation: String
  /// The cells at the beginning.
  public var start: Celsius
  /// Outside the enclosure.
  public var ambient: Celsius
  /// How long the story may take, in the bench's time.
  public let span: Duration
  /// What happens, in the order of time.
  public let events: [BenchEvent]

  init(
    _ story: BenchStory, start: Celsius, ambient: Celsius, span: Duration, _ events: [BenchEvent],
    _ expectation: String
  ) {
    (self.story, self.expectation) = (story, expectation)
    (self.start, self.ambient, self.span, self.events) = (start, ambient, span, events)
  }

  /// The name on the command line.
  public var name: String { story.rawValue }

  /// The scenario with this name, or `nil`.
  public static func named(_ name: String) -> BenchScenario? {
    all.first { $0.name == name }
  }

  /// Every scenario; the first is the one that runs when none is named.
  public static let all = stories + faults + lessons

  private static let stories: [BenchScenario] = [
    BenchScenario(
      .coldSoak, start: Celsius(-20), ambient: Celsius(-20), span: .seconds(36_000),
      [BenchEvent(.charger(present: true), at: .zero)],
      "Charging is off, the pad heats from −20 °C, stops when the pack is warm, then charging "
        + "starts."),
    BenchScenario(
      .unpluggedProbe, start: Celsius(-10), ambient: Celsius(-20), span: .seconds(1800),
      [
        BenchEvent(.charger(present: true), at: .zero),
        BenchEvent(.unplug(.t2), at: .seconds(600)),
        BenchEvent(.restore(.t2), at: .seconds(1200)),
      ],
      "T2 is unplugged while the pad heats: both outputs go off within a cycle and stay off until "
        + "T2 is back."),
    BenchScenario(
      .silentBoard, start: Celsius(-10), ambient: Celsius(-20), span: .seconds(1800),
      [
        BenchEvent(.charger(present: true), at: .zero),
        BenchEvent(.silence(true), at: .seconds(600)),
        BenchEvent(.silence(false), at: .seconds(1200)),
      ],
      "The board falls silent while the pad heats: both outputs go off when the last reading is "
        + "too old, and heating returns after three good readings."),
    BenchScenario(
      .appChangesThreshold, start: Celsius(-1), ambient: Celsius(-10), span: .seconds(18_000),
      [
        BenchEvent(.charger(present: true), at: .zero),
        BenchEvent(
          .app(protection: Celsius(0), recovery: Celsius(10)), at: .seconds(3000)),
      ],
      "The app's recovery value goes from 5 to 10 °C at about 3 °C: the pad goes on heating "
        + "without a break, to 10 °C."),
    BenchScenario(
      .overLimitPad, start: Celsius(-20), ambient: Celsius(-20), span: .seconds(600),
      [
        BenchEvent(.charger(present: true), at: .zero),
        BenchEvent(.voltageOverPadLimit, at: .zero),
      ],
      "The pack's voltage is 2% above what the pad may see: the heater stays off, and so does "
        + "charging."),
    BenchScenario(
      .chargerRemoved, start: Celsius(-10), ambient: Celsius(-20), span: .seconds(1800),
      [
        BenchEvent(.charger(present: true), at: .zero),
        BenchEvent(.charger(present: false), at: .seconds(600)),
        BenchEvent(.charger(present: true), at: .seconds(1200)),
      ],
      "The charger is removed while the pad heats: the heater goes off, and returns with the "
        + "charger."),
    BenchScenario(
      .preheat, start: Celsius(4), ambient: Celsius(-20), span: .seconds(36_300),
      [
        BenchEvent(.charger(present: false), at: .zero),
        BenchEvent(.charger(present: true), at: charger10h),
      ],
      "The charger comes after ten hours. Until then the pack cools, as long as it can: heating "
        + "out of it begins just in time."),
  ]
}

/// Which story a scenario tells. The raw value is its name on the command line.
public enum BenchStory: String, Hashable, Sendable, CaseIterable {
  case coldSoak = "cold-soak"
  case unpluggedProbe = "unplugged-probe"
  case silentBoard = "silent-board"
  case appChangesThreshold = "app-changes-threshold"
  case overLimitPad = "over-limit-pad"
  case chargerRemoved = "charger-removed"
  case preheat
  case weakPad = "weak-pad"
  case frozenProbe = "frozen-probe"
  case openPad = "open-pad"
  case shortedPad = "shorted-pad"
  case detachedPad = "detached-pad"
  case stuckHeater = "stuck-heater"
  case stuckGate = "stuck-gate"
  case secondHeater = "second-heater"
  case wrongBoard = "wrong-board"
  case noisyLine = "noisy-line"
  case boardAlarm = "board-alarm"
  case implausibleProbe = "implausible-probe"
  case ignoredProbes = "ignored-probes"
  case warmMosfet = "warm-mosfet"
  case detachedProbe = "detached-probe"
  case lowCharge = "low-charge"
  case flickeringCharger = "flickering-charger"
  case invertedRecovery = "inverted-recovery"
  case lostOff = "lost-off"
  case hungLoop = "hung-loop"
}
