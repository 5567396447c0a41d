public import Quantities

/// One row of the fault table.
public struct FaultRule: Hashable, Sendable {
  /// What is seen.
  public let seen: String
  /// How long or how much of it there must be before it counts.
  public let delay: FaultDelay
  /// What it does.
  public let effect: FaultEffect
  /// How it clears.
  public let clearing: FaultClearing
  /// What a person can do.
  public let remedy: String

  init(
    _ seen: String, _ delay: FaultDelay, _ effect: FaultEffect, _ clearing: FaultClearing,
    _ remedy: String
  ) {
    (self.seen, self.delay, self.effect, self.clearing) = (seen, delay, effect, clearing)
    self.remedy = remedy
  }
}

/// How long or how much of a fault there must be before it counts.
public enum FaultDelay: Hashable, Sendable {
  /// In the cycle in which it is seen.
  case atOnce
  /// Seen without a break for so long.
  case lasting(Duration)
  /// Once the pad has given the heat that should have raised the pack by so much.
  case heat(Kelvins)
  /// So many bad exchanges of so many.
  case exchanges(bad: Int, of: Int)
  /// The lifetime of a reading in the configuration.
  case readingLifetime
}

/// What a fault does, the mildest first.
public enum FaultEffect: Hashable, Sendable, CaseIterable {
  /// It is only said.
  case report
  case chargingOff
  case heatingOff
  case bothOff
  /// Both off, and the `alive` line stops: a switch may have failed shorted, and only the one in
  /// series can still take the power away.
  case powerCut
}

/// How a fault clears.
public enum FaultClearing: Hashable, Sendable {
  /// When it is no longer seen.
  case byItself
  /// It is tried again after so long.
  case after(Duration)
  /// It latches until a person acknowledges it, across restarts, once it is no longer seen (S7).
  case acknowledged
}
