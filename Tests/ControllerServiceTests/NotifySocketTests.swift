import Glibc
import TestSupport
import Testing

@testable import ControllerService

@Suite("Telling the service manager") struct NotifySocketTests {
  private func socket(
    _ name: String, _ others: [String: String] = [:], process: Int32? = nil
  ) throws -> NotifySocket? {
    try NotifySocket(
      environment: others.merging(["NOTIFY_SOCKET": name]) { $1 }, process: process)
  }

  @Test("without a service manager there is nobody to tell")
  func nobody() throws {
    #expect(try NotifySocket(environment: [:]) == nil)
    #expect(try socket("") == nil)
  }

  @Test("a path and an abstract name both get whole messages", arguments: [false, true])
  func names(isAbstract: Bool) throws {
    let listener = try NotifyListener(isAbstract: isAbstract)
    let socket = try #require(try socket(listener.name))
    #expect(socket.send(["READY=1", "STATUS=well"]) == 0)
    #expect(socket.send(["WATCHDOG=1"]) == 0)
    #expect(listener.takeMessage() == "READY=1\nSTATUS=well")
    #expect(listener.takeMessage() == "WATCHDOG=1")
    #expect(listener.takeMessage() == nil)
  }

  // Linux has 108 bytes for the name, of which a path needs one for its zero.
  @Test("a name of 107 bytes is taken, and what cannot be a name is refused in words")
  func refused() throws {
    #expect(try socket("/" + String(repeating: "x", count: 106)) != nil)
    #expect(try socket("@" + String(repeating: "x", count: 106)) != nil)
    for name in [
      "notify", "@", "/", "vsock:2:1234", "/" + String(repeating: "x", count: 107), "/a\u{0}b",
    ] {
      let failure = #expect(throws: NotifyFailure.self) { try socket(name) }
      #expect(failure?.description.hasPrefix("NOTIFY_SOCKET is `\(name.prefix(120))`") == true)
    }
  }

  @Test(
    "the time between two signs of life is the manager's, unless it is another process's",
    arguments: [  // WATCHDOG_USEC, WATCHDOG_PID, seconds for process 77
      (nil, nil, nil), ("10000000", nil, 10), ("10000000", "77", 10), ("500000", "77", 0.5),
      ("10000000", "78", nil), ("nonsense", "78", nil),
    ] as [(String?, String?, Double?)])
  func interval(microseconds: String?, process: String?, seconds: Double?) throws {
    var environment: [String: String] = [:]
    environment["WATCHDOG_USEC"] = microseconds
    environment["WATCHDOG_PID"] = process
    let socket = try #require(try socket("/nowhere", environment, process: 77))
    #expect(socket.watchdogInterval == seconds.map { .seconds($0) })
  }

  @Test("a time that is none is refused in words", arguments: ["", "0", "-1", "10s"])
  func noInterval(text: String) {
    let failure = #expect(throws: NotifyFailure.self) {
      try socket("/nowhere", ["WATCHDOG_USEC": text])
    }
    #expect(failure?.description.hasPrefix("WATCHDOG_USEC is `\(text)`; allowed:") == true)
  }

  @Test("a manager that does not read holds nobody up, and is told again when it reads")
  func busy() throws {
    let listener = try NotifyListener()
    let socket = try #require(try socket(listener.name))
    var error: Int32 = 0
    // net.unix.max_dgram_qlen is 10 messages, or up to some hundreds.
    for _ in 0..<100_000 where error == 0 { error = socket.send(["WATCHDOG=1"]) }
    #expect(error == EAGAIN)
    #expect(socket.send(["WATCHDOG=1"]) == EAGAIN)
    #expect(listener.count("WATCHDOG=1") > 0)
    #expect(socket.send(["WATCHDOG=1"]) == 0)
  }

  @Test("a manager that is gone is an error number, and no signal")
  func gone() throws {
    let listener = try NotifyListener()
    let socket = try #require(try socket(listener.name))
    listener.end()
    #expect(socket.send(["WATCHDOG=1"]) == ENOENT)
  }

  @Test("a status is one line, and so short that its message is not dropped")
  func status() {
    #expect(NotifySocket.status(["a: b.\nREADY=1\r\n", "c."]) == "STATUS=a: b. READY=1  c.")
    let long = NotifySocket.status([String](repeating: "shed: coldest −6.3 °C.", count: 1000))
    #expect(long.hasSuffix("…"))
    let message = ["READY=1", long, "WATCHDOG=1"].joined(separator: "\n")
    // Source: systemd, NOTIFY_BUFFER_MAX.
    #expect(message.utf8.count <= 4096 && message.utf8.count > 4000)
  }
}
