/// What a text may be.
enum TextRule: String, Sendable {
  /// A name for logs and files.
  case name
  /// A path from the root.
  case path
  /// The name of a bus in the same file.
  case bus
  /// The name of a board in the catalogue.
  case board
  /// A GPIO line's name.
  case lineName
  /// A GPIO chip.
  case chip
  /// What a pack is to be warm for.
  case readyBy
  /// A zone of the tz database.
  case timeZone

  /// What is allowed, in words.
  var allowed: String {
    switch self {
    case .name: "1 to 32 letters, digits, dashes and underscores"
    case .path: "a path from the root"
    case .bus: "the name of a bus under `buses`"
    case .board: "a board that `warmgate boards` lists"
    case .lineName: "a line's name of 1 to 31 bytes, as gpioinfo shows it"
    case .chip: "a chip of 1 to 255 bytes, as gpiodetect shows it: its name, path or label"
    case .readyBy: "a time from \"00:00\" to \"23:59\", `sunrise` or `charger`"
    case .timeZone: "a name of the tz database, as `Europe/Zurich`"
    }
  }

  /// The same as a regular expression, for editors.
  var pattern: String {
    switch self {
    case .name, .bus: "^[A-Za-z0-9_-]{1,32}$"
    case .path: "^/.*[^/]$"
    case .board: "^([Jj][Kk][-_])?[A-Za-z0-9]+$"
    case .lineName: "^.{1,31}$"
    case .chip: "^.{1,255}$"
    case .readyBy: "^(([01][0-9]|2[0-3]):[0-5][0-9]|sunrise|charger)$"
    case .timeZone: "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$"
    }
  }

  /// Whether `text` has the right form.
  func accepts(_ text: String) -> Bool {
    let bytes = text.utf8
    let isPrintable = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    switch self {
    case .name, .bus:
      return (1...32).contains(bytes.count) && bytes.allSatisfy(isNameByte)
    case .path:
      return bytes.count > 1 && bytes.first == UInt8(ascii: "/")
        && bytes.last != UInt8(ascii: "/") && isPrintable
    case .board: return !bytes.isEmpty
    // The kernel's GPIO_MAX_NAME_SIZE is 32 with the final zero (linux/gpio.h).
    case .lineName: return (1...31).contains(bytes.count) && isPrintable
    case .chip: return (1...255).contains(bytes.count) && isPrintable
    case .readyBy:
      return text.wholeMatch(of: /(?:[01][0-9]|2[0-3]):[0-5][0-9]|sunrise|charger/) != nil
    case .timeZone:
      return text.wholeMatch(of: #/[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}/#) != nil
    }
  }
}

private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
    true
  default: false
  }
}
