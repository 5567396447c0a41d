import Glibc

/// Reads a text file of a size that a person can write.
enum TextFile {
  /// Sixteen packs with every key and comments are 20 kB.
  static let largestSize = 256 * 1024

  /// The file's text. `inspect` is given the open file before anything is read from it.
  static func read(
    _ path: String, inspect: (Int32) throws(SettingsError) -> Void = { _ throws(SettingsError) in }
  ) throws(SettingsError) -> String {
    let bytes = try bytes(path, inspect)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let valid = longestValidPrefix(bytes)
    let line = valid.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    throw SettingsError(
      file: path, line: line, column: nil, key: "the file", found: "not UTF-8 text in this line",
      allowed: "UTF-8", remedy: "Save the file as UTF-8.")
  }

  private static func bytes(
    _ path: String, _ inspect: (Int32) throws(SettingsError) -> Void
  ) throws(SettingsError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    try inspect(descriptor)
    var bytes = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path, errno) }
      guard count > 0 else { return bytes }
      bytes += chunk[0..<count]
      guard bytes.count <= largestSize else {
        throw SettingsError(
          file: path, line: nil, column: nil, key: "the file",
          found: "larger than \(largestSize / 1024) kB", allowed: "up to \(largestSize / 1024) kB",
          remedy: "Give a Warmgate configuration; one of sixteen packs is 20 kB.")
      }
    }
  }

  private static func failure(_ path: String, _ number: Int32) -> SettingsError {
    let (found, remedy) =
      switch number {
      case ENOENT, ENOTDIR: ("missing", "Check the path; config/ has examples.")
      case EISDIR: ("a directory", "Give the configuration in it.")
      case EACCES:
        ("not readable for this user", "Run as the user that owns it, or allow it to be read.")
      default: ("not readable: \(String(cString: strerror(number)))", "Check the path.")
      }
    return SettingsError(
      file: path, line: nil, column: nil, key: "the file", found: found,
      allowed: "a readable text file", remedy: remedy)
  }

  /// The bytes before the first line that is not UTF-8.
  private static func longestValidPrefix(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    var end = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard String(validating: line, as: UTF8.self) != nil else { break }
      end = min(line.endIndex + 1, bytes.count)
    }
    return bytes[..<end]
  }
}
