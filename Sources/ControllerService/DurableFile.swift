import Foundation
import Glibc

/// Replaces a small file so that a power loss leaves the old or the new one, whole.
enum DurableFile {
  /// What went wrong, in words.
  struct Failure: Error, Hashable {
    var found: String
  }

  /// Writes `text` beside the file, has the disk take it, renames it, and has the folder take that.
  ///
  /// The file is readable and writable by its owner only, and so is a folder that is made for it.
  static func replace(_ path: String, with text: String) throws(Failure) {
    let folder = (path as NSString).deletingLastPathComponent
    if access(folder, F_OK) != 0 { try check(mkdir(folder, 0o700), "make the folder \(folder)") }
    let beside = path + ".new"
    let file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    try check(file, "write \(beside)")
    do throws(Failure) {
      defer { close(file) }
      // What a power loss left there may have other rights.
      try check(fchmod(file, 0o600), "protect \(beside)")
      try write(text, to: file, beside)
      try check(fsync(file), "have the disk take \(beside)")
    } catch {
      unlink(beside)
      throw error
    }
    try check(rename(beside, path), "rename \(beside)")
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    try check(directory, "open the folder \(folder)")
    defer { close(directory) }
    try check(fsync(directory), "have the disk take the folder \(folder)")
  }

  /// Removes a file so that a power loss does not bring it back. Returns whether it is gone.
  static func remove(_ path: String) -> Bool {
    guard unlink(path) == 0 else { return errno == ENOENT }
    let folder = (path as NSString).deletingLastPathComponent
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return true }
    defer { close(directory) }
    _ = fsync(directory)
    return true
  }

  private static func write(
    _ text: String, to file: Int32, _ path: String
  ) throws(Failure) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      try check(Int32(truncatingIfNeeded: count), "write \(path)")
      rest = rest.dropFirst(count)
    }
  }

  private static func check(_ result: Int32, _ what: String) throws(Failure) {
    guard result < 0 else { return }
    throw Failure(found: "cannot \(what): \(String(cString: strerror(errno)))")
  }

  /// The text of a file of at most `limit` bytes, or nothing where it cannot be read as such.
  static func text(of path: String, atMost limit: Int) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var used = 0
    while used < bytes.count {
      let count = bytes[used...].withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      used += count
    }
    guard used <= limit else { return nil }
    return String(validating: bytes[..<used], as: UTF8.self)
  }
}
