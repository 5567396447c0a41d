import BoardCatalog
import ControlCore
import ControllerService
import Foundation
import Locks
import Quantities
import Synchronization
import Testing

@Suite("The control loop") struct ControllerTests {
  @Test("starts with both off, charges a warm pack, heats a cold one, stops with both off")
  func life() throws {
    let running = try Running(.fast())
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    running.board.script.withLock { $0.celsius = -6.3 }
    #expect(running.eventually { lines.now == .heating })
    running.board.script.withLock { $0.celsius = 5 }
    #expect(running.eventually { lines.now == .charging })
    #expect(running.stop())
    #expect(lines.isShutDown)
    #expect(lines.history == [.safe, .charging, .safe, .heating, .safe, .charging, .safe])
    #expect(
      running.said(
        "pack1: charging off, heating on: coldest probe T1 −6.3 °C is at or below 0.0 °C (the "
          + "app's setting). 51.2 V over 20 Ω: 2.56 A of 3 A, 131.1 W of 200 W."))
  }

  @Test("a read that blocks ages the reading: both off, and the loop still stops")
  func blockedRead() throws {
    let running = try Running(.fast())
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    running.board.gate.lock()
    #expect(running.eventually { lines.now == .safe })
    #expect(running.said("the BMS has been silent for more than 0.4 s"))
    #expect(running.stop(), "with the read still blocked")
    #expect(lines.isShutDown)
    running.board.gate.unlock()
  }

  @Test("a silent board is reported once, and once more when it answers again")
  func silence() throws {
    let running = try Running(.fast())
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    running.board.script.withLock { $0.silent = true }
    #expect(running.eventually { lines.now == .safe })
    running.board.script.withLock { $0.silent = false }
    #expect(running.eventually { lines.now == .charging })
    #expect(running.said("the BMS answers again"))
    let told = running.events.withLock { $0.filter { $0.sentence.contains("no answer within") } }
    #expect(told.count == 1)
    #expect(running.stop())
  }

  @Test("a line that cannot be driven turns both off, is told once, and evidence starts anew")
  func lineFailure() throws {
    let running = try Running(.fast())
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    lines.record.withLock { $0.failing = true }
    #expect(running.eventually { lines.now == .safe })
    #expect(running.said("pack1: both outputs off: line HEATER: errno 5. Check it."))
    lines.record.withLock { $0.failing = false }
    #expect(running.eventually { lines.now == .charging })
    let told = running.events.withLock { $0.filter { $0.kind == .fault } }
    #expect(told.count == 1)
    #expect(running.stop())
  }

  @Test("a pack whose lines fail leaves the others alone")
  func otherPacks() throws {
    let running = try Running(.fast(packs: 2))
    let (first, second) = (try #require(running.lines["pack1"]), running.lines["pack2"])
    #expect(running.eventually { first.now == .charging && second?.now == .charging })
    first.record.withLock { $0.failing = true }
    #expect(running.eventually { first.now == .safe })
    running.board.script.withLock { $0.celsius = -6.3 }
    #expect(running.eventually { second?.now == .heating })
    #expect(first.now == .safe)
    #expect(second?.history == [.safe, .charging, .safe, .heating])
    #expect(running.stop())
  }

  @Test("a board whose protocol turns out to lack the app's settings is not held off for ever")
  func withoutApp() throws {
    let running = try Running(.fast()) { $0.carriesApp = false }
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    #expect(running.stop())
  }

  @Test("sixteen packs on one bus: each is asked by its address and judged by its own reading")
  func sixteen() throws {
    let running = try Running(.fast(packs: 16))
    #expect(running.eventually { running.controller.reports.count == 16 })
    // Address n reads (n − 1) / 10 above address 1: at −0.7 °C packs 1 to 8 are at or below 0 °C.
    running.board.script.withLock { $0.celsius = -0.7 }
    #expect(
      running.eventually {
        (1...16).allSatisfy { running.lines["pack\($0)"]?.now == ($0 <= 8 ? .heating : .charging) }
      })
    #expect(running.stop())
  }
}

@Suite("Reloading") struct ReloadTests {
  @Test("both outputs go off first, then three good readings are needed")
  func reload() throws {
    let running = try Running(.fast())
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    running.controller.reload(try .fast())
    #expect(running.said("warmgate: reloaded"))
    #expect(running.eventually { lines.history == [.safe, .charging, .safe, .charging] })
    #expect(!lines.isShutDown, "the line was taken over, not given back")
    #expect(running.stop())
  }

  @Test("a pack that is left out gives its lines back, a new one gets its own")
  func otherPacks() throws {
    let running = try Running(.fast())
    let old = try #require(running.lines["pack1"])
    let new = try #require(running.lines["new"])
    #expect(running.eventually { old.now == .charging })
    running.controller.reload(try .fast(names: ["new"]))
    #expect(running.eventually { new.now == .charging })
    #expect(old.isShutDown)
    #expect(running.stop())
  }

  @Test("settings whose line cannot be opened are not taken: the old ones hold")
  func notTaken() throws {
    let running = try Running(.fast(), failingToOpen: "new")
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    running.controller.reload(try .fast(packs: 2, names: ["pack1", "new"]))
    #expect(
      running.said("warmgate: not reloaded, the old settings hold: line NOWHERE: no chip has"))
    #expect(running.eventually { lines.history == [.safe, .charging, .safe, .charging] })
    #expect(!lines.isShutDown)
    #expect(running.stop())
  }

  @Test("a device has one user at a time, even while the old one is in a read")
  func oneUser() throws {
    let running = try Running(.fast())
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    running.board.gate.lock()
    running.controller.reload(try .fast())
    #expect(running.said("warmgate: reloaded"))
    Thread.sleep(forTimeInterval: 0.1)
    running.board.gate.unlock()
    #expect(running.eventually { lines.history == [.safe, .charging, .safe, .charging] })
    #expect(running.board.users.withLock(\.most) == 1)
    #expect(running.stop())
  }

  @Test("a block by cold survives the reload")
  func block() throws {
    let running = try Running(.fast())
    let lines = try #require(running.lines["pack1"])
    running.board.script.withLock { $0.celsius = -6.3 }
    #expect(running.eventually { lines.now == .heating })
    running.board.script.withLock { $0.celsius = 2 }
    running.controller.reload(try .fast())
    #expect(running.said("warmgate: reloaded"))
    #expect(running.eventually { lines.now == .heating })
    #expect(!lines.history.contains(.charging))
    #expect(running.stop())
  }
}

extension Outputs {
  static let charging = Outputs(charge: true, heater: false)
  static let heating = Outputs(charge: false, heater: true)
}
