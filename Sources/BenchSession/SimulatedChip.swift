import ControlCore
import Foundation
import Glibc
import Locks
import Synchronization

/// The gpio-sim chip of the bench, from the side of what hangs on its lines: reads what is driven,
/// and pulls the inputs.
///
/// Source: the kernel's Documentation/admin-guide/gpio/gpio-sim.rst.
struct SimulatedChip: Sendable {
  /// The label by which the bench knows its chip, so that it never touches a real one.
  static let label = "warmgate-bench"

  /// For example `gpiochip0`.
  let name: String
  /// Where the chip's lines have their folders.
  private let folder: String
  /// The offset of each line that has a name.
  private let offsets: [String: UInt32]
  private let values = OpenFiles()

  /// The chip, or `nil` where this machine has none or it is not live.
  ///
  /// - Parameters:
  ///   - root: Where the kernel's configuration of simulated chips is.
  ///   - devices: Where the kernel shows their lines.
  init?(
    configuration root: String = "/sys/kernel/config/gpio-sim",
    devices: String = "/sys/devices/platform"
  ) {
    for device in SimulatedChip.entries(root) {
      for bank in SimulatedChip.entries("\(root)/\(device)") where bank.hasPrefix("bank") {
        let place = "\(root)/\(device)/\(bank)"
        guard SimulatedChip.text("\(place)/label") == SimulatedChip.label,
          SimulatedChip.text("\(root)/\(device)/live") == "1",
          let chip = SimulatedChip.text("\(place)/chip_name"),
          let parent = SimulatedChip.text("\(root)/\(device)/dev_name")
        else { continue }
        name = chip
        folder = "\(devices)/\(parent)/\(chip)"
        offsets = SimulatedChip.names(place)
        return
      }
    }
    return nil
  }

  /// Whether this line is one of the chip's.
  func has(_ line: LineSettings) -> Bool { offset(line) != nil }

  /// Whether the line is at its active level, or `nil` where the kernel does not say.
  func isActive(_ line: LineSettings) -> Bool? {
    guard let offset = offset(line),
      let level = values.firstByte("\(folder)/sim_gpio\(offset)/value")
    else { return nil }
    return (level == UInt8(ascii: "1")) != line.activeLow
  }

  /// Pulls an input to its active or its inactive level.
  func pull(_ line: LineSettings, active: Bool) {
    guard let offset = offset(line) else { return }
    let pull = active != line.activeLow ? "pull-up" : "pull-down"
    try? pull.write(
      toFile: "\(folder)/sim_gpio\(offset)/pull", atomically: false, encoding: .utf8)
  }

  private func offset(_ line: LineSettings) -> UInt32? {
    switch line.address {
    case .name(let name): offsets[name]
    case .offset(let chip, let offset):
      [name, "/dev/\(name)", SimulatedChip.label].contains(chip) ? offset : nil
    }
  }

  private static func names(_ bank: String) -> [String: UInt32] {
    var offsets: [String: UInt32] = [:]
    for line in entries(bank) where line.hasPrefix("line") {
      guard let name = text("\(bank)/\(line)/name"), let offset = UInt32(line.dropFirst(4))
      else { continue }
      offsets[name] = offset
    }
    return offsets
  }

  private static func entries(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
  }

  private static func text(_ path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// Files that are read again and again, several in each cycle, and stay open in between.
private final class OpenFiles: Sendable {
  private let descriptors = Locked<[String: Int32]>([:])

  deinit {
    for descriptor in descriptors.withLock({ $0.values }) { close(descriptor) }
  }

  /// The first byte that the file has now, or `nil` where it cannot be read.
  func firstByte(_ path: String) -> UInt8? {
    descriptors.withLock { descriptors in
      let descriptor = descriptors[path] ?? open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      descriptors[path] = descriptor
      var byte: UInt8 = 0
      return pread(descriptor, &byte, 1, 0) == 1 ? byte : nil
    }
  }
}
