import Foundation
import Quantities

/// The same work in Python, for scale. `nil` where there is no interpreter with pymodbus.
enum PythonPeer {
  /// Nanoseconds to decode a 4E 57 frame with `struct`.
  static func decode(_ frame: [UInt8]) -> Double? {
    let hex = frame.map { String(format: "%02x", $0) }.joined()
    return run(["decode", hex])
  }

  /// Nanoseconds to read 48 registers with pymodbus over a line that takes no time.
  static func read() -> Double? {
    let board = BenchmarkBoard()
    return run(["read", board.path])
  }

  /// Seconds for a winter of one node at 1 s with a thermostat, from hourly temperatures.
  static func winter(_ hours: [Celsius]) -> Double? {
    let file = FileManager.default.temporaryDirectory.appending(path: "winter-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = hours.map { "\($0.rawValue)" }.joined(separator: "\n")
    do { try Data(text.utf8).write(to: file) } catch {
      complain("\(file.path) cannot be written")
      return nil
    }
    return run(["winter", file.path])
  }

  private static func run(_ arguments: [String]) -> Double? {
    let set = ProcessInfo.processInfo.environment["WARMGATE_PYTHON"]
    let interpreter = set ?? ".build/python/bin/python3"
    guard let script = Bundle.module.path(forResource: "peer", ofType: "py") else { return nil }
    let process = Process()
    process.executableURL = URL(filePath: interpreter)
    process.arguments = [script] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    do { try process.run() } catch {
      complain("\(interpreter) cannot be run; hw/test.sh makes it")
      return nil
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard process.terminationStatus == 0, let value = Double(text) else {
      complain("it printed “\(text)” and ended with \(process.terminationStatus)")
      return nil
    }
    return value
  }

  private static func complain(_ what: String) {
    FileHandle.standardError.write(Data("no Python peer: \(what)\n".utf8))
  }
}
