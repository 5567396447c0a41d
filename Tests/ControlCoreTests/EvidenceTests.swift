import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("What a step knows of a pack: which probe is coldest, which hottest, and by what")
struct EvidenceTests {
  @Test(
    "the figures of a step are those of its reading",
    arguments: [(10.0, 12.0, Probe.t1, Probe.t2), (12, 10, .t2, .t1)])
  func figures(t1: Double, t2: Double, coldest: Probe, hottest: Probe) throws {
    var rig = try Rig()
    rig.set(t1: t1, t2: t2)
    let figures = rig.steps(4).figures
    var expected = Figures()
    expected.coldestProbe = coldest
    expected.coldest = .measured(ProbeTemperature(exactly: Celsius(10)))
    expected.hottestProbe = hottest
    expected.hottest = .measured(Celsius(12))
    expected.thresholds = Thresholds(app: rig.app.value, rig.settings)
    expected.packVoltage = .measured(Volts(51.2))
    expected.draw = rig.settings.heater.map { HeaterDraw($0, packVoltage: Volts(51.2)) }
    #expect(figures == expected)
  }

  @Test("a probe that is not known is named in the place of the coldest")
  func unknown() throws {
    var rig = try Rig()
    rig.reading.probes.t2 = .unknown(.absent)
    let figures = rig.steps(4).figures
    #expect(figures.coldestProbe == .t2)
    #expect(figures.coldest == .unknown(.absent))
    #expect(figures.hottestProbe == .t1)
    #expect(figures.hottest == .measured(Celsius(10)))
    #expect(figures.packVoltage == .measured(Volts(51.2)))
  }

  /// °C that two probes report, and the lowest that each report can mean.
  struct Reports: Sendable {
    var t1, t2: ProbeTemperature
    var coldest, hottest: Probe
    var hottestReported: Double

    init(
      _ t1: (Double, Double), _ t2: (Double, Double), coldest: Probe, hottest: Probe, _ top: Double
    ) {
      self.t1 = ProbeTemperature(reported: Celsius(t1.0), lowest: Celsius(t1.1))
      self.t2 = ProbeTemperature(reported: Celsius(t2.0), lowest: Celsius(t2.1))
      (self.coldest, self.hottest, hottestReported) = (coldest, hottest, top)
    }
  }

  @Test(
    "the coldest is the one that may be coldest, the hottest the one that reports most",
    arguments: [
      Reports((4, 4), (4.5, 3.5), coldest: .t2, hottest: .t2, 4.5),
      Reports((5, 3), (4, 4), coldest: .t1, hottest: .t1, 5),
      Reports((4, 4), (5, 3.5), coldest: .t2, hottest: .t2, 5),
    ])
  func reports(row: Reports) throws {
    var rig = try Rig()
    (rig.reading.probes.t1, rig.reading.probes.t2) = (.measured(row.t1), .measured(row.t2))
    let figures = rig.steps(4).figures
    #expect(figures.coldestProbe == row.coldest)
    #expect(figures.coldest == .measured(row.coldest == .t1 ? row.t1 : row.t2))
    #expect(figures.hottestProbe == row.hottest)
    #expect(figures.hottest == .measured(Celsius(row.hottestReported)))
  }

  @Test(
    "a blocked pack is released when the lowest that its report can mean has reached recovery",
    arguments: [(5.0, false), (4.9, false), (6.0, true)])
  func release(celsius: Double, isReleased: Bool) throws {
    var rig = try Rig(remembered: .blocked)
    let report = ProbeTemperature(reported: Celsius(celsius), lowest: Celsius(celsius - 1))
    rig.reading.probes = PerProbe(all: .measured(report))
    #expect(rig.steps(5).outputs.charge == isReleased)
    #expect(rig.state.block == (isReleased ? .released : .blocked))
  }

  @Test("the coldest report that can be a battery's blocks, although it may mean less")
  func lowestPlausible() throws {
    var rig = try Rig()
    rig.set(2)
    #expect(rig.steps(4).outputs == .charging)
    rig.reading.probes.t2 = .measured(
      ProbeTemperature(reported: Celsius(-50), lowest: Celsius(-51)))
    #expect(rig.step().outputs == .safe)
    rig.set(2)
    rig.steps(10)
    #expect(rig.state.block == .blocked)
  }

  @Test("probes that differ by more than 10 K are a fault, whichever is the hotter")
  func spread() throws {
    var rig = try Rig()
    rig.set(t1: 14.1, t2: 4)
    #expect(rig.steps(5).alarms == FaultSet(.probeSpread))
  }

  @Test("after a jump a reading counts once, however often it is looked at")
  func once() throws {
    var rig = try Rig()
    rig.set(4)
    rig.steps(4)
    rig.set(10)
    #expect(rig.step().reason == .holdingSafe(.probe(.t1, .jumped)))
    rig.boardAnswers = false
    #expect(rig.steps(4).reason == .holdingSafe(.probe(.t1, .jumped)))
  }

  @Test(
    "where the protocol does not carry the app's settings the floors hold, whatever is read",
    arguments: [(Double, Double)?.none, (9, 14)])
  func notCarried(app: (Double, Double)?) throws {
    var rig = try Rig { $0.appSettingsCarried = false }
    rig.app = .unknown(.notRead)
    if let app { rig.setApp(app.0, app.1) }
    // Between the floor and what releases, as nothing is remembered: not blocked, unless 9 °C were.
    rig.set(1)
    let decision = rig.steps(5)
    #expect(decision.outputs == .charging)
    // The floor of LFP and 2 K above it.
    #expect(decision.figures.thresholds?.protection == Celsius(0))
    #expect(decision.figures.thresholds?.recovery == Celsius(2))
  }
}
