/// What matters here in the configuration of a Raspberry Pi's firmware, `config.txt`.
///
/// Source: raspberrypi.com, documentation, config.txt: one setting a line, `#` begins a comment
/// only as the first character, `[…]` filters the lines after it, `gpio=` sets function and pull,
/// and a later one wins. A line that holds for some models only is taken as not being there.
public struct BootConfig: Hashable, Sendable {
  /// Where it was found.
  public var path: String
  /// The lines with `strict_gpiod` that hold for every model.
  public var asksStrict: Bool
  /// Lines that were meant so, but stand behind a filter or have more behind them.
  public var nearlyStrict: [String]
  /// Whether `warmgate` is among the overlays.
  public var hasOverlay: Bool
  /// The pulls of `gpio=` lines, by line.
  public var pulls: [UInt32: KernelFacts.Pull]

  /// Reads the text of the file at `path`.
  public init(path: String, text: String) {
    self.path = path
    (asksStrict, nearlyStrict, hasOverlay, pulls) = (false, [], false, [:])
    var holdsForAll = true
    for line in text.split(separator: "\n").map(\.trimmed) where !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        holdsForAll = line == "[all]"
      } else if line.hasPrefix("dtparam=") {
        read(parameters: String(line.dropFirst(8)), line, holdsForAll)
      } else if line == "dtoverlay=warmgate" || line.hasPrefix("dtoverlay=warmgate,") {
        hasOverlay = true
      } else if line.hasPrefix("gpio="), holdsForAll {
        read(gpio: String(line.dropFirst(5)))
      }
    }
  }

  private mutating func read(parameters: String, _ line: String, _ holdsForAll: Bool) {
    // Several may stand in a line: `dtparam=i2c_arm=on,strict_gpiod`.
    for parameter in parameters.split(separator: ",").map(\.trimmed)
    where parameter.hasPrefix("strict_gpiod") {
      if ["strict_gpiod", "strict_gpiod=on"].contains(parameter), holdsForAll {
        asksStrict = true
      } else {
        nearlyStrict.append(line)
      }
    }
  }

  /// For example `17,22-24=ip,pd`.
  private mutating func read(gpio: String) {
    let parts = gpio.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return }
    let words = parts[1].split(separator: ",").map(\.trimmed)
    let pull: KernelFacts.Pull? =
      words.contains("pd")
      ? .down
      : words.contains("pu") ? .up : words.contains("pn") || words.contains("np") ? .floating : nil
    guard let pull else { return }
    for item in parts[0].split(separator: ",") {
      let ends = item.split(separator: "-").compactMap { UInt32($0.trimmed) }
      guard let first = ends.first, let last = ends.last, first <= last, last < 1024 else {
        continue
      }
      for line in first...last { pulls[line] = pull }
    }
  }
}
