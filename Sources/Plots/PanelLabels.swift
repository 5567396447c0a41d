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
    drawUprights(&body)
    drawPoints(&body)
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

  private func drawUprights(_ body: inout SVGText) {
    var row = 0.0
    for mark in panel.marks {
      guard case .upright(let upright) = mark, let place = x(upright.value) else { continue }
      let width = estimatedWidth(upright.label, size: ChartDrawing.textSize - 1)
      let fits = place + 6 + width < frame.right
      body.add(
        upright.label, x: fits ? place + 5 : place - 5, y: frame.top + 14 + row * 15,
        "class=\"small halo\(fits ? "" : " end")\"")
      row += 1
    }
  }

  /// A point's label goes to that side of it where it covers no other label.
  private func drawPoints(_ body: inout SVGText) {
    var taken: [Frame] = []
    for mark in panel.marks {
      guard case .scatter(let scatter) = mark else { continue }
      for (point, label) in zip(scatter.points, scatter.labels) where !label.isEmpty {
        guard let px = x(point.x), let py = y(point.y) else { continue }
        let width = estimatedWidth(label, size: ChartDrawing.textSize - 1)
        let off = scatter.size + 3
        let boxes = [(off, -off), (off, off + 9), (-off - width, -off), (-off - width, off + 9)]
          .map {
            Frame(left: px + $0.0, right: px + $0.0 + width, top: py + $0.1 - 10, height: 12)
          }
        let free = boxes.first { box in
          frame.holds(box) && !taken.contains { $0.overlaps(box) }
        }
        guard let box = free ?? boxes.first else { continue }
        taken.append(box)
        body.add(label, x: box.left, y: box.top + 10, "class=\"small halo\"")
      }
    }
  }
}

extension Frame {
  fileprivate func holds(_ other: Frame) -> Bool {
    other.left >= left && other.right <= right && other.top >= top && other.bottom <= bottom
  }

  fileprivate func overlaps(_ other: Frame) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
