/// What has an area in a panel: bands, times and lanes.
extension PanelDrawing {
  func draw(_ band: Band, _ body: inout SVGText) {
    let places = band.columns.compactMap { column -> (String, String)? in
      guard let px = x(column.x), let low = y(column.least), let high = y(column.greatest) else {
        return nil
      }
      // A column without a height still shows as a hair.
      let bottom = low - high < 0.5 ? low + 0.25 : low
      return ("\(number(px)) \(number(high))", "\(number(px)) \(number(bottom))")
    }
    guard places.count > 1 else { return }
    let outline = places.map(\.0) + places.reversed().map(\.1)
    let path = "M\(outline.joined(separator: " L")) Z"
    body.add("<path d=\"\(path)\" \(band.ink.tint)/>")
    if let hatch = band.hatch { body.add("<path d=\"\(path)\" \(hatch.filling)/>") }
  }

  func draw(_ spans: Spans, _ body: inout SVGText) {
    hatch(
      spans.ranges.compactMap { rectangle($0, from: frame.top, to: frame.bottom) }, spans.hatch,
      &body)
  }

  func draw(_ lane: Lane, _ body: inout SVGText) {
    guard let (top, bottom) = ends(ofLane: lane.index) else { return }
    drawBase(at: bottom, lane.ink, &body)
    let path = lane.ranges.compactMap { rectangle($0, from: top, to: bottom) }
    guard !path.isEmpty else { return }
    body.add(
      "<path d=\"\(path.joined(separator: " "))\" fill=\"\(lane.ink.colour)\" "
        + "fill-opacity=\"0.55\" stroke=\"\(lane.ink.colour)\" stroke-width=\"0.8\"/>")
  }

  /// Filled from below, without outlines: between columns of few pixels they would be all there is.
  func draw(_ shares: Shares, _ body: inout SVGText) {
    guard let (top, bottom) = ends(ofLane: shares.index) else { return }
    let columns = shares.columns.map { ($0.range, edge: bottom + (top - bottom) * $0.share) }
    if shares.rest != nil {
      hatch(
        columns.compactMap { rectangle($0, from: top, to: $1, least: 0) }, Shares.restHatch, &body)
    }
    let path = columns.compactMap { rectangle($0, from: $1, to: bottom, least: 0) }
    if !path.isEmpty {
      body.add(
        "<path d=\"\(path.joined(separator: " "))\" fill=\"\(shares.ink.colour)\" "
          + "fill-opacity=\"0.7\"/>")
    }
    // Where all of the time would end.
    body.add(from: (frame.left, top), to: (frame.right, top), "class=\"grid\"")
    drawBase(at: bottom, shares.ink, &body)
  }

  private func ends(ofLane index: Int) -> (top: Double, bottom: Double)? {
    guard let top = y(Double(index) + 0.18), let bottom = y(Double(index) + 0.82) else {
      return nil
    }
    return (top, bottom)
  }

  private func drawBase(at bottom: Double, _ ink: Ink, _ body: inout SVGText) {
    body.add(
      from: (frame.left, bottom), to: (frame.right, bottom),
      "fill=\"none\" stroke=\"\(ink.colour)\" stroke-width=\"1.2\"")
  }

  private func hatch(_ rectangles: [String], _ hatch: Hatch, _ body: inout SVGText) {
    guard !rectangles.isEmpty else { return }
    let joined = rectangles.joined(separator: " ")
    body.add("<path d=\"\(joined)\" fill=\"#888\" fill-opacity=\"0.13\"/>")
    body.add("<path d=\"\(joined)\" \(hatch.filling)/>")
  }

  /// A rectangle over `range`, at least so wide that a short time is seen; `nil` without a height.
  private func rectangle(
    _ range: ClosedRange<Double>, from top: Double, to bottom: Double, least: Double = 0.5
  ) -> String? {
    guard let from = x(range.lowerBound), let to = x(range.upperBound), top < bottom else {
      return nil
    }
    let end = max(to, from + least)
    return "M\(number(from)) \(number(top)) H\(number(end)) V\(number(bottom)) H\(number(from)) Z"
  }
}
