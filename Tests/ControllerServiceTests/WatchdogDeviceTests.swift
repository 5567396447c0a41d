import ControlCore
import Foundation
import Glibc
import Locks
import Quantities
import Synchronization
import Testing

@testable import ControllerService

/// A FIFO in a watchdog device's place: what is written to it can be read.
private final class Fake: Sendable {
  let path: String
  private let reader: Int32
  private let asked = Locked<[Int32]>([])

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "dog-\(UUID())").path
    try #require(mkfifo(path, 0o600) == 0)
    reader = open(path, O_RDONLY | O_NONBLOCK)
    try #require(reader >= 0)
  }

  deinit {
    close(reader)
    unlink(path)
  }

  /// A device that has the time that it is asked for, but for one beyond `longest`.
  func calls(longest: Int32 = 1000) -> WatchdogDevice.Calls {
    WatchdogDevice.Calls(
      check: { _ in 0 },
      setTimeout: { [weak self] _, seconds in
        self?.asked.withLock { $0.append(seconds) }
        return min(seconds, longest)
      })
  }

  /// The times that it was asked for, in seconds.
  var times: [Int32] { asked.withLock { $0 } }

  /// What was written, and whether it is closed.
  func read() -> (bytes: [UInt8], isClosed: Bool) {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(reader, &buffer, buffer.count)
      guard count > 0 else { return (all, count == 0) }
      all += buffer[..<count]
    }
  }
}

@Suite("A watchdog device") struct WatchdogDeviceTests {
  private static let stop = UInt8(ascii: "V")

  @Test(
    "is asked for twice the lease, and 10 s at least",
    arguments: [  // lease in s, time in s
      (0.15, 10), (3, 10), (5, 10), (5.1, 11), (30, 60),
    ])
  func time(lease: Double, seconds: Int32) throws {
    let fake = try Fake()
    let device = try WatchdogDevice(
      path: fake.path, lease: .seconds(lease), calls: fake.calls())
    #expect(fake.times == [seconds])
    #expect(device.timeout == .seconds(Int(seconds)))
    try device.adopt(lease: .seconds(20))
    #expect(fake.times == [seconds, 40])
  }

  @Test("is fed byte by byte, and stopped by V at an orderly end only")
  func orderly() throws {
    let fake = try Fake()
    let device = try WatchdogDevice(path: fake.path, lease: .seconds(3), calls: fake.calls())
    #expect(device.keepAlive() == 0)
    #expect(device.keepAlive() == 0)
    #expect(fake.read() == ([0, 0], false))
    device.release()
    #expect(fake.read() == ([Self.stop], true))
    #expect(device.keepAlive() == EBADF)
  }

  @Test("goes on when the program lets go of it in any other way")
  func disorderly() throws {
    let fake = try Fake()
    var device: WatchdogDevice? = try WatchdogDevice(
      path: fake.path, lease: .seconds(3), calls: fake.calls())
    #expect(device?.keepAlive() == 0)
    device = nil
    #expect(fake.read() == ([0], true))
  }

  @Test("what is no watchdog is refused, and nothing is written to it")
  func noWatchdog() throws {
    let fake = try Fake()
    let failure = #expect(throws: WatchdogFailure.self) {
      try WatchdogDevice(path: fake.path, lease: .seconds(3))
    }
    #expect(
      failure?.description
        == "watchdog: \(fake.path) is not a watchdog (Inappropriate ioctl for device). `ls "
        + "/dev/watchdog*` lists the devices; name one of them, or leave the key out")
    #expect(fake.read() == ([], true))
  }

  @Test("one whose time is over before the lease is stopped and refused")
  func tooShort() throws {
    let fake = try Fake()
    let failure = #expect(throws: WatchdogFailure.self) {
      try WatchdogDevice(path: fake.path, lease: .seconds(16), calls: fake.calls(longest: 15))
    }
    #expect(
      failure?.description.hasPrefix(
        "watchdog: the time of \(fake.path) is 15 s; allowed: at least the lease of the outputs, "
          + "16 s.") == true)
    #expect(fake.read() == ([Self.stop], true))
    // 2 × 15 s are wanted; the 15 s that it has are enough.
    let device = try WatchdogDevice(
      path: fake.path, lease: .seconds(15), calls: fake.calls(longest: 15))
    #expect(device.timeout == .seconds(15))
  }

  @Test("one that is not there or that another program has is refused with what to do")
  func notThere() {
    let missing = #expect(throws: WatchdogFailure.self) {
      try WatchdogDevice(path: "/dev/no-watchdog", lease: .seconds(3))
    }
    #expect(
      missing?.description
        == "watchdog: /dev/no-watchdog cannot be opened: No such file or directory. `ls "
        + "/dev/watchdog*` lists the devices; load the driver, or leave the key out")
    let busy = WatchdogFailure.opening("/dev/watchdog", EBUSY).description
    #expect(busy.contains("often systemd (RuntimeWatchdogSec="))
  }

  @Test("one that takes no food holds nobody up")
  func full() throws {
    let fake = try Fake()
    let device = try WatchdogDevice(path: fake.path, lease: .seconds(3), calls: fake.calls())
    var error: Int32 = 0
    // A FIFO holds 64 KiB unless it was told otherwise.
    for _ in 0..<(1 << 21) where error == 0 { error = device.keepAlive() }
    #expect(error == EAGAIN)
  }

  @Test("the loop feeds it, a reload that it cannot follow is refused, and the stop stops it")
  func loop() throws {
    let fake = try Fake()
    let device = try WatchdogDevice(
      path: fake.path, lease: .milliseconds(60), calls: fake.calls(longest: 15))
    let running = try Running(.fast(), watchdogs: Watchdogs(device: device))
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .charging })
    var slow = try Settings.fast()
    slow.control.period = .seconds(6)
    running.controller.reload(slow)
    #expect(
      running.said(
        "warmgate: not reloaded, the old settings hold: watchdog: the time of \(fake.path) is "
          + "15 s; allowed: at least the lease of the outputs, 18 s."))
    #expect(running.eventually { lines.history == [.safe, .charging, .safe, .charging] })
    let fed = fake.read()
    #expect(!fed.bytes.isEmpty && fed.bytes.allSatisfy { $0 == 0 } && !fed.isClosed)
    #expect(running.stop())
    let last = fake.read()
    #expect(last.bytes.last == Self.stop && last.isClosed)
  }
}
