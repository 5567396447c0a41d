import BoardCatalog
import Quantities
import Testing

@testable import ControlCore

/// A pad that takes 3 A at 50 V gives 150 W: a pack of 10 kJ/K rises by 3 K in 200 s.
@Suite("A pack that warms while the pad is off: both probes, in the pad's time, with its current")
struct OffWatchTests {
  /// What is known after a reading.
  enum Finding: Sendable { case rising, watched, over }

  private func look(
    _ watch: inout OffWatch, at seconds: Double, _ coldest: Double, _ hottest: Double,
    resolution: Double = 0.1, amperes: Double = -3, expected: Double = 3
  ) throws -> Finding {
    let settings = try PackSettings.r16()
    let evidence = Evidence(
      thresholds: Thresholds(app: nil, settings), packVoltage: Volts(50),
      coldest: Celsius(coldest), hottestProbe: .t2, hottest: Celsius(hottest),
      probeResolution: Kelvins(resolution))
    var reading = BatteryReading(takenAt: Uptime(.seconds(seconds)))
    reading.current = .measured(Amperes(amperes))
    let isRising = watch.isRising(
      reading, evidence, expected: Amperes(expected), capacity: JoulesPerKelvin(10_000))
    return isRising ? .rising : watch.isOver ? .over : .watched
  }

  @Test(
    "the coldest and the hottest probe must both rise by 3 K, and neither may fall",
    arguments: [  // K that the coldest and the hottest rise from −10 and −8 °C in 100 s
      (3.0, 3.0, .rising), (2.9, 3.0, .watched), (3.0, 2.9, .watched), (0.1, 0.1, .watched),
      (0.0, 0.0, .watched), (-0.1, 0.1, .over), (0.1, -0.1, .over),
    ] as [(Double, Double, Finding)])
  func rise(coldest: Double, hottest: Double, finding: Finding) throws {
    var watch = OffWatch()
    #expect(try look(&watch, at: 0, -10, -8) == .watched)
    #expect(try look(&watch, at: 100, -10 + coldest, -8 + hottest) == finding)
  }

  @Test("what was seen to rise is watched anew")
  func anew() throws {
    var watch = OffWatch()
    #expect(try look(&watch, at: 0, -10, -8) == .watched)
    #expect(try look(&watch, at: 100, -7, -5) == .rising)
    #expect(try look(&watch, at: 101, -7, -5) == .watched)
    #expect(try look(&watch, at: 201, -4, -2) == .rising)
  }

  @Test(
    "a sensor coarser than 1 K must rise by three of its steps",
    arguments: [(2.0, 5.9, .watched), (2.0, 6.0, .rising), (1.0, 3.0, .rising)]
      as [(Double, Double, Finding)])
  func coarse(resolution: Double, kelvins: Double, finding: Finding) throws {
    var watch = OffWatch()
    #expect(try look(&watch, at: 0, -10, -10, resolution: resolution) == .watched)
    let end = -10 + kelvins
    #expect(try look(&watch, at: 100, end, end, resolution: resolution) == finding)
  }

  @Test(
    "a pack that is not warmer after the heat for 3 K is not heated",
    arguments: [(200.0, .watched), (200.001, .over)] as [(Double, Finding)])
  func heat(seconds: Double, finding: Finding) throws {
    var watch = OffWatch()
    #expect(try look(&watch, at: 0, -10, -8) == .watched)
    #expect(try look(&watch, at: seconds, -8, -6) == finding)
  }

  @Test(
    "two thirds of the current of a pad of 1 A or more must flow",
    arguments: [  // A out of the pack, A of the pad
      (2.0, 3.0, .watched), (1.999, 3.0, .over), (1.0, 1.0, .watched), (1.0, 0.999, .over),
    ] as [(Double, Double, Finding)])
  func current(amperes: Double, expected: Double, finding: Finding) throws {
    var watch = OffWatch()
    #expect(try look(&watch, at: 0, -10, -8, amperes: -amperes, expected: expected) == finding)
  }
}
