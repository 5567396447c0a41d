/// How much of each part of the time something was on, in one lane of an axis of names.
///
/// For times so long that a pixel holds several changes: the filled height is the share, and what
/// is drawn has the area of what it stands for.
public struct Shares: Hashable, Sendable {
  /// A part of the time.
  public struct Column: Hashable, Sendable {
    /// From when to when.
    public var range: ClosedRange<Double>
    /// How much of it, 0 to 1.
    public var share: Double

    /// A part of the time.
    ///
    /// - Parameter share: 0 to 1.
    public init(_ range: ClosedRange<Double>, share: Double) {
      precondition((0...1).contains(share), "a share is a part of the whole")
      (self.range, self.share) = (range, share)
    }
  }

  /// Which name of the axis, from 0.
  public var index: Int
  /// What it is drawn with.
  public var ink: Ink
  /// The parts of the time, from the left.
  public var columns: [Column]
  /// What the legend calls the rest of each column, which is then hatched; `nil` leaves it white.
  public var rest: String?

  /// How much of each part of the time something was on.
  public init(_ index: Int, _ ink: Ink, _ columns: [Column], rest: String? = nil) {
    (self.index, self.ink, self.columns, self.rest) = (index, ink, columns, rest)
  }

  /// How the rest is hatched.
  static let restHatch = Hatch.rising
}
