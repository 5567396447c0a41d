/// All that a board said: what it measures, what the app has set, and which board it is.
public struct BoardReport: Hashable, Sendable {
  /// What it measures.
  public var status: BoardStatus
  /// What the app has set.
  public var settings: BoardSettings
  /// Which board it is.
  public var identity: BoardIdentity

  /// A report of what is known.
  public init(
    status: BoardStatus = BoardStatus(), settings: BoardSettings = BoardSettings(),
    identity: BoardIdentity = BoardIdentity()
  ) {
    self.status = status
    self.settings = settings
    self.identity = identity
  }
}
