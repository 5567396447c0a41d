/// A value that was measured, or the reason why it is not known.
///
/// Unknown is a case, never a number: there is no default and no old value to fall back on (S4).
public enum Measured<Value: Hashable & Sendable>: Hashable, Sendable {
  case measured(Value)
  case unknown(UnknownReason)

  /// The value, or `nil` where it is unknown. For display; a decision handles both cases.
  @inlinable public var value: Value? {
    switch self {
    case .measured(let value): value
    case .unknown: nil
    }
  }

  /// Why the value is unknown, or `nil` where it was measured.
  @inlinable public var reason: UnknownReason? {
    switch self {
    case .measured: nil
    case .unknown(let reason): reason
    }
  }

  /// The same knowledge of a value made from this one.
  @inlinable public func map<Other>(_ transform: (Value) -> Other) -> Measured<Other> {
    switch self {
    case .measured(let value): .measured(transform(value))
    case .unknown(let reason): .unknown(reason)
    }
  }
}

/// Why a value is not known.
public enum UnknownReason: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// It has not been read since the start, or the board did not answer.
  case notRead
  /// The protocol in use has no field for it.
  case notCarried
  /// The board reports that no sensor is fitted.
  case absent
  /// It lies outside what can be.
  case implausible
  /// It moved faster than a battery can, and has not yet proved itself again.
  case jumped
  /// It did not move while it had to.
  case frozen
  /// It is older than its lifetime.
  case stale

  /// The reason in words that finish the sentence "unknown: …".
  public var description: String {
    switch self {
    case .notRead: "not read yet"
    case .notCarried: "not carried by this protocol"
    case .absent: "no sensor fitted"
    case .implausible: "implausible value"
    case .jumped: "jumped faster than a battery can change"
    case .frozen: "did not move while it had to"
    case .stale: "too old"
    }
  }
}
