import Quantities
import Testing

@testable import ControlCore

/// A pack of 20 to 30 kJ/K, its probes read in steps of 1 K: a window is the 90 kJ for 3 K.
@Suite("The earlier question after a pad's rise, to the joule") struct EarlyRiseWatchTests {
  /// The pack and what was learned of it.
  private struct Pack {
    var capacity = (lower: 20_000.0, upper: 30_000.0)
    var loss = (lower: 100.0, upper: 200.0)
    /// The lower end; the upper one is 5 K above it.
    var ambient: Double?
    var watch = EarlyRiseWatch()

    mutating func judge(at coldest: Double, stop: Double = 20) throws -> Fault? {
      let estimate = ThermalEstimate(
        capacity: interval(capacity.lower, capacity.upper), loss: interval(loss.lower, loss.upper),
        ambient: ambient.flatMap { interval($0, $0 + 5) })
      let evidence = try Evidence.of(coldest, resolution: 1, stop: stop)
      return watch.judge(evidence, capacity: JoulesPerKelvin(100_000), estimate)
    }

    /// What the heat of a window says that takes the coldest probe from one temperature to another.
    mutating func heat(
      _ joules: Double = 90_000, over span: Double, from begin: Double, to end: Double,
      stop: Double = 20
    ) throws -> Fault? {
      watch.add(.zero, over: .seconds(3060))
      #expect(try judge(at: begin) == nil)
      watch.add(Joules(joules), over: .seconds(span))
      return try judge(at: end, stop: stop)
    }

    private func interval<Value: Quantity>(_ lower: Double, _ upper: Double) -> Interval<Value>? {
      Interval(lower: Value(lower), likely: Value(lower), upper: Value(upper))
    }
  }

  @Test(
    "the fastest rise that the reading allows ends one time constant on",
    // 2 K around −3 °C, at most 3 K as read. 300 s are taken as an hour: −3 + 3 · 3600/1800. And
    // 30 kJ/K by the least loss of 2 W/K are 15 000 s: −3 + 3 · 15 000/7500. Both end at 3 °C.
    arguments: [
      (100.0, 1800.0, 3.0, Fault?.none), (100, 1800, 3.001, .heaterUnreachable),
      (2, 7500, 3, nil), (2, 7500, 3.001, .heaterUnreachable),
    ])
  func end(leastLoss: Double, span: Double, stop: Double, fault: Fault?) throws {
    var pack = Pack(loss: (leastLoss, 200))
    #expect(try pack.heat(over: span, from: -4, to: -2, stop: stop) == fault)
  }

  @Test(
    "a window is full at exactly its heat",
    arguments: [(89_999.5, false), (90_000, true)])
  func full(joules: Double, isFull: Bool) throws {
    var pack = Pack()
    let fault = try pack.heat(joules, over: 1800, from: -4, to: -2)
    #expect(fault == (isFull ? .heaterUnreachable : nil))
  }

  @Test("a window begins after exactly 51 min of heat", arguments: [(3059, false), (3060, true)])
  func heatsWay(seconds: Int, begins: Bool) throws {
    var pack = Pack()
    pack.watch.add(.zero, over: .seconds(seconds))
    #expect(try pack.judge(at: -4) == nil)
    pack.watch.add(Joules(90_000), over: .seconds(1800))
    #expect(try pack.judge(at: -2) == (begins ? .heaterUnreachable : nil))
  }

  @Test("each window counts its own heat from where it began")
  func windows() throws {
    var pack = Pack()
    #expect(try pack.heat(over: 1800, from: -4, to: -2, stop: 3) == nil)
    pack.watch.add(Joules(1), over: .seconds(1))
    #expect(try pack.judge(at: -2, stop: 20) == nil)
    pack.watch.add(Joules(89_999), over: .seconds(1799))
    // 2 K around −1 °C, and 6 K on: 5 °C.
    #expect(try pack.judge(at: 0, stop: 5.001) == .heaterUnreachable)
  }

  @Test("after a break the heat has its way to go again")
  func broken() throws {
    var pack = Pack()
    #expect(try pack.heat(60_000, over: 1200, from: -4, to: -3) == nil)
    pack.watch.forget()
    pack.watch.add(Joules(150_000), over: .seconds(3059))
    #expect(try pack.judge(at: -2) == nil)
    pack.watch.add(Joules(90_000), over: .seconds(1))
    #expect(try pack.judge(at: -2) == nil)
  }

  @Test(
    "a rise within the sensor's step is left to the slower watch",
    arguments: [(1.0, Fault?.none), (1.5, .heaterUnreachable)])
  func doubt(rise: Double, fault: Fault?) throws {
    var pack = Pack()
    #expect(try pack.heat(over: 1800, from: -4, to: -4 + rise) == fault)
  }

  /// One row: how much is lost to which ambient, and what a window then says.
  private struct Row {
    /// The least heat capacity, in J/K.
    var capacity = 20_000.0
    /// The greatest loss in W/K, and for how many seconds.
    var loss: (Double, seconds: Double)
    /// The coldest that it may be outside, in °C.
    var ambient: Double
    /// Where the coldest probe went from 0 °C.
    var end: Double
    var fault: Fault?
  }

  /// The heat of a window raises 30 kJ/K by 3 K. What is lost at most is taken off that, and no
  /// verdict is sure of less than 1.5 K.
  private static let rows = [
    // Nothing is lost to an ambient that is warmer: a third of 3 K is a rise, less is none.
    Row(loss: (10, 1000), ambient: 10, end: 1, fault: nil),
    Row(loss: (10, 1000), ambient: 10, end: 0.75, fault: .heaterNoRise),
    // 10 W/K · 30 K · 100 s / 20 kJ/K are 1.5 K, by the warmer of the two ends; 0.25 K more in
    // the difference leave less than 1.5 K.
    Row(loss: (10, 100), ambient: -29.75, end: 0.25, fault: .heaterNoRise),
    Row(loss: (10, 100), ambient: -30, end: 0.25, fault: nil),
    Row(loss: (10, 100), ambient: -30, end: -2, fault: .heaterNoRise),
    Row(loss: (10, 100), ambient: -30.25, end: -2, fault: nil),
    // Less than a tenth of the most is not believed: 1 W/K · 30 K · 150 s / 3 kJ/K are 1.5 K.
    Row(capacity: 1000, loss: (1, 150), ambient: -30, end: 0, fault: .heaterNoRise),
    Row(capacity: 1000, loss: (1, 150), ambient: -30.25, end: 0, fault: nil),
  ]

  @Test("less than a third of the rise that is left after the greatest loss is no rise")
  func noRise() throws {
    for row in Self.rows {
      // With a loss that may be next to nothing the stop value is in reach.
      var pack = Pack(
        capacity: (row.capacity, 30_000), loss: (0.001, row.loss.0), ambient: row.ambient)
      let fault = try pack.heat(over: row.loss.seconds, from: 0, to: row.end)
      #expect(fault == row.fault, "\(row)")
    }
  }
}
