import ControlCore
import JKProtocol
import Quantities

/// An open line to boards that speak one protocol. Every exchange reads; none writes to a board.
protocol BoardLink: AnyObject {
  /// The smallest step in which a probe is reported.
  var probeResolution: Kelvins { get }
  /// How many exchanges there were on this line, and in how many the reply was damaged.
  var exchanges: ExchangeCount { get }
  /// Whether the device is still there.
  var isPluggedIn: Bool { get }

  /// Asks a board, at most `tries` times, for what it measures.
  func status(of address: Int, tries: Int) throws(LinkFailure) -> BoardSample
  /// Asks a board, at most `tries` times, for what the app has set; `nil` where the protocol does
  /// not carry it.
  func settings(of address: Int, tries: Int) throws(LinkFailure) -> TimedSettings?
  /// Asks a board, at most `tries` times a request, for everything.
  func report(of address: Int, tries: Int) throws(LinkFailure) -> BoardReport
  /// Forgets what is known of a board, because another one may answer next.
  func forget(_ address: Int)
}

/// What a board measured, and when it said so.
struct BoardSample {
  var status: BoardStatus
  /// The model that the board reports of itself.
  var model: Measured<String>
  /// When the last byte of the first reply that it is made from arrived.
  var takenAt: Uptime
  /// The settings, where they came along.
  var settings: TimedSettings?
}

/// What the app has set, and when the board said so.
struct TimedSettings {
  var settings: BoardSettings
  /// When the last byte of the first reply that they are made from arrived.
  var takenAt: Uptime
}
