public import Quantities

/// What a board's heating output may carry. Both limits hold at the same time.
///
/// Source: `hw/boards.csv`, from the maker's heating-function page: 3 A board design limit;
/// 200 W, or 100 W on the B2A8S20P.
public struct HeaterRating: Hashable, Sendable {
  /// The highest pad current.
  public let currentLimit: Amperes
  /// The highest pad power.
  public let powerLimit: Watts

  /// A rating with both of its limits.
  public init(currentLimit: Amperes, powerLimit: Watts) {
    (self.currentLimit, self.powerLimit) = (currentLimit, powerLimit)
  }

  /// 3 A and 200 W.
  public static let standard = HeaterRating(currentLimit: Amperes(3), powerLimit: Watts(200))
  /// 3 A and 100 W: the B2A8S20P.
  public static let limited100W = HeaterRating(currentLimit: Amperes(3), powerLimit: Watts(100))

  /// The smallest heater resistance that respects both limits at `voltage`.
  public func minimumResistance(at voltage: Volts) -> Ohms {
    max(voltage / currentLimit, voltage.squared / powerLimit)
  }

  /// The limit that a pad meets first at `voltage`: below U = P / I the current, above it the
  /// power (66.67 V on the 200 W boards, 33.33 V on the 100 W board).
  public func bindingLimit(at voltage: Volts) -> HeaterLimit {
    voltage * currentLimit > powerLimit ? .power : .current
  }
}

/// One of the two limits of a heating output; both hold at the same time.
public enum HeaterLimit: String, Hashable, Sendable, CaseIterable {
  case current
  case power
}

/// Whether a board can be ordered with the heating output.
public enum HeatingOption: Hashable, Sendable {
  /// The output exists as a customised option, with this rating.
  case optional(HeaterRating)
  /// The maker offers no heating output for this board.
  case unavailable
}
