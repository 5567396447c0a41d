import ControlCore
import Foundation
import GPIOLines
import Quantities
import Synchronization
import Testing

extension GPIOSimTests {
  @Suite("A pack's leased lines (S5)") struct LeasedLinesTests {
    private let clock = HandClock()
    private let lines = PackLines(
      charge: LineSettings(.name("CHARGE")), heater: LineSettings(.name("HEATER")),
      alive: LineSettings(.name("ALIVE")), chargerPresent: LineSettings(.name("CHG_DET")),
      heaterFeedback: LineSettings(.name("HEAT_FB")))

    /// Levels of charge, heater and alive.
    private func levels() throws -> [Int] {
      try ["CHARGE", "HEATER", "ALIVE"].map { try GPIOSim($0).level() }
    }

    @Test("a pack's lines are requested all low, with their names, and follow what is applied")
    func open() throws {
      _ = try GPIOSim("CHARGE")
      let pack = try PackDrivers(
        opening: lines, clock: clock, leaseGuard: LeaseGuard(interval: .seconds(3600)))
      #expect(try levels() == [0, 0, 0])
      let holders = try ["CHARGE", "HEATER", "ALIVE", "CHG_DET", "HEAT_FB"].map {
        try GPIOSim($0).holder()
      }
      #expect(
        holders == [
          "warmgate charge", "warmgate heater", "warmgate alive", "warmgate input",
          "warmgate input",
        ])
      try pack.outputs.apply(Outputs(charge: true, heater: false), until: Uptime(.seconds(3)))
      #expect(try levels() == [1, 0, 1])
      try pack.outputs.apply(Outputs(charge: false, heater: true), until: Uptime(.seconds(3)))
      #expect(try levels() == [0, 1, 0])
      try pack.outputs.apply(.safe, until: Uptime(.seconds(3)))
      #expect(try levels() == [0, 0, 1])
      pack.outputs.shutDown()
      #expect(try levels() == [0, 0, 0])
      #expect(try GPIOSim("HEATER").holder() == "warmgate heater")
      pack.outputs.close()
      #expect(try GPIOSim("HEATER").holder() == nil)
    }

    @Test("when one line cannot be had, those requested before it are given back")
    func openHalf() throws {
      let pin = try GPIOSim("CHARGE")
      var wrong = lines
      wrong.heaterFeedback = LineSettings(.name("NOWHERE"))
      let failure = #expect(throws: OutputFailure.self) {
        _ = try PackDrivers(opening: wrong, clock: clock, leaseGuard: LeaseGuard())
      }
      #expect(failure?.kind == .lineUnknown)
      #expect(failure?.line == "NOWHERE")
      #expect(try pin.holder() == nil)
      #expect(try GPIOSim("CHG_DET").holder() == nil)
    }

    @Test("the guard drops a line whose lease has run out while the control thread does nothing")
    func expiry() throws {
      let pin = try GPIOSim("HEATER")
      let pack = try PackDrivers(
        opening: lines, clock: clock, leaseGuard: LeaseGuard(interval: .milliseconds(10)))
      try pack.outputs.apply(Outputs(charge: false, heater: true), until: Uptime(.seconds(3)))
      clock.set(Uptime(.milliseconds(2_999)))
      // The guard looks a few times, and the lease still runs.
      usleep(100_000)
      #expect(try pin.level() == 1)
      clock.set(Uptime(.seconds(3)))
      #expect(try eventually { try pin.level() == 0 })
      #expect(pack.outputs.expirations == 1)
      try pack.outputs.apply(Outputs(charge: false, heater: true), until: Uptime(.seconds(6)))
      #expect(try pin.level() == 1)
    }

    @Test("sixteen packs of two lines switch apart from each other")
    func sixteenPacks() throws {
      _ = try GPIOSim("CHARGE1")
      let leaseGuard = LeaseGuard(interval: .seconds(3600))
      let packs = try (1...16).map { number in
        try PackDrivers(
          opening: PackLines(
            charge: LineSettings(.name("CHARGE\(number)")),
            heater: LineSettings(.name("HEATER\(number)"))),
          clock: clock, leaseGuard: leaseGuard)
      }
      for (number, pack) in zip(1...16, packs) {
        let isEven = number % 2 == 0
        try pack.outputs.apply(
          Outputs(charge: isEven, heater: !isEven), until: Uptime(.seconds(3)))
      }
      for number in 1...16 {
        #expect(try GPIOSim("CHARGE\(number)").level() == (number % 2 == 0 ? 1 : 0))
        #expect(try GPIOSim("HEATER\(number)").level() == (number % 2 == 0 ? 0 : 1))
      }
    }
  }
}

/// A clock that moves only when a test moves it.
private final class HandClock: ControlClock {
  private let nanoseconds = Atomic<Int64>(0)

  var now: Uptime { Uptime(nanoseconds: nanoseconds.load(ordering: .sequentiallyConsistent)) }
  func set(_ now: Uptime) { nanoseconds.store(now.nanoseconds, ordering: .sequentiallyConsistent) }
  func sleep(until deadline: Uptime) {}
  func wake() {}
}
