public import Quantities

/// A JK board model as its maker describes it.
public struct Board: Hashable, Sendable {
  /// The model, for example `B2A8S20P`.
  public let name: String
  /// The string counts that the board takes with Li-ion cells.
  public let liIonStrings: ClosedRange<Int>
  /// The string counts that the board takes with LFP cells.
  public let lfpStrings: ClosedRange<Int>
  /// The string counts that the board takes with LTO cells.
  public let ltoStrings: ClosedRange<Int>
  /// Continuous discharge current; the maker's table gives the same for charging.
  public let continuousCurrent: Amperes
  /// The heating output.
  public let heating: HeatingOption

  /// The string counts that the board takes with cells of `chemistry`.
  public func strings(of chemistry: Chemistry) -> ClosedRange<Int> {
    switch chemistry {
    case .lfp: lfpStrings
    case .liIon: liIonStrings
    case .lto: ltoStrings
    }
  }
}
