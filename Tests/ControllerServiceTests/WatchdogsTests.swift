import ControlCore
import Glibc
import Quantities
import TestSupport
import Testing

@testable import ControllerService

@Suite("What feeds the watchdogs") struct WatchdogsTests {
  private let listener: NotifyListener

  init() throws { listener = try NotifyListener() }

  /// Watchdogs of a manager that ends the process after `interval` s, for cycles of `period` s.
  private func watchdogs(interval: Double = 10, period: Double = 1) throws -> Watchdogs {
    let socket = try NotifySocket(
      environment: [
        "NOTIFY_SOCKET": listener.name, "WATCHDOG_USEC": "\(Int(interval * 1e6))",
      ])
    let watchdogs = Watchdogs(manager: socket)
    var control = ControlSettings.standard
    control.period = .seconds(period)
    _ = try watchdogs.adopt(control)
    return watchdogs
  }

  private func at(_ seconds: Double) -> Uptime { Uptime(.seconds(seconds)) }

  @Test("the first cycle that every pack has completed says ready, why, and alive, in one message")
  func first() throws {
    let watchdogs = try watchdogs()
    let packs = [
      CycledPack(endedAt: at(5), sentence: "a: charging off."),
      CycledPack(endedAt: at(5), sentence: "b: charging on."),
    ]
    #expect(watchdogs.cycled(packs, at: at(5)) == [])
    #expect(
      listener.takeMessage() == "READY=1\nSTATUS=a: charging off. b: charging on.\nWATCHDOG=1")
    #expect(listener.takeMessage() == nil)
  }

  @Test("a cycle that one pack has not completed feeds nothing and says nothing")
  func incomplete() throws {
    let watchdogs = try watchdogs()
    for second in 1...60 {
      let packs = [
        CycledPack(endedAt: at(Double(second)), sentence: "a."),
        CycledPack(endedAt: second == 1 ? nil : at(1), sentence: "b."),
      ]
      #expect(watchdogs.cycled(packs, at: at(Double(second))) == [])
    }
    #expect(listener.assignments == [])
  }

  @Test(
    "feeds at half the time at the latest, with two cycles to spare, and no more often",
    arguments: [  // WatchdogSec, period, seconds from one feeding to the next
      (10.0, 1.0, 3.0), (10, 0.5, 4), (30, 1, 13), (4, 1, 1), (2, 1, 1), (60, 10, 10),
    ])
  func cadence(interval: Double, period: Double, gap: Double) throws {
    let watchdogs = try watchdogs(interval: interval, period: period)
    var fed: [Double] = []
    for cycle in 0..<50 {
      let now = Double(cycle) * period
      _ = watchdogs.cycled([CycledPack(endedAt: at(now))], at: at(now))
      let message = listener.takeMessage()
      if message?.contains("WATCHDOG=1") == true { fed.append(now) }
    }
    #expect(fed.count > 2)
    #expect(zip(fed, fed.dropFirst()).allSatisfy { $1 - $0 == gap }, "\(fed)")
  }

  @Test("a status is sent when it has changed, and only then")
  func status() throws {
    let watchdogs = try watchdogs(interval: 1000)
    let sentences = ["a.", "a.", "b.", "b.", "a."]
    for (second, sentence) in sentences.enumerated() {
      let now = at(Double(second))
      _ = watchdogs.cycled([CycledPack(endedAt: now, sentence: sentence)], at: now)
    }
    #expect(
      listener.assignments == ["READY=1", "STATUS=a.", "WATCHDOG=1", "STATUS=b.", "STATUS=a."])
  }

  @Test("a manager that does not read is told the same after the next cycle")
  func busy() throws {
    let other = try #require(try NotifySocket(environment: ["NOTIFY_SOCKET": listener.name]))
    for _ in 0..<100_000 where other.send(["X=1"]) == 0 {}
    let watchdogs = try watchdogs()
    #expect(watchdogs.cycled([CycledPack(endedAt: at(1), sentence: "a.")], at: at(1)) == [])
    #expect(Set(listener.assignments) == ["X=1"])
    #expect(watchdogs.cycled([CycledPack(endedAt: at(2), sentence: "a.")], at: at(2)) == [])
    #expect(listener.assignments.suffix(3) == ["READY=1", "STATUS=a.", "WATCHDOG=1"])
  }

  @Test("a manager that is gone is told of once")
  func gone() throws {
    let watchdogs = try watchdogs()
    listener.end()
    let told = (1...5).flatMap { second in
      watchdogs.cycled([CycledPack(endedAt: at(Double(second)))], at: at(Double(second)))
    }
    #expect(
      told == [
        "the service manager cannot be told that all is well: No such file or directory; it is "
          + "tried again after each cycle"
      ])
  }

  @Test("the end is said once, and nothing after it")
  func stop() throws {
    let watchdogs = try watchdogs()
    watchdogs.stop()
    watchdogs.stop()
    _ = watchdogs.cycled([CycledPack(endedAt: at(1), sentence: "a.")], at: at(1))
    #expect(listener.assignments == ["STOPPING=1", "STATUS=stopped: both outputs off."])
  }

  @Test(
    "a time of fewer than four periods is told with what to do",
    arguments: [  // WatchdogSec, period, whether it is told
      (3.9, 1.0, true), (4, 1, false), (10, 2.6, true),
    ])
  func tooShort(interval: Double, period: Double, isTold: Bool) throws {
    let watchdogs = try watchdogs(interval: interval)
    var control = ControlSettings.standard
    control.period = .seconds(period)
    let warning = try watchdogs.adopt(control)
    #expect((warning != nil) == isTold)
    if let warning {
      #expect(warning.hasPrefix("WatchdogSec is \(interval == 10 ? "10" : "3.9") s; allowed: "))
    }
  }
}
