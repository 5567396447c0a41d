internal import ControlCore
internal import Glibc

/// The failures of lines in words: what was found, and what to do about it.
extension OutputFailure {
  static func noChips(_ line: String) -> OutputFailure {
    OutputFailure(
      .chipMissing, line: line, found: "this machine has no GPIO chip (no /dev/gpiochip*)",
      remedy: "Load the driver of the board's GPIO, or use a board that has one.")
  }

  static func unknownChip(_ chip: String, line: String, chips: [ChipFacts]) -> OutputFailure {
    OutputFailure(
      .chipMissing, line: line, found: "no GPIO chip is called \(chip); there are \(list(chips))",
      remedy: "Name one of these by its name, path or label; `gpiodetect` lists them.")
  }

  static func unknownName(_ name: String, chips: [ChipFacts]) -> OutputFailure {
    OutputFailure(
      .lineUnknown, line: name, found: "no line of this name on \(list(chips))",
      remedy: "`gpioinfo` lists the names; a line without a name is given by chip and offset.")
  }

  static func offsetTooLarge(_ line: String, chip: ChipFacts) -> OutputFailure {
    OutputFailure(
      .lineUnknown, line: line,
      found: "\(chip.name) has \(chip.lineCount) lines, with the offsets 0 to "
        + "\(Int(chip.lineCount) - 1)",
      remedy: "Give one of these offsets; `gpioinfo \(chip.name)` lists them.")
  }

  static func ambiguous(_ line: String, places: [LinePlace]) -> OutputFailure {
    let found = places.map { "\($0.path) offset \($0.offset)" }.joined(separator: ", ")
    return OutputFailure(
      .lineAmbiguous, line: line, found: "\(places.count) lines are meant by this name: \(found)",
      remedy: "Say which one: give the chip (by name or path) and the offset instead.")
  }

  static func opening(_ line: String, path: String, errorNumber: Int32) -> OutputFailure {
    switch errorNumber {
    case EACCES, EPERM:
      return OutputFailure(
        .notPermitted, line: line, found: "this user may not open \(path)",
        remedy: "Add the user to the group of \(path) (often `gpio`), or run as the service user.")
    default:
      return OutputFailure(
        .chipMissing, line: line, found: "\(path) cannot be opened: \(words(errorNumber))",
        remedy: "Name a GPIO chip; `gpiodetect` lists them.")
    }
  }

  static func requesting(
    _ line: String, at place: LinePlace, errorNumber: Int32, holder: String?
  ) -> OutputFailure {
    let located = "\(place.path) offset \(place.offset)"
    switch errorNumber {
    case EBUSY:
      let user = holder.map { "held by \"\($0)\"" } ?? "held by a driver that gives no name"
      return OutputFailure(
        .lineBusy, line: line, found: "\(located) is \(user)",
        remedy: "Stop what holds the line (`gpioinfo` shows it), or give another line.")
    case EACCES, EPERM:
      return .opening(line, path: place.path, errorNumber: errorNumber)
    case ECANCELED:
      return .latched(line)
    default:
      return OutputFailure(
        .writeFailed, line: line, found: "\(located) was not granted: \(words(errorNumber))",
        remedy: "Check that the line can have this direction; `dmesg` may say more.")
    }
  }

  static func driving(_ line: String, errorNumber: Int32) -> OutputFailure {
    switch errorNumber {
    case ECANCELED: .latched(line)
    case EBADF: .released(line, .writeFailed)
    default:
      OutputFailure(
        .writeFailed, line: line, found: "the line cannot be driven: \(words(errorNumber))",
        remedy: "Check the GPIO chip and its bus; `dmesg` may say more.")
    }
  }

  static func reading(_ line: String, errorNumber: Int32) -> OutputFailure {
    switch errorNumber {
    case EBADF: .released(line, .readFailed)
    default:
      OutputFailure(
        .readFailed, line: line, found: "the line cannot be read: \(words(errorNumber))",
        remedy: "Check the GPIO chip and its bus; `dmesg` may say more.")
    }
  }

  private static func latched(_ line: String) -> OutputFailure {
    OutputFailure(
      .writeFailed, line: line,
      found: "refused, because this process has dropped its outputs for good",
      remedy: "Start the program again.")
  }

  private static func released(_ line: String, _ kind: Kind) -> OutputFailure {
    OutputFailure(
      kind, line: line, found: "the line was given back", remedy: "Request the line again.")
  }

  private static func list(_ chips: [ChipFacts]) -> String {
    chips.map { $0.label.isEmpty ? $0.name : "\($0.name) (\($0.label))" }.joined(separator: ", ")
  }
}

/// An error number in words, for example `No such device (19)`.
private func words(_ errorNumber: Int32) -> String {
  guard let text = strerror(errorNumber) else { return "error \(errorNumber)" }
  return "\(String(cString: text)) (\(errorNumber))"
}
