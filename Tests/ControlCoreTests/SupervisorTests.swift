import BoardCatalog
import ControlCore
import Quantities
import Testing

/// R16: 20 Ω on 51.2 V are 2.56 A.
@Suite("What the supervisor must not take for a fault, and for how long a reading speaks")
struct SupervisorTests {
  @Test("what a reading says holds until the next one, whatever the app says meanwhile")
  func untilTheNext() throws {
    var rig = try Rig()
    rig.setApp(strings: 15)
    #expect(rig.steps(5).faults == FaultSet(.boardMismatch))
    rig.boardAnswers = false
    rig.setApp(strings: 16)
    #expect(rig.step().faults == FaultSet(.boardMismatch))
    rig.boardAnswers = true
    #expect(rig.step().faults == [])
  }

  @Test("a model that is not known any more is not another one")
  func modelUnknown() throws {
    var rig = try Rig()
    rig.reading.model = .measured("JK_BD6A17S6P")
    #expect(rig.steps(5).faults == [])
    rig.reading.model = .unknown(.notRead)
    #expect(rig.step().faults == [])
    #expect(rig.decision?.outputs == .charging)
  }

  @Test("a fault that latches is seen in its reading only: later it can be acknowledged")
  func seenOnce() throws {
    var rig = try Rig()
    rig.reading.current = .measured(Amperes(0))
    try rig.heat()
    rig.reading.current = .measured(Amperes(-3.5))
    rig.step()
    rig.reading.current = .measured(Amperes(0))
    #expect(rig.step().faults == FaultSet(.heaterShorted))
    rig.boardAnswers = false
    #expect(rig.step().faults == [])
  }

  @Test("in the first second after a start or a switch off a latched fault may still be there")
  func firstSecond() throws {
    for fault in [Fault.chargeGateStuck, .heaterRisingWhileOff] {
      var rig = try Rig()
      rig.latched = FaultSet(fault)
      rig.reading.current = .measured(Amperes(0))
      #expect(rig.step().faults == FaultSet(fault))
      #expect(rig.step(after: .milliseconds(999)).faults == FaultSet(fault))
      #expect(rig.step(after: .milliseconds(1)).faults == [])
    }
    // The heater has just gone off, and the charge gate has long been.
    var rig = try Rig()
    try rig.heat()
    rig.steps(5)
    rig.latched = FaultSet(.heaterRisingWhileOff)
    rig.reading.current = .measured(Amperes(0))
    #expect(rig.step().outputs == .safe)
    #expect(rig.step(after: .milliseconds(999)).faults == FaultSet(.heaterRisingWhileOff))
    #expect(rig.step(after: .milliseconds(1)).faults == [])
  }

  @Test(
    "a feedback line that agrees with the heater is no fault, minute after minute",
    arguments: [(-6.3, true, Outputs.heating), (10, false, .charging)])
  func feedback(celsius: Double, feedback: Bool, outputs: Outputs) throws {
    var rig = try Rig()
    if outputs == .heating { try rig.heat(at: celsius) } else { rig.steps(5) }
    rig.heaterFeedback = .measured(feedback)
    #expect(rig.steps(120).outputs == outputs)
    #expect(rig.decision?.alarms == [])
  }

  @Test("charge current with the gate on is no fault, minute after minute")
  func charging() throws {
    var rig = try Rig()
    rig.steps(5)
    rig.reading.current = .measured(Amperes(20))
    #expect(rig.steps(120).outputs == .charging)
    #expect(rig.decision?.alarms == [])
  }

  @Test("a board that has not answered since the start is a link that is down after a minute")
  func neverAnswered() throws {
    var rig = try Rig()
    rig.boardAnswers = false
    #expect(rig.steps(60).faults == [])
    #expect(rig.step().faults == FaultSet(.linkDown))
  }

  @Test("exchanges that are counted anew are judged anew")
  func countedAnew() throws {
    var rig = try Rig()
    rig.exchanges = ExchangeCount(all: 400, damaged: 0)
    #expect(rig.steps(5).faults == [])
    rig.exchanges = ExchangeCount()
    #expect(rig.step().faults == [])
    rig.exchanges = ExchangeCount(all: 40, damaged: 10)
    #expect(rig.step().faults == FaultSet(.frameErrors))
  }

  @Test("replies that turn out damaged after their exchange was counted count in the next forty")
  func damagedLater() throws {
    var rig = try Rig()
    rig.exchanges = ExchangeCount(all: 40, damaged: 0)
    rig.steps(5)
    rig.exchanges = ExchangeCount(all: 40, damaged: 10)
    #expect(rig.step().faults == [])
    rig.exchanges = ExchangeCount(all: 80, damaged: 10)
    #expect(rig.step().faults == FaultSet(.frameErrors))
  }
}

extension Rig {
  fileprivate mutating func setApp(strings: Int) {
    guard case .measured(var settings) = app else { return }
    settings.stringCount = .measured(strings)
    app = .measured(settings)
  }
}
