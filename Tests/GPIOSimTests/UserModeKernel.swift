import Foundation
import Glibc

/// What no machine but one of the test's own may suffer: a clock that is set, memory that runs out.
enum UserModeKernel {
  /// Throws unless this is a user-mode kernel.
  static func require() throws {
    // Source: Linux, arch/um/kernel/um_arch.c, show_cpuinfo.
    let processor = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    guard processor.contains("User Mode Linux") else {
      throw GPIOSim.Missing(
        description: "this would harm the machine: use hw/gpio-sim/run.sh --user-mode")
    }
  }

  /// Moves the clock that tells the date. Throws where this machine is not the test's own.
  static func moveClock(by seconds: Int) throws {
    try require()
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    time.tv_sec += seconds
    guard clock_settime(CLOCK_REALTIME, &time) == 0 else {
      throw GPIOSim.Missing(
        description: "the clock cannot be set: \(String(cString: strerror(errno)))")
    }
  }

  /// Takes nearly all memory, for `seconds`: what runs must fetch its own pages again and again.
  static func squeeze(for seconds: Double) throws {
    try require()
    let ballast = try Ballast(leaving: 48 << 20)
    Thread.sleep(forTimeInterval: seconds)
    ballast.remove()
  }
}

/// Files in memory that take up nearly all of it. Not memory of a process: a user-mode kernel can
/// give one no more than its host's vm.max_map_count allows.
private struct Ballast {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "ballast-\(UUID())")

  /// Takes all memory but for `left` bytes.
  init(leaving left: Int) throws {
    let rows = try String(contentsOfFile: "/proc/meminfo", encoding: .utf8).split(separator: "\n")
    // For example: MemAvailable:     900000 kB
    let words = rows.first { $0.hasPrefix("MemAvailable:") }?.split(separator: " ") ?? []
    guard words.count > 1, let free = Int(words[1]) else {
      throw GPIOSim.Missing(description: "/proc/meminfo does not say what is free")
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = try output(of: "mount", "-t", "tmpfs", "-o", "size=100%", "none", folder.path)
    let file = folder.appending(path: "ballast").path
    _ = try output(
      of: "dd", "if=/dev/zero", "of=\(file)", "bs=1M", "count=\((free * 1024 - left) >> 20)",
      "status=none")
  }

  func remove() {
    _ = try? output(of: "umount", folder.path)
    try? FileManager.default.removeItem(at: folder)
  }
}

/// A small disk of its own, which can be filled to the last byte.
final class SmallDisk {
  let folder: URL
  private var stuffing: URL { folder.appending(path: "stuffing") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = try output(of: "mount", "-t", "tmpfs", "-o", "size=64k", "none", folder.path)
  }

  deinit {
    _ = try? output(of: "umount", "--lazy", folder.path)
    try? FileManager.default.removeItem(at: folder)
  }

  /// Leaves no room, not even for one byte, also of files that were just being replaced: full is
  /// what has been full for a second.
  func fill() throws {
    let file = open(stuffing.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    defer { close(file) }
    var fullLooks = 0
    while fullLooks < 20 {
      fullLooks = try stuff(file) ? 0 : fullLooks + 1
      usleep(50_000)
    }
  }

  /// Writes until nothing goes in any more. Returns whether anything did.
  private func stuff(_ file: Int32) throws -> Bool {
    var didFit = false
    for size in [4096, 1] {
      let bytes = [UInt8](repeating: 0, count: size)
      while write(file, bytes, size) > 0 { didFit = true }
      guard errno == ENOSPC else {
        throw GPIOSim.Missing(description: "not full: \(String(cString: strerror(errno)))")
      }
    }
    return didFit
  }

  /// Removes the files beside others that were to replace them when their writer was killed.
  func removeUnfinished() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".new") {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
  }

  func makeRoom() throws { try FileManager.default.removeItem(at: stuffing) }
}
