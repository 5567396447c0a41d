import Foundation
import Glibc
import SettingsFile

/// The files of a machine, below a root folder: the machine's own, or one that a test has prepared.
///
/// Nothing is changed. A file is read up to a size, a program that hangs is ended.
public struct Machine: Sendable {
  /// The most bytes of a file that are read; more is cut off.
  static let longest = 256 << 10
  private static let patience = 5.0

  /// The folder, without a slash at its end; empty for the machine's own.
  private let root: String

  /// The machine itself, or what is below `root`.
  public init(root: String = "/") {
    var root = root
    while root.hasSuffix("/") { root.removeLast() }
    self.root = root
  }

  /// Whether this is the machine that the program runs on.
  var isOwn: Bool { root.isEmpty }

  /// A path as the machine itself names it, where it lies below the root.
  func inside(_ path: String) -> String {
    path.hasPrefix(root + "/") ? String(path.dropFirst(root.count)) : path
  }

  /// Where a path of the machine is to be found.
  func real(_ path: String) -> String { root + path }

  /// Whether there is something at a path, after all links.
  func exists(_ path: String) -> Bool { access(real(path), F_OK) == 0 }

  /// The text of a file.
  func text(_ path: String) -> Looked<String> {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The text of a file without the ends of lines and the zero at its end; nothing for none.
  func word(_ path: String) -> String? {
    text(path).value.map { $0.replacing("\0", with: "").trimmed }
  }

  /// The bytes of a file.
  func bytes(_ path: String) -> Looked<[UInt8]> {
    let file = open(real(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      return [ENOENT, ENOTDIR].contains(errno)
        ? .missing : .unreadable(String(cString: strerror(errno)))
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count < Machine.longest {
      let count = read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return .unreadable(String(cString: strerror(errno))) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return .found(bytes)
  }

  /// The names in a folder, sorted; none where it cannot be read.
  func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: real(folder))) ?? []).sorted()
  }

  /// Where a link leads, as it is written; nothing where it is none.
  func link(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: real(path))
  }

  /// The path after all links of its last component; nothing where there is nothing.
  func node(_ path: String) -> String? {
    var path = path
    for _ in 0..<16 {
      guard let next = link(path) else { return exists(path) ? path : nil }
      path = next.hasPrefix("/") ? next : Judgement.folderOf(path) + "/" + next
    }
    return nil
  }

  /// Who may do what with a file.
  func rights(_ path: String) -> FileRights? { FileRights(path: real(path)) }

  /// The room that is left below a path, in bytes.
  func freeBytes(_ path: String) -> UInt64? {
    var status = statvfs()
    guard statvfs(real(path), &status) == 0 else { return nil }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize)
  }

  /// What a program prints; nothing where there is none, or where it fails or hangs.
  func output(of program: String, _ arguments: String...) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: real(program))
    process.arguments = arguments
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let end = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + Machine.patience, execute: end)
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    end.cancel()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }

  /// The running processes: number, name and what each has open, as far as this user may see.
  func processes() -> [ProcessFacts] {
    names(in: "/proc").compactMap { name in
      guard let number = Int(name), let command = word("/proc/\(name)/comm") else { return nil }
      let open = names(in: "/proc/\(name)/fd").compactMap { link("/proc/\(name)/fd/\($0)") }
      return ProcessFacts(number: number, name: command, open: open)
    }
  }
}

/// A running process.
struct ProcessFacts: Hashable {
  var number: Int
  var name: String
  /// What its descriptors lead to, as /proc has it.
  var open: [String]
}
