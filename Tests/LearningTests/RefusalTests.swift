import Learning
import Quantities
import Testing
import ThermalModel

@Suite("What a log does not tell is refused, with the reason") struct RefusalTests {
  private func fit(_ change: (inout Synthetic) -> Void) -> ThermalFit {
    var pack = Synthetic()
    pack.step = Kelvins(0.1)
    pack.noise = Kelvins(0.05)
    change(&pack)
    return ThermalFit(pack.log(seed: 5))
  }

  @Test("a few readings, or cells that hardly moved")
  func tooLittle() {
    let few = fit { $0.hours = [0.3] }
    #expect(few.capacity == .unknown(.tooFewReadings(18, needed: 20)))
    #expect(few.loss == .unknown(.tooFewReadings(18, needed: 20)))
    #expect(few.probeLag == .unknown(.tooFewReadings(18, needed: 20)))
    let still = fit {
      ($0.start, $0.hours, $0.noise, $0.step) = (
        Celsius(-19.4), [0, 12], Kelvins(0), Kelvins(0.1)
      )
    }
    // From −19.4 to −19.9 °C.
    #expect(still.capacity.obstacle?.description.contains("and 1.0 K are needed") == true)
  }

  @Test("cells that moved by three steps of a 1 K sensor")
  func coarse() {
    let coarse = fit {
      ($0.start, $0.hours, $0.noise, $0.step) = (Celsius(-20), [0.6, 0.6], Kelvins(0), Kelvins(1))
    }
    // 0.6 h at 131 W on 88 kJ/K are 3.2 K: −20 to −17.
    #expect(coarse.capacity == .unknown(.spanTooSmall(Kelvins(3), needed: Kelvins(4))))
  }

  @Test("a pad that was never on: every heat capacity fits")
  func neverHeated() {
    let cooling = fit { ($0.start, $0.hours) = (Celsius(10), [0, 10]) }
    #expect(cooling.capacity == .unknown(.neverHeated))
    #expect(cooling.loss == .unknown(.neverHeated))
  }

  @Test("heat without an end and without the ambient: a warm day looks like a small loss")
  func neverSwitched() {
    let heating = fit { ($0.hours, $0.showsAmbient) = ([10], false) }
    #expect(heating.loss == .unknown(.neverSwitched))
    #expect(fit { $0.hours = [10] }.loss.interval != nil)
  }

  @Test("an hour of heat tells the heat capacity and not the loss")
  func shortHeat() {
    let short = fit { ($0.hours, $0.start) = ([1], Celsius(-20)) }
    #expect(short.capacity.interval?.contains(JoulesPerKelvin(88_454.4)) == true)
    guard case .unknown(.tooWide(factor: let factor)) = short.loss else {
      Issue.record("\(short.loss)")
      return
    }
    #expect(factor > 1.5)
    #expect(short.timeConstant.interval == nil)
  }

  @Test("something else that warms the pack: the model is off, and nothing is concluded")
  func otherHeat() {
    // A kilowatt that is not in the log, for an hour in the middle.
    var log = Synthetic()
    log.hours = [3, 3]
    let samples = log.log().runs[0].enumerated().map { index, sample in
      var sample = sample
      if (120..<180).contains(index) { sample.temperature = sample.temperature + Kelvins(25) }
      return sample
    }
    let fit = ThermalFit(ThermalLog([samples]))
    guard case .unknown(.doesNotFit(_, _)) = fit.capacity else {
      Issue.record("\(fit.capacity)")
      return
    }
    #expect(fit.loss.interval == nil && fit.probeLag.interval == nil)
  }

  @Test("each reason is a clause with its numbers")
  func sentences() {
    let obstacles: [(Obstacle, String)] = [
      (.tooFewReadings(18, needed: 20), "there are 18 readings, and at least 20 are needed"),
      (
        .spanTooSmall(Kelvins(3), needed: Kelvins(4)),
        "the cells moved by 3.0 K only, and 4.0 K are needed with this sensor"
      ),
      (.neverHeated, "there was never any heat: the same log fits every heat capacity"),
      (
        .tooWide(factor: 2.25),
        "it may be 2.3 times larger or smaller: heat for longer, and let it cool for longer"
      ),
      (
        .noLagSeen(interval: .seconds(60)),
        "no lag shows between readings that are 60 s apart"
      ),
    ]
    for (obstacle, sentence) in obstacles { #expect(obstacle.description == sentence) }
  }
}
