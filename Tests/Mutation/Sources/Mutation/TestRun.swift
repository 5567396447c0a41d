import Foundation
import Glibc

/// One run of some of the tests with one mutant present, ended at the first test that fails.
struct TestRun {
  /// The variable that tells a program which mutant is present.
  static let variable = "WARMGATE_MUTANT"

  /// What a run came to.
  enum Outcome: Hashable, Sendable {
    /// Every test passed.
    case passed
    /// A test failed, the program crashed, or it did not end in time; which of them, in words.
    case failed(String)
    /// No test ran: that says nothing.
    case broken(String)
  }

  let bundle: URL
  let arguments: [String]
  /// Longer than this is a hang.
  var limit: Duration

  /// Runs the tests with the mutant of this number, or without any.
  func outcome(mutant number: Int?) throws -> Outcome {
    let process = Process()
    process.executableURL = bundle
    process.arguments = ["--testing-library", "swift-testing"] + arguments
    process.environment = ProcessInfo.processInfo.environment.filter {
      $0.key != TestRun.variable
    }.merging(number.map { [TestRun.variable: String($0)] } ?? [:]) { $1 }
    // A terminal's colours would stand between the mark of a failure and its words.
    process.environment?["NO_COLOR"] = "1"
    // A mutant that crashes is killed by that; a backtrace would outlive it, its output held open.
    process.environment?["SWIFT_BACKTRACE"] = "enable=no"
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let (text, isOver) = read(pipe.fileHandleForReading.fileDescriptor)
    let failed = TestRun.failed(in: text)
    if failed != nil || !isOver { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    if let failed { return .failed(failed) }
    if !isOver { return .failed("a hang of \(limit)") }
    if process.terminationReason == .uncaughtSignal {
      return .failed("a crash with signal \(process.terminationStatus)")
    }
    if process.terminationStatus == 0, text.contains(" passed after") { return .passed }
    return .broken(String(text.suffix(2000)))
  }

  /// Reads until the end, or until a test has failed or the time is over.
  private func read(_ descriptor: Int32) -> (text: String, isOver: Bool) {
    let end = ContinuousClock.now + limit
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let left = (end - ContinuousClock.now).components
      guard left.seconds >= 0, left.attoseconds >= 0 else { break }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, Int32(left.seconds * 1000 + 1000)) > 0 else { continue }
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count <= 0 { return (String(decoding: bytes, as: UTF8.self), true) }
      bytes += buffer[..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      if TestRun.failed(in: text) != nil { return (text, false) }
    }
    return (String(decoding: bytes, as: UTF8.self), false)
  }

  /// The first test that recorded an issue.
  private static func failed(in text: String) -> String? {
    let line = text.split(separator: "\n").first {
      $0.hasPrefix("✘ Test ") && $0.contains(" recorded an issue")
    }
    guard let line else { return nil }
    let name = line.dropFirst("✘ Test ".count)
    return String(
      name.prefix(upTo: name.range(of: " recorded an issue")?.lowerBound ?? name.endIndex))
  }
}
