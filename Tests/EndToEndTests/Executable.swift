import Foundation
import Testing

/// The built `warmgate`, run as a stranger runs it.
struct Executable {
  /// What a run left behind.
  struct Outcome: Equatable {
    var exitCode: Int32
    var output: String
    var errors: String
  }

  /// It lies beside the test's own executable.
  static var url: URL {
    get throws {
      let own = URL(
        filePath: try FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/self/exe"))
      return own.deletingLastPathComponent().appending(path: "warmgate")
    }
  }

  /// Runs a command to its end.
  static func run(_ arguments: String..., input: String = "") async throws -> Outcome {
    try await run(arguments, input: input)
  }

  /// Runs a command to its end.
  ///
  /// - Parameter environment: Instead of this process's own.
  static func run(
    _ arguments: [String], input: String = "", environment: [String: String]? = nil
  ) async throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = try url
    process.arguments = arguments
    if let environment { process.environment = environment }
    var handles: [FileHandle] = []
    for name in ["in", "out", "err"] {
      let file = folder.appending(path: name)
      try Data((name == "in" ? input : "").utf8).write(to: file)
      handles.append(try FileHandle(forUpdating: file))
    }
    process.standardInput = handles[0]
    process.standardOutput = handles[1]
    process.standardError = handles[2]
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in done.resume() }
      do { try process.run() } catch { done.resume(throwing: error) }
    }
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
    return Outcome(
      exitCode: process.terminationStatus, output: try text("out"), errors: try text("err"))
  }

  /// Runs a command that prints one JSON object.
  static func json(_ arguments: String...) async throws -> [String: any Sendable] {
    try await json(arguments)
  }

  /// The same with the arguments in an array.
  static func json(_ arguments: [String]) async throws -> [String: any Sendable] {
    let process = Process()
    process.executableURL = try url
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try #require(
      JSONSerialization.jsonObject(with: data) as? [String: any Sendable],
      "no JSON object: \(String(decoding: data, as: UTF8.self))")
  }
}
