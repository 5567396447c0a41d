public import Quantities

/// A JK board model as its maker describes it: one row of `hw/boards.csv`.
///
/// Source: the maker's model table on its active-balancer BMS product pages; what they contradict
/// themselves about is decided in `MakerContradictions.swift`.
public struct Board: Hashable, Sendable {
  /// The model, for example `B2A8S20P`.
  public let name: String
  /// The string counts that the board takes with Li-ion cells.
  public let liIonStrings: ClosedRange<Int>
  /// The string counts that the board takes with LFP cells.
  public let lfpStrings: ClosedRange<Int>
  /// The string counts that the board takes with LTO cells.
  public let ltoStrings: ClosedRange<Int>
  /// The current of the active balancer.
  public let balanceCurrent: Amperes
  /// The resistance of the main circuit, or `nil` where the maker gives none.
  public let mainCircuitResistance: Ohms?
  /// The continuous discharge current; the maker's table gives the same for charging.
  public let continuousCurrent: Amperes
  /// The discharge current for two minutes, or `nil` where the maker gives none.
  public let twoMinuteCurrent: Amperes?
  /// The range of the charge over-current protection; it begins at 10 A on every board.
  public let chargeOvercurrentRange: ClosedRange<Amperes>
  /// The heating output.
  public let heating: HeatingOption
  /// Length × width × height, in millimetres.
  public let size: String
  /// Whether charge and discharge share a port.
  public let wiring: Wiring

  /// How charger and load are connected.
  public enum Wiring: String, Hashable, Sendable {
    case commonPort = "common port"
    case splitPort = "split port"
  }

  /// The interfaces that every board of the model has. The boards without a heating option carry
  /// the CAN bus by default; on the others CAN bus and heating are the customised pair.
  public var interfaces: [String] {
    switch heating {
    case .optional: ["RS485"]
    case .unavailable: ["RS485", "CANBUS"]
    }
  }

  /// The string counts that the board takes with cells of `chemistry`.
  public func strings(of chemistry: Chemistry) -> ClosedRange<Int> {
    switch chemistry {
    case .lfp: lfpStrings
    case .liIon: liIonStrings
    case .lto: ltoStrings
    }
  }

  /// Whether `model`, as a board reports it of itself, names another board than this one.
  ///
  /// `JK_B2A20S20P`, `JK-B2A20S` and `jk b2a20s20p-2` all name the B2A20S20P; a text that does not
  /// begin with JK names none.
  public func isOther(thanReported model: String) -> Bool {
    let reported = Board.letters(of: model)
    guard reported.hasPrefix("JK") else { return false }
    let core = reported.dropFirst(2)
    let own = Board.letters(of: name)
    return !core.hasPrefix(own) && !own.hasPrefix(core)
  }

  private static func letters(of text: String) -> String {
    text.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}
