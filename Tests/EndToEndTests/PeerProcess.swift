import Foundation
import Testing

/// A program that ours talks to while it runs; it prints lines, and may end with its input.
final class PeerProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  /// Starts a program.
  init(_ program: URL, _ arguments: [String]) throws {
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  // Not `terminate`: a child of a test's thread inherits its mask, in which SIGTERM is blocked.
  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Starts a Python script from the folder Peers.
  static func python(_ script: String) throws -> PeerProcess {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Peers")
    return try PeerProcess(try interpreter(), [folder.appending(path: script).path])
  }

  /// The interpreter with pymodbus: the one that the environment names, or the package's own.
  private static func interpreter() throws -> URL {
    let environment = ProcessInfo.processInfo.environment["WARMGATE_PYTHON"]
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = environment ?? package.appending(path: ".build/python/bin/python3").path
    try #require(
      FileManager.default.isExecutableFile(atPath: path),
      """
      There is no \(path). Make it with `python3 -m venv .build/python` and \
      `.build/python/bin/pip install pymodbus==3.16.1 pyserial==3.5`, or name an interpreter that \
      has both in WARMGATE_PYTHON.
      """)
    return URL(filePath: path)
  }

  /// The next line that it prints. Fails where it ends without one.
  func readLine() throws -> String {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread = Data(unread[(end + 1)...]) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the program ended; its message is above")
      unread += more
    }
  }

  /// The next line that it prints, which is one JSON object.
  func readObject() throws -> [String: any Sendable] {
    try #require(
      JSONSerialization.jsonObject(with: Data(try readLine().utf8)) as? [String: any Sendable])
  }

  /// Ends its input.
  func endInput() throws { try input.fileHandleForWriting.close() }
}
