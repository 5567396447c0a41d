import ControlCore
import Foundation
import Testing

/// Every test that needs a simulated chip is in an extension of this suite: they share its lines,
/// so they run one after another.
///
/// Run them with `hw/gpio-sim/run.sh`, which makes the chips that `make-chip.sh` describes.
@Suite("On a simulated GPIO chip", .serialized) struct GPIOSimTests {}

/// A line of a simulated chip, seen from the kernel's side.
struct GPIOSim: Codable, Sendable {
  /// Device node's name, for example `gpiochip0`.
  let chip: String
  /// Offset on that chip.
  let offset: UInt32
  private let folder: String

  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// The line called `name` on the chip of a pack's lines. Throws where there is no gpio-sim.
  init(_ name: String) throws {
    let device = "/sys/kernel/config/gpio-sim/warmgate"
    let files = FileManager.default
    guard files.fileExists(atPath: device) else {
      throw Missing(
        description: "no simulated GPIO chip: run these tests through hw/gpio-sim/run.sh")
    }
    for line in try files.contentsOfDirectory(atPath: "\(device)/bank0")
    where line.hasPrefix("line") {
      guard try Self.text("\(device)/bank0/\(line)/name") == name,
        let offset = UInt32(line.dropFirst(4))
      else { continue }
      self.offset = offset
      chip = try Self.text("\(device)/bank0/chip_name")
      let parent = try Self.text("\(device)/dev_name")
      folder = "/sys/devices/platform/\(parent)/\(chip)/sim_gpio\(offset)"
      return
    }
    throw Missing(description: "the simulated chip has no line called \(name)")
  }

  /// The electrical level: 0 or 1.
  func level() throws -> Int {
    guard let level = Int(try Self.text("\(folder)/value")) else {
      throw Missing(description: "\(folder)/value holds no number")
    }
    return level
  }

  /// What pulls the line when nobody drives it.
  enum Pull: String, Codable {
    case up = "pull-up"
    case down = "pull-down"
  }

  func setPull(_ pull: Pull) throws {
    try pull.rawValue.write(toFile: "\(folder)/pull", atomically: false, encoding: .utf8)
  }

  /// The line as a configuration names it by chip and offset.
  var address: LineAddress { .offset(chip: chip, offset: offset) }

  /// The file that holds the level, opened for one who reads it very often.
  func openValue() throws -> Int32 {
    let file = open("\(folder)/value", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Missing(description: "\(folder)/value cannot be opened") }
    return file
  }

  /// Who holds the line according to `gpioinfo`, or `nil`.
  func holder() throws -> String? {
    // For example: line   0: "HEATER" "warmgate heater" output active-high [used]
    for row in try output(of: "gpioinfo", chip).split(separator: "\n").dropFirst() {
      let quoted = row.split(separator: "\"", omittingEmptySubsequences: false)
      guard quoted[0].contains(" \(offset):") else { continue }
      return quoted.count > 3 ? String(quoted[3]) : nil
    }
    throw Missing(description: "gpioinfo \(chip) does not list offset \(offset)")
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// What a program prints. Throws when it cannot be run or fails.
func output(of program: String, _ arguments: String...) throws -> String {
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw GPIOSim.Missing(description: "\(program) ended with \(process.terminationStatus)")
  }
  return String(decoding: data, as: UTF8.self)
}

/// Waits until `condition` holds, for a minute at most: this machine may be slow.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  let start = nanoseconds()
  repeat {
    if try condition() { return true }
    usleep(10_000)
  } while nanoseconds() - start < 60_000_000_000
  return try condition()
}
