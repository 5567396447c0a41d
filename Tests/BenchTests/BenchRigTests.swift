import Bench
import BoardCatalog
import ControlCore
import Foundation
import JKProtocol
import Locks
import Quantities
import Synchronization
import Testing

/// One pack of 16 LFP cells with 21 Ω ±5 % on a Modbus bus.
private func settings() throws -> Settings {
  let board = try #require(Board.named("BD6A17S6P"))
  var pack = PackSettings(name: "shed", board: board, chemistry: .lfp, stringCount: 16)
  pack.heater = HeaterSettings(resistance: Ohms(21), tolerance: Percent(5))
  let bus = BusSettings(
    name: "rs485", device: "/dev/none", protocolName: .modbus, baud: 115_200)
  let lines = PackLines(
    charge: LineSettings(.name("CHARGE_EN")), heater: LineSettings(.name("HEATER")))
  let configured = ConfiguredPack(pack: pack, bus: "rs485", address: 3, lines: lines)
  return Settings(buses: [bus], packs: [configured], control: .standard)
}

private func rig(_ scenario: String, _ pace: VirtualClock.Pace) throws -> BenchRig {
  // In these tests at most one thread sleeps on the clock.
  try BenchRig(
    settings(), try #require(BenchScenario.named(scenario)), pace: pace,
    threads: pace == .byHand ? 0 : 1)
}

@Suite("Bench rig") struct BenchRigTests {
  @Test("every scenario has its own name, and its events lie in its span, in order")
  func scenarios() {
    #expect(
      BenchScenario.all.map(\.name) == [
        "cold-soak", "unplugged-probe", "silent-board", "app-changes-threshold",
        "over-limit-pad", "charger-removed", "preheat", "weak-pad", "frozen-probe", "open-pad",
        "shorted-pad", "detached-pad", "stuck-heater", "stuck-gate", "second-heater", "wrong-board",
        "noisy-line",
        "board-alarm", "implausible-probe", "ignored-probes", "warm-mosfet", "detached-probe",
        "low-charge", "flickering-charger", "inverted-recovery", "lost-off", "hung-loop",
      ])
    for scenario in BenchScenario.all {
      #expect(scenario.events.map(\.time) == scenario.events.map(\.time).sorted())
      #expect(scenario.events.allSatisfy { $0.time >= .zero && $0.time < scenario.span })
    }
    #expect(BenchScenario.named("hot-soak") == nil)
  }

  @Test("a thermostat over the serial line warms the pack in the time of the closed form, to 1 %")
  func coldSoak() throws {
    let rig = try rig("cold-soak", .timesWall(.infinity))
    let expected = try #require(rig.plant(of: "shed")?.heatUpTime(to: Celsius(5)))
    let heater = Locked(false)
    rig.connect { _ in Outputs(charge: false, heater: heater.withLock { $0 }) }
    let master = try #require(TestMaster(rig.settings.buses[0].device))
    let read = ModbusFrame.request(unit: 3, ModbusRead(address: 0x129C, registerCount: 1))
    let warmAt = Locked<Uptime?>(nil)
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      heater.withLock { $0 = true }
      for turn in 1...3000 {
        rig.clock.sleep(until: Uptime(.seconds(10 * turn)))
        guard let reply = master.ask(read, count: 7), reply.count == 7 else { break }
        let tenths = Int16(bitPattern: UInt16(reply[3]) << 8 | UInt16(reply[4]))
        guard tenths >= 50 else { continue }
        heater.withLock { $0 = false }
        warmAt.withLock { $0 = rig.clock.now }
        break
      }
      done.signal()
    }
    #expect(done.wait(timeout: .now() + 120) == .success)
    let took = try #require(warmAt.withLock { $0 }).sinceStart
    #expect(abs(took.seconds / expected.seconds - 1) < 0.01)
    #expect(rig.board(of: "shed")?.writes == [])
    rig.stop()
  }

  @Test("events happen at their time, even inside one long move")
  func events() throws {
    let rig = try rig("charger-removed", .byHand)
    #expect(rig.chargerPresent(pack: "shed") == .measured(true))
    rig.connect { _ in Outputs(charge: false, heater: true) }
    rig.clock.advance(by: .seconds(599))
    #expect(rig.chargerPresent(pack: "shed") == .measured(true))
    rig.clock.advance(by: .seconds(1))
    #expect(rig.chargerPresent(pack: "shed") == .measured(false))
    rig.clock.advance(by: .seconds(900))
    #expect(rig.chargerPresent(pack: "shed") == .measured(true))
    // 1500 s of the pad, in three moves that two events cut: P · t.
    let heat = try #require(rig.plant(of: "shed")).heat
    #expect(abs(heat.rawValue - 51.2 * 51.2 / 21 * 1500) < 0.01)
    #expect(rig.chargerPresent(pack: "barn") == .unknown(.absent))
    rig.stop()
  }

  @Test("an unplugged probe is absent, a restored one reads the cells again")
  func unpluggedProbe() throws {
    let rig = try rig("unplugged-probe", .byHand)
    let board = try #require(rig.board(of: "shed"))
    rig.clock.advance(by: .seconds(600))
    #expect(board.report.status.probes.t2 == .unknown(.absent))
    #expect(board.report.status.probes.t1.value != nil)
    rig.clock.advance(by: .seconds(600))
    let cells = try #require(rig.plant(of: "shed")).cells
    #expect(board.report.status.probes.t2 == .measured(ProbeTemperature(exactly: cells)))
    rig.stop()
  }

  @Test("a frozen probe keeps its value while the other goes on")
  func frozenProbe() throws {
    let rig = try rig("cold-soak", .byHand)
    let board = try #require(rig.board(of: "shed"))
    rig.apply(.freeze(.t1))
    rig.connect { _ in Outputs(charge: false, heater: true) }
    rig.clock.advance(by: .seconds(3600))
    let probes = board.report.status.probes
    #expect(probes.t1 == .measured(ProbeTemperature(exactly: Celsius(-20))))
    let t2 = try #require(probes.t2.value)
    #expect(t2.reported > Celsius(-17))
    rig.stop()
  }

  @Test("silence, thresholds, a weak pad and an overvoltage come as their scenarios say")
  func otherEvents() throws {
    let silent = try rig("silent-board", .byHand)
    silent.clock.advance(by: .seconds(600))
    #expect(silent.board(of: "shed")?.faults.isSilent == true)
    silent.clock.advance(by: .seconds(600))
    #expect(silent.board(of: "shed")?.faults.isSilent == false)
    silent.stop()

    let app = try rig("app-changes-threshold", .byHand)
    #expect(app.board(of: "shed")?.report.settings.chargeRecovery == .measured(Celsius(5)))
    app.clock.advance(by: .seconds(3000))
    #expect(app.board(of: "shed")?.report.settings.chargeRecovery == .measured(Celsius(10)))
    app.stop()

    let weak = try rig("weak-pad", .byHand)
    let weakPlant = try #require(weak.plant(of: "shed"))
    #expect(weakPlant.padResistance == Ohms(52.5))
    #expect(weakPlant.heatUpTime(to: Celsius(2)) == nil)
    weak.stop()

    let over = try rig("over-limit-pad", .byHand)
    // 21 Ω − 5 % is 19.95 Ω: 3 A at 59.85 V, and 2% more than that.
    let voltage = try #require(over.plant(of: "shed")).packVoltage
    #expect(abs(voltage.rawValue - 59.85 * 1.02) < 1e-9)
    over.stop()
  }

  @Test("a probe off the cells takes the air's temperature, a broken one reads what it reads")
  func looseProbes() throws {
    let loose = try rig("detached-probe", .byHand)
    loose.clock.advance(by: .seconds(630))
    let shown = try #require(
      loose.board(of: "shed")?.report.status.probes.t2.value?.reported.rawValue)
    // −10 °C at 600 s, but for 0.2 K that the box leaks; then 1/e of the way to −25 °C is left.
    #expect(abs(shown - (-25 + 15 * 0.3679)) < 0.1)
    #expect(
      try #require(loose.board(of: "shed")?.report.status.probes.t1.value).reported > Celsius(-11))
    loose.stop()

    let broken = try rig("implausible-probe", .byHand)
    broken.clock.advance(by: .seconds(600))
    #expect(
      broken.board(of: "shed")?.report.status.probes.t2
        == .measured(ProbeTemperature(exactly: Celsius(120))))
    broken.stop()

    let warm = try rig("warm-mosfet", .byHand)
    warm.clock.advance(by: .seconds(600))
    let status = try #require(warm.board(of: "shed")).report.status
    #expect(status.mosfet == .measured(Celsius(20)))
    #expect(status.probes.t1 == .unknown(.absent) && status.probes.t2 == .unknown(.absent))
    warm.stop()
  }

  @Test("a stuck line, a drained pack, ignored sensors and a hung loop come as their scenarios say")
  func lessons() throws {
    let lost = try rig("lost-off", .byHand)
    #expect(!lost.isHeaterLineStuck(pack: "shed"))
    lost.clock.advance(by: .seconds(600))
    #expect(lost.isHeaterLineStuck(pack: "shed"))
    lost.stop()

    let drained = try rig("low-charge", .byHand)
    drained.clock.advance(by: .seconds(600))
    #expect(drained.board(of: "shed")?.report.status.stateOfCharge == .measured(Percent(5)))
    drained.stop()

    let ignored = try rig("ignored-probes", .byHand)
    ignored.clock.advance(by: .seconds(600))
    #expect(ignored.board(of: "shed")?.report.settings.probesDisabled == .measured(true))
    ignored.stop()

    let hung = try rig("hung-loop", .byHand)
    hung.clock.advance(by: .seconds(600))
    #expect(hung.loopHangsUntil == Uptime(.seconds(660)))
    hung.stop()
  }

  @Test("without the master relay neither a stuck switch nor a stuck gate has power")
  func masterRelay() throws {
    let rig = try rig("cold-soak", .byHand)
    rig.connect { _ in Outputs(charge: true, heater: false) }
    rig.apply(.heaterStuck)
    rig.clock.advance(by: .seconds(1))
    #expect(rig.isPadFed(pack: "shed", line: false))
    rig.connect(power: { _, now in now < Uptime(.seconds(10)) })
    rig.clock.advance(by: .seconds(20))
    // The move that began at 1 s was with power; a watcher moves the clock second by second.
    rig.clock.advance(by: .seconds(1))
    #expect(!rig.isPadFed(pack: "shed", line: true))
    #expect(rig.board(of: "shed")?.report.status.current == .measured(Amperes(0)))
    #expect(rig.plant(of: "shed")?.effective(Outputs(charge: true, heater: true)) == .safe)
    rig.stop()
  }

  @Test("the board's own protection: charge MOSFET off when cold, on again above recovery")
  func boardProtection() throws {
    let rig = try rig("app-changes-threshold", .byHand)
    let board = try #require(rig.board(of: "shed"))
    #expect(board.report.status.chargeMosfetOn == .measured(false))
    #expect(board.report.status.alarms == .measured(.chargeUndertemperature))
    rig.connect { _ in Outputs(charge: false, heater: true) }
    rig.clock.advance(by: .seconds(2900))  // at about 3 °C, between 0 and 5
    #expect(board.report.status.chargeMosfetOn == .measured(false))
    rig.clock.advance(by: .seconds(8000))  // above 10 °C
    #expect(board.report.status.chargeMosfetOn == .measured(true))
    #expect(board.report.status.alarms == .measured([]))
    rig.stop()
  }

  @Test("a closed gate shows the charger to the board, an open one hides it")
  func chargerPlugged() throws {
    let rig = try rig("cold-soak", .byHand)
    let board = try #require(rig.board(of: "shed"))
    rig.clock.advance(by: .seconds(1))
    #expect(board.report.status.chargerPlugged == .measured(false))
    rig.connect { _ in Outputs(charge: true, heater: false) }
    rig.clock.advance(by: .seconds(1))
    #expect(board.report.status.chargerPlugged == .measured(true))
    rig.stop()
  }

  @Test(
    "a reader waits as long as the product in real time, and less the faster the bench runs",
    arguments: [(0.5, 800), (1.0, 800), (4.0, 200), (600.0, 60)])  // speed, ms
  func responseTimeout(speed: Double, expected: Int) {
    #expect(BenchRig.responseTimeout(speed: speed) == .milliseconds(expected))
  }
}
