/// What the live test saw of one line.
public struct LiveTrial: Hashable, Sendable {
  /// What was seen of the line after its program had been killed.
  public struct Sight: Hashable, Sendable {
    /// Whether it was at its active level, with the direction that the kernel had left it.
    public var isActiveAsLeft: Bool
    /// Whether it was when it had been made an input.
    public var isActiveAsInput: Bool

    /// What was seen.
    public init(isActiveAsLeft: Bool, isActiveAsInput: Bool) {
      (self.isActiveAsLeft, self.isActiveAsInput) = (isActiveAsLeft, isActiveAsInput)
    }
  }

  /// How it ended.
  public enum Ending: Hashable, Sendable {
    /// The kernel let it go, and something pulls it to "off".
    case falls
    /// The kernel kept it driven; as an input it is off.
    case kept
    /// It stays on also as an input: it is pulled to "on", or something else drives it.
    case restsOn
    /// It went off, and came on again as an input: nothing pulls it.
    case floats
    /// Somebody still holds it, so that it stays as it was.
    case stillHeld(by: String)
    /// It could not be turned off after the test; why, and what to do.
    case leftOn(found: String, remedy: String)
    /// It could not be driven, so nothing was tried; why, and what to do.
    case notTried(found: String, remedy: String)

    /// The ending in one word, for programs.
    public var word: String {
      switch self {
      case .falls: "falls"
      case .kept: "kept"
      case .restsOn: "restsOn"
      case .floats: "floats"
      case .stillHeld: "stillHeld"
      case .leftOn: "leftOn"
      case .notTried: "notTried"
      }
    }
  }

  /// The pack's name.
  public var pack: String
  /// What the line is for.
  public var use: SeenLine.Use
  /// The line as the configuration names it.
  public var line: String
  /// How it ended.
  public var ending: Ending

  /// The trial of a line.
  public init(pack: String, use: SeenLine.Use, line: String, ending: Ending) {
    (self.pack, self.use, self.line, self.ending) = (pack, use, line, ending)
  }

  /// Whether the line could not be driven, so that nothing is known.
  public var isUntried: Bool {
    switch ending {
    case .notTried: true
    case .falls, .kept, .restsOn, .floats, .stillHeld, .leftOn: false
    }
  }

  /// How a line ends that was seen so.
  public static func ending(_ sight: Sight) -> Ending {
    switch (sight.isActiveAsLeft, sight.isActiveAsInput) {
    case (false, false): .falls
    case (true, false): .kept
    case (true, true): .restsOn
    case (false, true): .floats
    }
  }

  /// The same in one sentence, with the remedy.
  public var finding: Finding {
    let name = "\(line) (\(use.rawValue) of \(pack))"
    func wrong(_ sentence: String, _ remedy: String) -> Finding {
      Finding(.live, line, .wrong, sentence, remedy: remedy)
    }
    switch ending {
    case .falls:
      return Finding(
        .live, line, .right, "\(name) went off when the program that held it was killed.")
    case .kept:
      return wrong(
        "\(name) stayed on when the program that held it was killed: this kernel keeps levels.",
        "On a Raspberry Pi `dtparam=strict_gpiod` in config.txt, then restart the machine. On "
          + "another board count on ExecStopPost= and on a charge pump (wiring.md, section 6).")
    case .restsOn:
      return wrong(
        "\(name) stayed on when the program that held it was killed, and as an input it is on too.",
        "Pull it to \"off\" with 10 kΩ at its switch (wiring.md, section 4), and look for what "
          + "else drives it. If it is on when low, say `active: low`.")
    case .floats:
      return wrong(
        "\(name) went off when the program that held it was killed, but came on again by itself: "
          + "nothing pulls it.",
        "Pull it to \"off\" with 10 kΩ at its switch (wiring.md, section 4).")
    case .stillHeld(let holder):
      return wrong(
        "\(name) stayed as it was when the program that held it was killed: \(holder) still holds "
          + "it.",
        "It may be on until then: find what has taken the line over (`gpioinfo`, `sudo lsof "
          + "/dev/gpiochip*`) and stop it.")
    case .leftOn(let found, let remedy):
      return wrong(
        "\(name) may be on: after the test it could not be turned off: \(found).", remedy)
    case .notTried(let found, let remedy):
      return Finding(.live, line, .unknown, "\(name) was not tried: \(found).", remedy: remedy)
    }
  }
}

extension Finding {
  /// Whether a charger is sensed while the gate is open; `nil` for what was not looked at.
  public static func chargerSensing(
    _ line: String, pack: String, unplugged: Bool?, plugged: Bool?
  ) -> Finding {
    let remedy =
      "Sense the charger before the charge gate (wiring.md, section 5); if the line is low "
      + "with a charger, say `active: low`."
    switch (unplugged, plugged) {
    case (true?, _):
      return Finding(
        .live, line, .wrong,
        "\(line) (charger_present of \(pack)) says that a charger is there while it is unplugged.",
        remedy: remedy)
    case (false?, true?):
      return Finding(
        .live, line, .right,
        "\(line) (charger_present of \(pack)) follows the charger while the gate is open.")
    case (false?, false?):
      return Finding(
        .live, line, .wrong,
        "\(line) (charger_present of \(pack)) does not see the charger while the gate is open: a "
          + "cold pack would stay cold.",
        remedy: remedy)
    case (nil, _), (_, nil):
      return Finding(
        .live, line, .warning,
        "\(line) (charger_present of \(pack)) was not tried with a charger.",
        remedy: "Run the live test again with the charger at hand.")
    }
  }
}
