public import ControlCore
public import Quantities

/// When the charger returned on the last days, and when it will return next.
///
/// A return is the first of a local day after three hours without a charger. The next one is
/// expected at the earliest of the last three times of day: being warm too early costs little,
/// being cold costs the charge. Times of day are compared around the clock, so that 23:50 is before
/// 00:10.
public struct ChargerReturns: Hashable, Sendable {
  /// A return.
  public struct Return: Hashable, Sendable {
    /// The local day, counted from 1970-01-01.
    public var day: Int
    /// The local time.
    public var time: TimeOfDay

    /// A return.
    public init(day: Int, time: TimeOfDay) { (self.day, self.time) = (day, time) }
  }

  /// A charger that comes back sooner has flickered.
  static let shortestAbsence = Duration.seconds(3 * 3600)
  /// The next return follows from so many.
  static let needed = 3
  /// Returns older than this say nothing of tomorrow.
  static let oldest = 7

  /// The returns that count, oldest first.
  public private(set) var returns: [Return] = []
  private var absentSince: Uptime?

  /// Returns that were seen in earlier runs.
  public init(_ returns: [Return] = []) {
    self.returns = Array(returns.sorted { $0.day < $1.day }.suffix(ChargerReturns.needed))
  }

  /// Takes in whether a charger is there. Returns whether there is a new return to remember.
  ///
  /// A presence that is not known is no absence, and no return.
  public mutating func note(
    _ isPresent: Measured<Bool>, at now: Uptime, _ wall: WallTime, _ zone: ZoneTable
  ) -> Bool {
    guard case .measured(let isPresent) = isPresent else {
      absentSince = nil
      return false
    }
    guard isPresent else {
      absentSince = absentSince ?? now
      return false
    }
    defer { absentSince = nil }
    guard let absentSince, now - absentSince >= ChargerReturns.shortestAbsence else { return false }
    let day = zone.day(of: wall)
    guard returns.last.map({ $0.day < day }) ?? true else { return false }
    returns.append(Return(day: day, time: zone.timeOfDay(of: wall)))
    returns = Array(returns.suffix(ChargerReturns.needed))
    return true
  }

  /// When the charger is expected on each day, or `nil` where it returned too seldom lately.
  public func expected(on day: Int) -> TimeOfDay? {
    let recent = returns.filter { day - $0.day <= ChargerReturns.oldest }
    guard recent.count == ChargerReturns.needed, let last = recent.last else { return nil }
    // Minutes before or after the last one, by the shorter way around the clock.
    let earliest = recent.map { TimeOfDay(minute: $0.time.minute - last.time.minute + 720).minute }
      .min()
    return earliest.map { TimeOfDay(minute: $0 - 720 + last.time.minute) }
  }
}
