public import ControlCore
public import GPIOLines

/// The outputs that a running controller holds, as the text of a small file beside its state.
///
/// `warmgate safe` reads it after a crash: the configuration may have changed since it was loaded,
/// or be broken by now, and a kernel that keeps levels keeps those of the lines that were held.
/// An orderly stop removes it, and so does a round that has turned all of them off.
public struct LineRecord: Hashable, Sendable {
  /// One output line.
  public struct Output: Hashable, Sendable {
    /// The pack's name.
    public var pack: String
    /// What the line is for.
    public var role: LineRole
    /// The line, with its polarity.
    public var line: LineSettings

    /// An output of a pack.
    public init(pack: String, role: LineRole, line: LineSettings) {
      (self.pack, self.role, self.line) = (pack, role, line)
    }
  }

  /// The outputs, in the order of the configuration.
  public private(set) var outputs: [Output] = []

  private static let title = "warmgate lines 1"
  /// No record is longer; what is, is not a record.
  static let longest = 1 << 16

  /// The outputs of some packs.
  public init(_ packs: [ConfiguredPack] = []) { add(packs) }

  /// Takes in the outputs of more packs, as a reload brings them. None is taken out: a reload may
  /// be refused, and the old lines are held on.
  public mutating func add(_ packs: [ConfiguredPack]) {
    for pack in packs {
      for (role, line) in pack.lines.outputs {
        let output = Output(pack: pack.pack.name, role: role, line: line)
        if !outputs.contains(output) { outputs.append(output) }
      }
    }
  }

  /// The file's text: a line for each output.
  public var text: String {
    let rows = outputs.map { output -> String in
      let level = output.line.activeLow ? "active-low" : "active-high"
      let place =
        switch output.line.address {
        case .name(let name): "name \(name)"
        case .offset(let chip, let offset): "offset \(offset) \(chip)"
        }
      return "\(output.pack) \(output.role.rawValue) \(level) \(place)"
    }
    return ([LineRecord.title] + rows).joined(separator: "\n") + "\n"
  }

  /// Reads a file's text, or nothing unless it is a whole record.
  public init?(text: String) {
    guard text.utf8.count <= LineRecord.longest, text.hasSuffix("\n") else { return nil }
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    guard rows.first.map(String.init) == LineRecord.title else { return nil }
    for row in rows.dropFirst() {
      guard let output = LineRecord.output(String(row)) else { return nil }
      outputs.append(output)
    }
  }

  private static func output(_ row: String) -> Output? {
    let words = row.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
      .map(String.init)
    guard words.count == 5, !words[0].isEmpty, let role = LineRole(rawValue: words[1]),
      ["active-low", "active-high"].contains(words[2])
    else { return nil }
    let address: LineAddress
    switch words[3] {
    case "name":
      guard !words[4].isEmpty else { return nil }
      address = .name(words[4])
    case "offset":
      let place = words[4].split(separator: " ", maxSplits: 1).map(String.init)
      guard place.count == 2, let offset = UInt32(place[0]) else { return nil }
      address = .offset(chip: place[1], offset: offset)
    default: return nil
    }
    let line = LineSettings(address, activeLow: words[2] == "active-low")
    return Output(pack: words[0], role: role, line: line)
  }

  /// Reads the record at `path`; nothing where there is none, or none that is whole.
  public static func read(_ path: String) -> LineRecord? {
    DurableFile.text(of: path, atMost: longest).flatMap(LineRecord.init(text:))
  }

  /// Writes it to `path`. Returns what went wrong, in words, or `nil`.
  public func write(_ path: String) -> String? {
    do throws(DurableFile.Failure) { try DurableFile.replace(path, with: text) } catch {
      return error.found
    }
    return nil
  }

  /// Removes the record at `path`.
  public static func remove(_ path: String) { _ = DurableFile.remove(path) }
}
