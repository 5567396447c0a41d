import Foundation
import Testing

/// `warmgate emulate`, running, with lines typed to it.
private final class Emulator {
  private let process = Process()
  private let keys = Pipe()
  private let output = Pipe()
  /// What a master opens.
  let device: String

  init(_ arguments: String...) throws {
    process.executableURL = try Executable.url
    process.arguments = ["emulate"] + arguments
    process.standardInput = keys
    process.standardOutput = output
    try process.run()
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      guard let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
        break
      }
      line += byte
    }
    device = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Types lines and waits until the last has been taken.
  func type(_ lines: String...) throws {
    let text = (lines + ["writes"]).joined(separator: "\n") + "\n"
    try keys.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    var answer = ""
    while !answer.hasSuffix("nothing was asked to be written\n") {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      answer += String(decoding: data, as: UTF8.self)
    }
    #expect(answer == "nothing was asked to be written\n")
  }

  /// Interrupts it as Ctrl-C does; its exit code.
  func interrupt() -> Int32 {
    process.interrupt()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The values that mbpoll reads: unsigned 16-bit or signed 32-bit numbers.
  func mbpoll(_ reference: Int, count: Int, wide: Bool = false) async throws -> [Int] {
    let mbpoll = Process()
    let pipe = Pipe()
    mbpoll.executableURL = URL(filePath: "/usr/bin/env")
    mbpoll.arguments = [
      "mbpoll", "-m", "rtu", "-b", "115200", "-P", "none", "-a", "7", "-0", "-1", "-o", "5", "-r",
      "\(reference)", "-c", "\(count)", "-t", wide ? "4:int" : "4", "-B", device,
    ]
    mbpoll.standardOutput = pipe
    mbpoll.standardError = pipe
    try mbpoll.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    mbpoll.waitUntilExit()
    try #require(mbpoll.terminationStatus == 0, "apt install mbpoll? It said: \(text)")
    // Lines of the form "[4764]: <tab>65473 (-63)".
    return text.split(separator: "\n").filter { $0.hasPrefix("[") }.compactMap { line in
      line.split(separator: "\t").last?.split(separator: " ").first.flatMap { Int($0) }
    }
  }
}

@Suite("emulate, read by mbpoll") struct EmulateCommandTests {
  @Test("mbpoll reads what was given and typed, at the addresses of the maker's document")
  func values() async throws {
    let emulator = try Emulator(
      "--board", "B2A8S20P", "--strings", "8", "--protocol", "jk-modbus", "--address", "7",
      "--t1", "-6.3", "--t2", "4.9")
    #expect(try await emulator.mbpoll(0x129C, count: 2) == [0x10000 - 63, 49])
    try emulator.type(
      "set t1 -20", "set mos -0.1", "set voltage 26.4", "set current -2.518", "set soc 57",
      "protection -5 3.5", "heating on 2.512", "charge off", "charger on", "alarms 0x200")
    #expect(try await emulator.mbpoll(0x129C, count: 2) == [0x10000 - 200, 49])
    #expect(try await emulator.mbpoll(0x128A, count: 1) == [0x10000 - 1])
    #expect(try await emulator.mbpoll(0x1290, count: 3, wide: true) == [26_400, 66_475, -2518])
    #expect(try await emulator.mbpoll(0x1200, count: 9) == [Int](repeating: 3300, count: 8) + [0])
    #expect(try await emulator.mbpoll(0x105C, count: 2, wide: true) == [-50, 35])
    #expect(try await emulator.mbpoll(0x12A0, count: 1, wide: true) == [0x200])
    #expect(try await emulator.mbpoll(0x12A6, count: 1) == [57])
    #expect(try await emulator.mbpoll(0x12C0, count: 1) == [0x0001])
    #expect(try await emulator.mbpoll(0x12D0, count: 1) == [0xFF01])
    #expect(try await emulator.mbpoll(0x12E6, count: 1) == [2512])
    #expect(try await emulator.mbpoll(0x12EE, count: 1) == [1])
    #expect(emulator.interrupt() == 0)
  }

  @Test("what cannot be emulated is a usage error that names what is allowed")
  func usage() async throws {
    let outcome = try await Executable.run(
      "emulate", "--board", "B2A8S20P", "--strings", "20", "--protocol", "jk-modbus", "--chemistry",
      "LFP")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("4 to 8"), "\(outcome.errors)")
  }
}
