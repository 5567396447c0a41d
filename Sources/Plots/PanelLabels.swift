/// The names that stand at their lines and points, moved apart where they would overlap.
struct PanelLabels {
  private let panel: Panel
  private let frame: Frame
  private let x: Scaling
  private let y: Scaling

  init(_ panel: Panel, in frame: Frame, x: Scaling, y: Scaling) {
    (self.panel, self.frame, self.x, self.y) = (panel, frame, x, y)
  }

  func draw(_ body: inout SVGText) {
    drawLevels(&body)
    var obstacles = Obstacles(panel, in: frame, x: x, y: y)
    drawUprights(&obstacles, &body)
    drawPoints(&obstacles, &body)
  }

  /// Names of thresholds stand to the right of the frame, a short line leading to each.
  private func drawLevels(_ body: inout SVGText) {
    var levels = panel.marks.compactMap { mark -> (level: Level, place: Double)? in
      guard case .level(let level) = mark, let place = y(level.value),
        place >= frame.top - 1, place <= frame.bottom + 1
      else { return nil }
      return (level, place)
    }
    levels.sort { ($0.place, $0.level.label) < ($1.place, $1.level.label) }
    let places = PanelLabels.apart(levels.map(\.place), by: 14, within: frame.top...frame.bottom)
    for ((level, place), moved) in zip(levels, places) {
      body.add(
        from: (frame.right, place), to: (frame.right + 8, moved),
        "fill=\"none\" stroke=\"\(level.ink.colour)\" stroke-width=\"1\"")
      body.add(level.label, x: frame.right + 11, y: moved + 4, "class=\"small\"")
    }
  }

  /// Places in rising order, at least `gap` apart and as near to where they were as a row of them
  /// lets them be.
  static func apart(
    _ places: [Double], by gap: Double, within range: ClosedRange<Double>
  ) -> [Double] {
    var moved = places
    for index in moved.indices.dropFirst() {
      moved[index] = max(moved[index], moved[index - 1] + gap)
    }
    // What was pushed beyond the end goes back up, and pushes those above it.
    var limit = range.upperBound
    for index in moved.indices.reversed() {
      moved[index] = min(moved[index], limit)
      limit = moved[index] - gap
    }
    return moved
  }

  /// An upright's name stands beside its top, on that side and so far down as it covers least.
  private func drawUprights(_ obstacles: inout Obstacles, _ body: inout SVGText) {
    let uprights = panel.marks.compactMap { mark -> (label: String, place: Double)? in
      guard case .upright(let upright) = mark else { return nil }
      return x(upright.value).map { (upright.label, $0) }
    }
    for (label, place) in uprights {
      let width = estimatedWidth(label, size: ChartDrawing.textSize - 1)
      let boxes = uprights.indices.flatMap { row in
        [place + 5, place - 5 - width].map { left in
          Frame(left: left, right: left + width, top: frame.top + 4 + Double(row) * 15, height: 12)
        }
      }
      guard let box = obstacles.best(of: boxes) else { continue }
      obstacles.add(box)
      let isRight = box.left > place
      body.add(
        label, x: isRight ? box.left : box.right, y: box.top + 10,
        "class=\"small halo\(isRight ? "" : " end")\"")
    }
  }

  /// A point's label goes to that side of it where it covers least.
  private func drawPoints(_ obstacles: inout Obstacles, _ body: inout SVGText) {
    for mark in panel.marks {
      guard case .scatter(let scatter) = mark else { continue }
      for (point, label) in zip(scatter.points, scatter.labels) where !label.isEmpty {
        guard let px = x(point.x), let py = y(point.y) else { continue }
        let width = estimatedWidth(label, size: ChartDrawing.textSize - 1)
        let off = scatter.size + 3
        let (left, middle, right) = (-off - width, -width / 2, off)
        let (above, beside, below, far) = (-off, 4.0, off + 9, 8.0)
        let boxes = [
          (right, above), (right, below), (left, above), (left, below), (middle, above),
          (middle, below), (right, beside), (left, beside), (right, above - far),
          (right, below + far), (left, above - far), (left, below + far),
        ].map {
          Frame(left: px + $0.0, right: px + $0.0 + width, top: py + $0.1 - 10, height: 12)
        }
        guard let box = obstacles.best(of: boxes, own: (px, py)) else { continue }
        obstacles.add(box)
        body.add(label, x: box.left, y: box.top + 10, "class=\"small halo\"")
      }
    }
  }
}
