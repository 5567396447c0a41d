/// One thing that was looked at: what was found, whether it is right, and what to do if not.
public struct Finding: Hashable, Sendable {
  /// What was looked at, in the order in which it is told.
  public enum Topic: String, Hashable, Sendable, CaseIterable {
    case lines, pulls, levels, serial, clock, disk, watchdog, unit, files, network
    case live = "live test"
  }

  /// Whether it is as it has to be.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// As it has to be.
    case right
    /// It works, but less well than it could, or not for ever.
    case warning
    /// It takes a protection away: the set-up is not to be trusted.
    case wrong
    /// It could not be looked at: as little to be trusted as what is wrong (S4).
    case unknown
  }

  /// What was looked at.
  public var topic: Topic
  /// Which one of several, for example `HEATER` or `/dev/ttyUSB0`.
  public var subject: String
  /// Whether it is right.
  public var verdict: Verdict
  /// What was found, in a sentence.
  public var sentence: String
  /// What to do; `nil` where it is right.
  public var remedy: String?

  /// A finding; a remedy belongs to everything that is not right.
  public init(
    _ topic: Topic, _ subject: String, _ verdict: Verdict, _ sentence: String,
    remedy: String? = nil
  ) {
    precondition((verdict == .right) == (remedy == nil), "what is not right has a remedy")
    (self.topic, self.subject, self.verdict) = (topic, subject, verdict)
    (self.sentence, self.remedy) = (sentence, remedy)
  }
}

/// What all findings together come to.
public struct Conclusion: Hashable, Sendable {
  /// Whether nothing is wrong and nothing unknown.
  public var isTrusted: Bool
  /// The same in a sentence, with the counts.
  public var sentence: String

  init(isTrusted: Bool, sentence: String) {
    (self.isTrusted, self.sentence) = (isTrusted, sentence)
  }

  /// Concludes from `findings`.
  public init(_ findings: [Finding]) {
    func count(_ verdict: Finding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
    let (wrong, unknown, warnings) = (count(.wrong), count(.unknown), count(.warning))
    isTrusted = wrong == 0 && unknown == 0
    let isTried = findings.contains { $0.topic == .live }
    if !isTrusted {
      sentence =
        "Do not trust this set-up yet: \(wrong) wrong, \(unknown) unknown, \(warnings) "
        + "\(warnings == 1 ? "warning" : "warnings")."
    } else if isTried {
      sentence = "This set-up can be trusted, and the lines fell when their program was killed."
    } else {
      sentence =
        "Nothing that was looked at is wrong. What the lines do when their program is killed has "
        + "not been tried: --live."
    }
  }
}
