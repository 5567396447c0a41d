import Bench
import BoardCatalog
import JKProtocol
import Quantities
import Testing

private func standardReport() -> BoardReport {
  .standard(model: "B2A8S20P", chemistry: .lfp, stringCount: 8)
}

/// A line, and what it is to change.
struct Typed<Subject>: Sendable, CustomTestStringConvertible {
  let line: String
  let change: @Sendable (inout Subject) -> Void
  var testDescription: String { line }

  init(_ line: String, change: @escaping @Sendable (inout Subject) -> Void) {
    (self.line, self.change) = (line, change)
  }
}

@Suite("Emulator console") struct EmulatorConsoleTests {
  @Test(
    "a line changes what it names and nothing else",
    arguments: [
      Typed("set t1 -20") { $0.status.probes.t1 = .measured(.init(exactly: Celsius(-20))) },
      Typed("set t2 \u{2212}6.3") {
        $0.status.probes.t2 = .measured(.init(exactly: Celsius(-6.3)))
      },
      Typed("SET MOS 31.5") { $0.status.mosfet = .measured(Celsius(31.5)) },
      Typed("set voltage 26.4") {
        $0.status.packVoltage = .measured(Volts(26.4))
        $0.status.cellVoltages = [Volts](repeating: Volts(26.4) / 8, count: 8)
      },
      Typed("set current -2.5") { $0.status.current = .measured(Amperes(-2.5)) },
      Typed("set soc 7") { $0.status.stateOfCharge = .measured(Percent(7)) },
      Typed("unplug t2") { $0.status.probes.t2 = .unknown(.absent) },
      Typed("unplug mos") { $0.status.mosfet = .unknown(.absent) },
      Typed("heating on 2.6") {
        $0.status.heatingOn = .measured(true)
        $0.status.heaterCurrent = .measured(Amperes(2.6))
      },
      Typed("charge off") { $0.status.chargeMosfetOn = .measured(false) },
      Typed("discharge off") { $0.status.dischargeMosfetOn = .measured(false) },
      Typed("charger on") { $0.status.chargerPlugged = .measured(true) },
      Typed("emergency on") { $0.status.emergency = .measured(true) },
      Typed("alarms 0x200") { $0.status.alarms = .measured(.chargeUndertemperature) },
      Typed("protection -20 -10") {
        $0.settings.chargeProtection = .measured(Celsius(-20))
        $0.settings.chargeRecovery = .measured(Celsius(-10))
      },
      Typed("") { _ in },
    ] as [Typed<BoardReport>])
  func change(typed: Typed<BoardReport>) {
    let board = EmulatedBoard(standardReport())
    #expect(EmulatorConsole(board).run(typed.line) == .done)
    var report = standardReport()
    typed.change(&report)
    #expect(board.report == report)
    #expect(board.faults == ReplyFaults())
  }

  @Test(
    "a line spoils the replies as it says, and healthy ends all of it",
    arguments: [
      Typed("silent on") { $0.isSilent = true },
      Typed("echo on") { $0.echoesRequest = true },
      Typed("badcrc on") { $0.hasBadChecksum = true },
      Typed("twice on") { $0.isDoubled = true },
      Typed("delay 250") { $0.delay = .milliseconds(250) },
      Typed("garbage 3") { $0.garbage = [0xFF, 0xFF, 0xFF] },
      Typed("split 7") { $0.splitAfter = 7 },
      Typed("length -2") { $0.extraLength = -2 },
    ] as [Typed<ReplyFaults>])
  func fault(typed: Typed<ReplyFaults>) {
    let board = EmulatedBoard(standardReport())
    let console = EmulatorConsole(board)
    #expect(console.run(typed.line) == .done)
    var faults = ReplyFaults()
    typed.change(&faults)
    #expect(board.faults == faults)
    #expect(console.run("healthy") == .done)
    #expect(board.faults == ReplyFaults())
    #expect(board.report == standardReport())
  }

  @Test(
    "what cannot be is refused and changes nothing",
    arguments: [
      "set t1", "set t1 cold", "set t1 nan", "set t9 3", "set soc 101", "unplug t4", "heating",
      "heating maybe", "heating off 2", "charge", "charge 1", "alarms red", "protection 5",
      "delay -1", "delay 60001", "split 0", "garbage 1001", "fly", "show me",
    ])
  func refused(line: String) {
    let board = EmulatedBoard(standardReport())
    guard case .refused(let why) = EmulatorConsole(board).run(line) else {
      Issue.record("\(line) was taken")
      return
    }
    #expect(why.hasPrefix("not understood: \(line)\n"))
    #expect(board.report == standardReport())
    #expect(board.faults == ReplyFaults())
  }

  @Test("help, show and writes answer")
  func answers() {
    let console = EmulatorConsole(EmulatedBoard(standardReport()))
    #expect(console.run("help") == .text(EmulatorConsole.help))
    #expect(console.run("show") == .show)
    #expect(console.run("writes") == .text("nothing was asked to be written"))
  }
}
