extension Band {
  /// The least and the greatest value of `points` in each of `columns` equal parts of `range`.
  ///
  /// Every extreme of a long trace stays visible, however few pixels there are. Columns without a
  /// known value are left out.
  ///
  /// - Parameters:
  ///   - columns: At least 1.
  public init(
    thinning points: [PlotPoint], over range: ClosedRange<Double>, columns: Int, named name: String,
    _ ink: Ink
  ) {
    precondition(columns >= 1 && range.lowerBound < range.upperBound, "there is a column")
    let width = (range.upperBound - range.lowerBound) / Double(columns)
    var found = [Column?](repeating: nil, count: columns)
    for point in points where range.contains(point.x) && point.y.isFinite {
      let index = min(Int((point.x - range.lowerBound) / width), columns - 1)
      let middle = range.lowerBound + (Double(index) + 0.5) * width
      let old = found[index] ?? Column(middle, least: point.y, greatest: point.y)
      found[index] = Column(
        middle, least: min(old.least, point.y), greatest: max(old.greatest, point.y))
    }
    self.init(name, ink, found.compactMap(\.self))
  }
}
