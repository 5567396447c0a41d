/// How long the program waits on a serial line, in wall time, and how it comes back after a
/// failure, in the time of the clock that `JKBus` is given.
public struct LinkTiming: Hashable, Sendable {
  /// How long a board may take to begin its answer.
  ///
  /// Source: boards begin after 38 ms to 93 ms; libmodbus's own 500 ms proved tight
  /// (mr-manuel/venus-os_dbus-serialbattery, JKBMS-PB.md).
  public var responseTimeout: Duration
  /// The longest pause inside an answer. Less than 100 ms suits pseudo-terminals only: adapters
  /// hand bytes over in parcels.
  public var byteTimeout: Duration
  /// How often a board that has been answering is asked before the read fails; at least 1.
  public var tries: Int
  /// The silence before each request, or `nil` for the protocol's own: with Modbus 3.5 characters
  /// at the bus's rate, with 4E 57 and DD A5 100 ms.
  ///
  /// Source: "Modbus over Serial Line" V1.02, section 2.5.1.1; JK "Communication protocol between
  /// monitoring platform and BMS" V2.5.
  public var quietGap: Duration?
  /// The silence before a request to a board that failed within the last `cautionTime`.
  ///
  /// Source: mr-manuel/venus-os_dbus-serialbattery, JKBMS-PB.md: some boards need 100 ms.
  public var quietGapAfterFailure: Duration
  /// How long after a failure a board is asked with the wide gap.
  public var cautionTime: Duration
  /// The pause before the device is opened again; it doubles with each failure.
  public var firstReconnectDelay: Duration
  /// The longest pause before the device is opened again.
  public var longestReconnectDelay: Duration
  /// A board that failed so often in a row is asked once every `silentInterval` only. With protocol
  /// `auto`, so many failures without an answer from any board make the search start anew.
  public var failuresUntilSilent: Int
  /// How often a silent board is asked. Between two silent boards, half of it passes.
  public var silentInterval: Duration

  /// Times for real boards: 800 ms, 100 ms, 3 tries, the protocol's own silence (100 ms for 60 s
  /// after a failure), 0.2 s doubling to 5 s, and every 4 s after 3 failures.
  public init(
    responseTimeout: Duration = .milliseconds(800), byteTimeout: Duration = .milliseconds(100),
    tries: Int = 3, quietGap: Duration? = nil,
    quietGapAfterFailure: Duration = .milliseconds(100), cautionTime: Duration = .seconds(60),
    firstReconnectDelay: Duration = .milliseconds(200),
    longestReconnectDelay: Duration = .seconds(5), failuresUntilSilent: Int = 3,
    silentInterval: Duration = .seconds(4)
  ) {
    precondition(tries >= 1, "a board is asked at least once")
    self.responseTimeout = responseTimeout
    self.byteTimeout = byteTimeout
    self.tries = tries
    self.quietGap = quietGap
    self.quietGapAfterFailure = quietGapAfterFailure
    self.cautionTime = cautionTime
    self.firstReconnectDelay = firstReconnectDelay
    self.longestReconnectDelay = longestReconnectDelay
    self.failuresUntilSilent = failuresUntilSilent
    self.silentInterval = silentInterval
  }

  /// Times for real boards.
  public static let standard = LinkTiming()
}
