import Quantities
import Testing

@testable import ControlCore

/// A pack of 1000 J/K, its probes read in steps of 0.5 K: a window is 3000 J, the first 6000 J, and
/// less than 1 K, a third of the 3 K, is no rise.
@Suite("A pad's rise, window by window") struct RiseWatchTests {
  private static let capacity = JoulesPerKelvin(1000)

  /// A watch and the time of its last step.
  private struct Watched {
    var watch = RiseWatch()
    var now = Uptime.start

    mutating func judge(at coldest: Double, stop: Double = 20) throws -> Fault? {
      let evidence = try Evidence.of(coldest, resolution: 0.5, stop: stop)
      return watch.judge(evidence, capacity: RiseWatchTests.capacity, at: now)
    }

    /// Gives so many joules, after which the coldest probe stands there.
    mutating func heat(_ joules: Double, to coldest: Double, stop: Double = 20) throws -> Fault? {
      watch.add(Joules(joules))
      now = now + .seconds(60)
      return try judge(at: coldest, stop: stop)
    }

    /// The heater is off for so long.
    mutating func rest(from coldest: Double, _ span: Duration) {
      watch.rest(Celsius(coldest), at: now)
      now = now + span
    }
  }

  @Test(
    "a window is the heat for 3 K, or for three steps of a coarser sensor",
    arguments: [(0.1, 3.0), (1, 3), (1.5, 4.5), (2, 6)])
  func step(resolution: Double, kelvins: Double) {
    #expect(RiseWatch.step(resolution: Kelvins(resolution)) == Kelvins(kelvins))
  }

  @Test(
    "the first window is full at exactly the heat for 6 K, those after it at that for 3 K",
    arguments: [(5999.5, false), (6000.0, true)])
  func full(first: Double, isFull: Bool) throws {
    var pad = Watched()
    // What was given before there was a reading to begin with does not count.
    #expect(try pad.heat(100_000, to: -10) == nil)
    #expect(try pad.heat(first, to: -10) == (isFull ? .heaterNoRise : nil))
    guard isFull else { return }
    #expect(try pad.heat(2999.5, to: -10) == nil)
    #expect(try pad.heat(0.5, to: -10) == .heaterNoRise)
    #expect(try pad.heat(2999.5, to: -10) == nil)
    #expect(try pad.heat(0.5, to: -10) == .heaterNoRise)
  }

  @Test(
    "less than 1 K is no rise, or, once it has risen, the walls' work if it is above the doubt",
    arguments: [  // K in the first window and in the second, what the second one says
      (6.0, 0.5, Fault?.some(.heaterNoRise)), (6, 0.75, .heaterUnreachable), (6, 1, nil),
      (6, -2, .heaterNoRise),
    ])
  func second(first: Double, second: Double, fault: Fault?) throws {
    var pad = Watched()
    _ = try pad.judge(at: -10)
    #expect(try pad.heat(6000, to: -10 + first) == nil)
    #expect(try pad.heat(3000, to: -10 + first + second) == fault)
  }

  @Test(
    "the first window knows no rise before it",
    arguments: [(0.75, Fault?.some(.heaterNoRise)), (1.0, nil)])
  func first(rise: Double, fault: Fault?) throws {
    var pad = Watched()
    _ = try pad.judge(at: -10)
    #expect(try pad.heat(6000, to: -10 + rise) == fault)
  }

  @Test("what was seen before an end counts no more: the next window is a first one")
  func forget() throws {
    var pad = Watched()
    _ = try pad.judge(at: -10)
    #expect(try pad.heat(6000, to: -7) == nil)
    #expect(try pad.heat(2000, to: -7) == nil)
    pad.watch.forget()
    #expect(try pad.heat(2000, to: -7) == nil)
    #expect(try pad.heat(5999, to: -7) == nil)
    #expect(try pad.heat(1, to: -7) == .heaterNoRise)
  }

  @Test(
    "what the pack loses in a pause is taken off where the window began, once",
    // It begins at −10 °C and pauses from −7 to −12 °C: as if it had begun at −15 °C.
    arguments: [(-14.0, Fault?.none), (-14.25, .heaterNoRise)])
  func pause(end: Double, fault: Fault?) throws {
    var pad = Watched()
    // Nothing has begun yet that could pause.
    pad.rest(from: -30, .seconds(60))
    _ = try pad.judge(at: -10)
    #expect(try pad.heat(3000, to: -7) == nil)
    pad.rest(from: -7, .seconds(60))
    pad.rest(from: -8, .seconds(60))
    #expect(try pad.judge(at: -12) == nil)
    #expect(try pad.heat(3000, to: end) == fault)
  }

  /// From −4 to −1 °C, 3 K around −2.5 °C; then to 0.5 °C, 1.5 K around −0.25 °C. Less the doubt of
  /// 0.5 K the rise fell by 1 K in 2.25 K: the rest of 1.5 K ends 3.375 K on, at 3.125 °C.
  private func fallen(pause: Duration, stop: Double) throws -> Fault? {
    var pad = Watched()
    _ = try pad.judge(at: -10)
    #expect(try pad.heat(6000, to: -4) == nil)
    #expect(try pad.heat(3000, to: -1) == nil)
    if pause > .zero { pad.rest(from: -1, pause) }
    #expect(try pad.judge(at: -1, stop: stop) == nil)
    return try pad.heat(3000, to: 0.5, stop: stop)
  }

  @Test(
    "a rise that falls off ends where the line through two windows does",
    arguments: [(3.125, Fault?.none), (3.2, .heaterUnreachable)])
  func reach(stop: Double, fault: Fault?) throws {
    #expect(try fallen(pause: .zero, stop: stop) == fault)
  }

  @Test(
    "a rise from before a pause of more than an hour is no yardstick",
    arguments: [(1, true), (3600, true), (3601, false)])
  func yardstick(seconds: Int, isCompared: Bool) throws {
    let fault = try fallen(pause: .seconds(seconds), stop: 20)
    #expect(fault == (isCompared ? .heaterUnreachable : nil))
  }

  @Test(
    "a rise that falls by no more than the doubt says nothing, even of a pack that has cooled",
    arguments: [(2.5, Fault?.none), (2.25, .heaterUnreachable)])
  func doubt(rise: Double, fault: Fault?) throws {
    var pad = Watched()
    _ = try pad.judge(at: -10)
    #expect(try pad.heat(6000, to: -4) == nil)
    #expect(try pad.heat(3000, to: -1) == nil)
    pad.rest(from: -1, .seconds(1800))
    #expect(try pad.judge(at: -11) == nil)
    // 2.5 K are 0.5 K less than the 3 K before. 2.25 K are 0.75 K less, and the pack is 10.375 K
    // colder: such a line ends below any stop value.
    #expect(try pad.heat(3000, to: -11 + rise) == fault)
  }
}

extension Evidence {
  /// A pack whose hottest probe is 5 K above the coldest. It is released at 2 °C, if not heated
  /// further.
  static func of(_ coldest: Double, resolution: Double, stop: Double) throws -> Evidence {
    var thresholds = Thresholds(app: nil, try .r16())
    thresholds.stop = Celsius(stop)
    return Evidence(
      thresholds: thresholds, packVoltage: Volts(51.2),
      coldest: Celsius(coldest), hottestProbe: .t2, hottest: Celsius(coldest + 5),
      probeResolution: Kelvins(resolution))
  }
}
