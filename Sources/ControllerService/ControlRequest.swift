public import ControlCore

/// What can be asked of a running controller over its local socket: one line of text.
public enum ControlRequest: Hashable, Sendable {
  /// What each pack sees, decides and drives.
  case status
  /// Clear a latched fault of a pack.
  case acknowledge(pack: String, fault: Fault)

  /// No request is longer, in bytes, its line end included.
  public static let longest = 256

  /// The line, without its end.
  public var line: String {
    switch self {
    case .status: "status"
    case .acknowledge(let pack, let fault): "acknowledge \(pack) \(fault)"
    }
  }

  /// Reads a line, or says what is wrong with it.
  public init(line: String) throws(ControlRequestFailure) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    switch (words.first, words.count) {
    case ("status", 1): self = .status
    case ("acknowledge", 3):
      guard let fault = Fault(rawValue: words[2]) else {
        throw ControlRequestFailure(description: "there is no fault \"\(words[2].prefix(40))\"")
      }
      self = .acknowledge(pack: words[1], fault: fault)
    default:
      throw ControlRequestFailure(
        description: "a request is `status` or `acknowledge PACK FAULT`, not "
          + "\"\(line.prefix(40))\"")
    }
  }
}

/// A request that cannot be one.
public struct ControlRequestFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in words.
  public var description: String
}
