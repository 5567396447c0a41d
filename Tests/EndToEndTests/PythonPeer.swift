import Foundation
import Testing

/// A Python program that talks to ours; it prints lines of JSON and ends with its input.
final class PythonPeer {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  /// The interpreter with pymodbus: the one that the environment names, or the package's own.
  static func interpreter() throws -> URL {
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

  /// Starts a script from the folder Peers.
  init(_ script: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Peers")
    process.executableURL = try PythonPeer.interpreter()
    process.arguments = [folder.appending(path: script).path]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  // Not `terminate`: a child of a test's thread inherits its mask, in which SIGTERM is blocked.
  deinit { kill(process.processIdentifier, SIGKILL) }

  /// The next line that it prints. Throws where it ends without one.
  func readObject() throws -> [String: any Sendable] {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = unread[..<end]
        unread = Data(unread[(end + 1)...])
        return try #require(
          JSONSerialization.jsonObject(with: line) as? [String: any Sendable])
      }
      let more = output.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the script ended; its message is above")
      unread += more
    }
  }

  /// Lets it end, and returns the last line that it prints.
  func finish() throws -> [String: any Sendable] {
    try input.fileHandleForWriting.close()
    defer { process.waitUntilExit() }
    return try readObject()
  }
}
