import Bench
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Testing

@testable import JKLink

@Suite("A device that goes and comes back") struct UnpluggedTests {
  @Test(
    "it is reported, asked for again after 0.2 s and 0.4 s, and read once it is there",
    arguments: protocols)
  func unplugAndReplug(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      let bus = one.bus(protocolName)
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
      one.line.unplug()
      #expect(kind(bus) == .unplugged)
      one.clock.advance(by: .milliseconds(199))
      #expect(kind(bus) == .unplugged)  // not opened yet: the old failure holds
      one.clock.advance(by: .milliseconds(1))
      #expect(kind(bus) == .deviceMissing)
      try one.line.replug()
      one.clock.advance(by: .milliseconds(399))
      #expect(kind(bus) == .deviceMissing)  // there again, but the pause has not passed
      one.clock.advance(by: .milliseconds(1))
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
    }
  }

  @Test("a device that was replaced behind its path is noticed", arguments: protocols)
  func replaced(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      let bus = one.bus(protocolName)
      _ = try bus.readStatus(address: 1)
      one.line.unplug()
      try one.line.replug()
      #expect(kind(bus) == .unplugged)
      one.clock.advance(by: .milliseconds(200))
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
    }
  }

  @Test("pulling it out ends a read that waits", arguments: protocols + [.automatic])
  func whileWaiting(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName == .automatic ? .modbus : protocolName) { one throws in
      one.board.faults.isSilent = true
      let patient = LinkTiming(responseTimeout: .seconds(60), tries: 1)
      let bus = one.bus(protocolName, timing: patient)
      let (board, line) = (one.board, one.line)
      Thread.detachNewThread {
        while board.requestCount == 0 { usleep(1000) }
        line.unplug()
      }
      #expect(kind(bus) == .unplugged)
    }
  }

  @Test("the pause before each opening doubles from 0.2 s to 5 s, and is short after a reply")
  func backOff() {
    var reconnect = Reconnect(first: .milliseconds(200), longest: .seconds(5))
    let failure = SerialDevice.unplugged("/dev/ttyUSB0")
    var now = Uptime(.seconds(100))
    // 0.2 s × 2ⁿ, at most 5 s.
    for milliseconds in [200, 400, 800, 1600, 3200, 5000, 5000] {
      reconnect.noteFailure(failure, at: now)
      now = now + .milliseconds(milliseconds - 1)
      #expect(reconnect.obstacle(at: now) == failure)
      now = now + .milliseconds(1)
      #expect(reconnect.obstacle(at: now) == nil)
    }
    reconnect.noteReply()
    reconnect.noteFailure(failure, at: now)
    #expect(reconnect.obstacle(at: now + .milliseconds(199)) == failure)
    #expect(reconnect.obstacle(at: now + .milliseconds(200)) == nil)
  }

  @Test("a device that is never there is opened ten times in half a minute, not more")
  func openings() throws {
    let link = freshLink()
    let clock = HandClock()
    let bus = bus(link, .jk4E57, clock: clock)
    #expect(kind(bus) == .deviceMissing)
    // A file in its place has another failure: each change of the failure is an opening.
    var openings = 1
    var isFile = false
    for _ in 0..<3000 {
      clock.advance(by: .milliseconds(10))
      if isFile {
        try? FileManager.default.removeItem(atPath: link)
      } else {
        try Data().write(to: URL(filePath: link))
      }
      let expected: LinkFailure.Kind = isFile ? .deviceMissing : .unsuitableDevice
      if kind(bus) == expected {
        openings += 1
        isFile.toggle()
      }
    }
    try? FileManager.default.removeItem(atPath: link)
    // At 0, 0.2, 0.6, 1.4, 3.0, 6.2, 11.2, 16.2, 21.2 and 26.2 s.
    #expect(openings == 10)
  }
}

@Suite("Devices that cannot be used") struct DeviceFailureTests {
  @Test("a missing device says how to find the right one", arguments: protocols)
  func missing(protocolName: BusProtocol) {
    #expect(
      failure { () throws(LinkFailure) in
        try bus("/dev/ttyNone", protocolName).readStatus(address: 1)
      }
        == LinkFailure(
          .deviceMissing, place: "/dev/ttyNone", found: "there is no such device",
          remedy: "Plug in the adapter; `ls -l /dev/serial/by-id` lists the adapters."))
  }

  @Test("a file, a folder and a device that is no serial port say so", arguments: protocols)
  func notSerial(protocolName: BusProtocol) throws {
    let file = freshLink()
    try Data("text".utf8).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    for device in [file, "/tmp", "/dev/null"] {
      #expect(
        failure { () throws(LinkFailure) in try bus(device, protocolName).readStatus(address: 1) }
          == LinkFailure(
            .unsuitableDevice, place: device, found: "it is not a serial port",
            remedy: "Name the device node of the RS485 adapter, for example /dev/ttyUSB0."))
    }
    #expect(try Data(contentsOf: URL(filePath: file)) == Data("text".utf8))
  }

  @Test("a device that another bus has open says how to find who has it", arguments: protocols)
  func busy(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      let clock = one.clock
      var owner: JKBus? = one.bus(protocolName)
      _ = try owner?.readStatus(address: 1)
      let second = one.bus(protocolName)
      #expect(
        failure { () throws(LinkFailure) in try second.readStatus(address: 1) }
          == LinkFailure(
            .deviceBusy, place: one.line.path, found: "another program has it open",
            remedy: "Stop that program; `fuser -v \(one.line.path)` shows it."))
      owner = nil
      clock.advance(by: .milliseconds(200))
      #expect(try second.readStatus(address: 1) == coldReading(protocolName, takenAt: clock.now))
    }
  }

  @Test("a rate that cannot be set is refused", arguments: protocols)
  func rate(protocolName: BusProtocol) throws {
    let bus = bus("/dev/ttyNone", protocolName, baud: 12_345)
    #expect(
      failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }
        == LinkFailure(
          .unsuitableDevice, place: "/dev/ttyNone", found: "12345 baud is no rate that can be set",
          remedy: "JK boards speak at 115200 or 9600 baud."))
  }

  @Test("a device that this user may not open names the group to join")
  func notPermitted() {
    let found = SerialDevice.failure(EACCES, device: "/dev/ttyUSB0")
    #expect(found.kind == .notPermitted)
    #expect(
      found.description
        == "/dev/ttyUSB0: this user may not open it. Add the user to the group dialout "
        + "(`sudo usermod -aG dialout NAME`), log in again.")
  }
}

/// What is wrong when board 1 is read.
private func kind(_ bus: JKBus) -> LinkFailure.Kind? {
  failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }?.kind
}
