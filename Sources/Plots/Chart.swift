/// A picture: panels one above the other, over one horizontal axis that they share.
///
/// It is drawn on white, and read in black and white as well as in colour: whatever differs in
/// colour differs in its dashes, its marker or its hatching too. The same chart always gives the
/// same text.
public struct Chart: Hashable, Sendable {
  /// What the picture shows, in one line.
  public var title: String
  /// What it was made from, in one line; may be empty.
  public var subtitle: String
  /// What a person who cannot see the picture should know.
  public var summary: String
  /// The axis that all panels share.
  public var horizontal: Axis
  /// The panels, from the top.
  public var panels: [Panel]
  /// The width of the whole, in pixels.
  public var width: Double

  /// A chart.
  ///
  /// - Parameters:
  ///   - panels: At least one.
  ///   - width: In pixels; at least 400.
  public init(
    title: String, subtitle: String = "", summary: String, horizontal: Axis, panels: [Panel],
    width: Double = 960
  ) {
    precondition(!panels.isEmpty, "a chart has a panel")
    precondition(width >= 400, "a chart is at least 400 pixels wide")
    self.title = title
    self.subtitle = subtitle
    self.summary = summary
    self.horizontal = horizontal
    self.panels = panels
    self.width = width
  }

  /// The picture as a document in SVG 1.1, its text encoded in UTF-8.
  public var svg: String { Figure([self]).svg }
}

/// One frame of a chart with a vertical axis of its own.
public struct Panel: Hashable, Sendable {
  /// What is in the frame.
  public var title: String
  /// The vertical axis.
  public var vertical: Axis
  /// What is drawn, the first below the others.
  public var marks: [Mark]
  /// The height of the frame, in pixels.
  public var height: Double

  /// A panel.
  ///
  /// - Parameter height: In pixels; at least 40.
  public init(title: String, vertical: Axis, marks: [Mark], height: Double = 180) {
    precondition(height >= 40, "a panel is at least 40 pixels high")
    self.title = title
    self.vertical = vertical
    self.marks = marks
    self.height = height
  }
}
