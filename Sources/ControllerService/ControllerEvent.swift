public import ControlCore
public import Planning
public import Quantities

/// Something that a person wants to know of, in a sentence.
public struct ControllerEvent: Hashable, Sendable {
  /// How much it matters.
  public enum Level: String, Hashable, Sendable, CaseIterable {
    /// The controller did what it is for.
    case notice
    /// Something is wrong that the controller coped with.
    case warning
    /// Something is wrong that a person must see to.
    case error
  }

  /// What happened.
  public enum Kind: Hashable, Sendable {
    /// The outputs changed, or the reason for them.
    case decision(Decision)
    /// The app's settings were read for the first time, or are not what they were.
    case appSettings
    /// Charging was blocked by cold, or released; to be remembered across restarts.
    case block(ChargeBlock)
    /// The charger returned after hours; to be remembered across restarts.
    case chargerReturn(ChargerReturns)
    /// A pack's schedule cannot be followed, or can be again.
    case schedule
    /// A board cannot be read, or can be read again.
    case link
    /// A GPIO line failed, or the interlock refused.
    case fault
    /// The controller itself: start, reload, stop.
    case controller
  }

  /// When.
  public var at: Uptime
  /// The pack concerned; `nil` where it concerns all of them.
  public var pack: String?
  /// What happened.
  public var kind: Kind
  /// How much it matters.
  public var level: Level
  /// What happened, in words.
  public var sentence: String

  /// An event at one time.
  public init(at: Uptime, pack: String?, kind: Kind, level: Level, sentence: String) {
    self.at = at
    self.pack = pack
    self.kind = kind
    self.level = level
    self.sentence = sentence
  }
}
