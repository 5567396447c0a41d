public import ControlCore
internal import Quantities

/// Drives every output of a configuration inactive, after a controller that has ended or died.
///
/// Each line is had for itself: one that is missing or held keeps no other from going off. A line
/// that is held is tried again for a while, since a dying process may still have it.
public struct SafeRound: Sendable {
  /// What became of one output.
  public struct Outcome: Hashable, Sendable {
    /// The pack's name.
    public var pack: String
    /// What the line is for.
    public var role: LineRole
    /// The line as the configuration names it.
    public var line: String
    /// `nil` where the line was driven inactive and reads back so.
    public var failure: OutputFailure?
  }

  /// Requests an output, which drives it inactive.
  typealias Open = @Sendable (LineSettings, LineRole) throws(OutputFailure) -> any LineDriving

  /// How long a held line is tried: less than the time that a service manager gives `ExecStopPost`.
  public static let patience = Duration.seconds(2)
  private static let pause = Duration.milliseconds(50)

  private let clock: any ControlClock
  private let open: Open

  /// A round on the machine's own lines.
  public init(clock: any ControlClock) {
    self.init(clock: clock) { (line, role) throws(OutputFailure) in
      try SharedOutputLine(line, role: role)
    }
  }

  init(clock: any ControlClock, open: @escaping Open) {
    self.clock = clock
    self.open = open
  }

  /// Drives every output of `packs` inactive and gives it back. Returns what became of each, in the
  /// order of the configuration.
  public func run(_ packs: [(name: String, lines: PackLines)]) -> [Outcome] {
    run(packs.flatMap { pack in pack.lines.outputs.map { (pack.name, $0.role, $0.line) } })
  }

  /// Drives every one of `outputs` inactive and gives it back. Returns what became of each.
  public func run(_ outputs: [(pack: String, role: LineRole, line: LineSettings)]) -> [Outcome] {
    let settings = outputs.map(\.line)
    var outcomes = outputs.map { pack, role, line in
      Outcome(pack: pack, role: role, line: line.address.description)
    }
    var left = Array(outcomes.indices)
    let end = clock.now + SafeRound.patience
    while true {
      left = left.filter { index in
        let failure = turnOff(settings[index], outcomes[index].role)
        outcomes[index].failure = failure
        return failure?.kind == .lineBusy
      }
      guard !left.isEmpty, clock.now < end else { return outcomes }
      clock.sleep(until: clock.now + SafeRound.pause)
    }
  }

  private func turnOff(_ settings: LineSettings, _ role: LineRole) -> OutputFailure? {
    do throws(OutputFailure) {
      let line = try open(settings, role)
      defer { line.release() }
      try line.drive(false)
      guard try !line.isActive() else { throw .staysActive(settings.address.description) }
      return nil
    } catch {
      return error
    }
  }
}

extension PackLines {
  /// The outputs of the pack: the charge gate, and the heater and `alive` where there are.
  public var outputs: [(role: LineRole, line: LineSettings)] {
    [(LineRole.charge, charge), (.heater, heater), (.alive, alive)].compactMap { role, line in
      line.map { (role, $0) }
    }
  }
}

extension OutputFailure {
  fileprivate static func staysActive(_ line: String) -> OutputFailure {
    OutputFailure(
      .writeFailed, line: line, found: "driven inactive, but it reads as active",
      remedy: "Take the power from its switch, then look for a short circuit of the line.")
  }
}
