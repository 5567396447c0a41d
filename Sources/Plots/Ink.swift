/// What a line or a point is drawn with: a colour, and dashes and a marker that no other ink has.
///
/// Source of the colours: Okabe and Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/
/// color/, chosen to be told apart by colour-blind people. Their yellow and sky blue are too light
/// for lines on white, and are not used.
public enum Ink: Hashable, Sendable, CaseIterable {
  case blue, vermillion, green, black, purple, orange

  /// The colour as SVG writes it.
  var colour: String {
    switch self {
    case .blue: "#0072B2"
    case .vermillion: "#D55E00"
    case .green: "#009E73"
    case .black: "#000000"
    case .purple: "#CC79A7"
    case .orange: "#E69F00"
    }
  }

  /// Lengths of dashes and gaps in pixels; empty is a solid line.
  var dashes: String {
    switch self {
    case .blue: ""
    case .vermillion: "9 4"
    case .green: "2 3"
    case .black: "9 3 2 3"
    case .purple: "16 4"
    case .orange: "5 2 2 2 2 2"
    }
  }

  /// The marker of points.
  var marker: Marker {
    switch self {
    case .blue: .disc
    case .vermillion: .square
    case .green: .triangle
    case .black: .diamond
    case .purple: .cross
    case .orange: .ring
    }
  }

  /// The shape of a point.
  enum Marker: Hashable { case disc, square, triangle, diamond, cross, ring }
}

/// How a surface is hatched, so that surfaces differ without colour.
public enum Hatch: Int, Hashable, Sendable, CaseIterable {
  case rising, falling, crossed, dotted, level

  /// The name of its pattern in the document.
  var identifier: String { "hatch-\(rawValue)" }

  /// The pattern that repeats; `currentColor` is what it is drawn with.
  var definition: String {
    let (side, path) =
      switch self {
      case .rising: (8, "M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6")
      case .falling: (8, "M-2 6 L2 10 M0 0 L8 8 M6 -2 L10 2")
      case .crossed: (9, "M0 0 L9 9 M0 9 L9 0")
      case .dotted: (6, "M3 2 V4 M2 3 H4")
      case .level: (6, "M0 3 H6")
      }
    return "<pattern id=\"\(identifier)\" width=\"\(side)\" height=\"\(side)\" "
      + "patternUnits=\"userSpaceOnUse\"><path d=\"\(path)\" fill=\"none\" stroke=\"#555\" "
      + "stroke-width=\"0.8\"/></pattern>"
  }
}
