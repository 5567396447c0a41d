/// A point on which the maker's own pages disagree, and what this program goes by.
public struct MakerContradiction: Hashable, Sendable {
  /// What they disagree about.
  public let subject: String
  /// What the one and the other say, with where they say it.
  public let statements: [String]
  /// What this program goes by, and why.
  public let decision: String
  /// The boards that it is about.
  public let models: [String]
}

extension MakerContradiction {
  /// Every contradiction found, in one place; the catalogue follows these decisions.
  ///
  /// Source: the maker's model table, its product and heating pages, and its manuals, each named
  /// in the statements.
  public static let all: [MakerContradiction] = [
    MakerContradiction(
      subject: "LTO strings",
      statements: [
        "model table: 12 to 17", "product page of the BD6A17S6P: 10 to 17, in its box 8 to 17",
      ],
      decision: "12 to 17: the narrower range, as for the other 17S boards.",
      models: ["BD6A17S6P"]),
    MakerContradiction(
      subject: "LTO on the 8S boards",
      statements: ["model table: 6 to 8", "user manual of the B1A8S20P and B2A8S20P: no LTO"],
      decision: "6 to 8: heating and its limits do not depend on it; the app refuses a chemistry "
        + "that a board does not have.",
      models: ["B1A8S20P", "B2A8S20P"]),
    MakerContradiction(
      subject: "lowest string count and supply voltage",
      statements: [
        "model table: Li-ion from 7, LFP from 8, LTO from 12",
        "manual of these boards: Li-ion from 14, LFP from 16, LTO from 20; supply 40 to 100 V",
      ],
      decision: "the model table: a board without supply is silent, and silence is off. 24 Li-ion "
        + "cells reach 100.8 V; the pad is sized for that voltage.",
      models: ["BD6A20S10P", "B1A24S15P", "B2A24S15P", "B2A24S20P"]),
    MakerContradiction(
      subject: "heating option",
      statements: [
        "heating page: boards with HEAT among the customised interfaces",
        "model table: these two have no customised interface",
      ],
      decision: "no heating output: a configuration with a heater is refused.",
      models: ["B2A25SRP", "B5A25S60P"]),
    MakerContradiction(
      subject: "over-current protection beside the continuous current",
      statements: [
        "model table: 500 A continuous and adjustable to 600 A (B5A25S60P)",
        "model table: 120 A continuous and adjustable to 100 A (B1A17S12P, B1A20S12P)",
      ],
      decision: "both as printed: neither decides anything here.",
      models: ["B5A25S60P", "B1A17S12P", "B1A20S12P"]),
    MakerContradiction(
      subject: "3 A and the power limit",
      statements: ["heating page: 3 A at most", "heating page: 200 W, 100 W on the B2A8S20P"],
      decision: "both hold at the same time, at the highest voltage of the pack.",
      models: Board.all.filter { $0.heating != .unavailable }.map(\.name)),
    MakerContradiction(
      subject: "highest cell over-voltage protection",
      statements: ["present manual: 4.35 V", "older manuals: 4.25 V"],
      decision: "a pad is sized for 4.2 V, 3.65 V and 2.8 V a cell; above, the voltage measured "
        + "at that moment turns it off.",
      models: Board.all.map(\.name)),
  ]

  /// The contradictions about one board.
  public static func about(_ board: Board) -> [MakerContradiction] {
    all.filter { $0.models.contains(board.name) }
  }
}
