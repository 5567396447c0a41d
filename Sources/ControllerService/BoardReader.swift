public import ControlCore
public import JKLink

/// Reads the boards of one bus. Used from one thread only; blocks while it waits for an answer.
public protocol BoardReader: AnyObject {
  /// Reads a board's sample. Throws `LinkFailure`; never returns a guessed or an old value.
  func readStatus(address: Int) throws(LinkFailure) -> BatteryReading
  /// How many exchanges there were on the line since the start, and in how many the reply was
  /// damaged.
  var exchanges: ExchangeCount { get }
  /// Reads the app's settings, or `nil` where the protocol does not carry them.
  func readAppSettings(address: Int) throws(LinkFailure) -> AppSettings?
}

extension JKBus: BoardReader {}
