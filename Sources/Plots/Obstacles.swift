/// What a label should not cover: other labels, points, and lines.
struct Obstacles {
  typealias Place = (x: Double, y: Double)

  private let frame: Frame
  private var labels: [Frame] = []
  private var points: [Frame] = []
  private var uprights: [Double] = []
  private var segments: [(from: Place, to: Place)] = []

  init(_ panel: Panel, in frame: Frame, x: Scaling, y: Scaling) {
    self.frame = frame
    func place(_ point: PlotPoint) -> Place? {
      guard let px = x(point.x), let py = y(point.y) else { return nil }
      return (px, py)
    }
    for mark in panel.marks {
      switch mark {
      case .line(let trace): add(trace.points.map(place))
      case .steps(let trace):
        let places = trace.points.map(place)
        let corners = zip(places, places.dropFirst() + [nil]).flatMap { from, to in
          [from, from.flatMap { from in to.map { ($0.x, from.y) } }]
        }
        add(corners.dropLast())
      case .band(let band):
        add(band.columns.map { place(PlotPoint($0.x, $0.least)) })
        add(band.columns.map { place(PlotPoint($0.x, $0.greatest)) })
      case .level(let level):
        guard let py = y(level.value) else { continue }
        segments.append(((frame.left, py), (frame.right, py)))
      case .upright(let upright):
        if let px = x(upright.value) { uprights.append(px) }
      case .scatter(let scatter):
        points += scatter.points.compactMap(place).map { Frame(around: $0, by: scatter.size) }
      case .spans, .lane, .shares: continue
      }
    }
  }

  /// Adds the lines between places that are known.
  private mutating func add(_ places: [Place?]) {
    for case (let from?, let to?) in zip(places, places.dropFirst()) { segments.append((from, to)) }
  }

  /// Keeps the place of a label.
  mutating func add(_ label: Frame) { labels.append(label) }

  /// The first of `boxes` that covers the least; `nil` if there is none.
  ///
  /// - Parameter own: The middle of the point that is labelled, of which it must be plain that it
  ///   is the one.
  func best(of boxes: [Frame], own: Place? = nil) -> Frame? {
    boxes.enumerated().min {
      (cost(of: $0.element, own), $0.offset) < (cost(of: $1.element, own), $1.offset)
    }?.element
  }

  /// What cannot be read is worst, then what is read wrongly; a line shows on both sides of a text.
  private func cost(of box: Frame, _ own: Place?) -> Int {
    var cost = frame.holds(box) ? 0 : 1000
    cost += labels.count { $0.overlaps(box) } * 100
    cost += points.count { $0.overlaps(box) || isNearer($0, to: box, than: own) } * 100
    cost += uprights.count { box.left < $0 && $0 < box.right } * 10
    if segments.contains(where: { box.isCrossed(from: $0.from, to: $0.to) }) { cost += 1 }
    return cost
  }

  /// Whether a label in `box` would be taken for that of `point`.
  private func isNearer(_ point: Frame, to box: Frame, than own: Place?) -> Bool {
    guard let own else { return false }
    // Points that fall together have their labels around them both.
    let apart = max((point.middle.x - own.x).magnitude, (point.middle.y - own.y).magnitude)
    return apart > 3 && box.distance(to: point.middle) < box.distance(to: own) * 1.5
  }
}

extension Frame {
  fileprivate init(around middle: (x: Double, y: Double), by half: Double) {
    self.init(
      left: middle.x - half, right: middle.x + half, top: middle.y - half, height: half * 2)
  }

  fileprivate var middle: (x: Double, y: Double) { ((left + right) / 2, top + height / 2) }

  fileprivate func holds(_ other: Frame) -> Bool {
    other.left >= left && other.right <= right && other.top >= top && other.bottom <= bottom
  }

  fileprivate func overlaps(_ other: Frame) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  /// How far a place is from the rectangle; none inside it.
  fileprivate func distance(to place: (x: Double, y: Double)) -> Double {
    let dx = max(left - place.x, place.x - right, 0)
    let dy = max(top - place.y, place.y - bottom, 0)
    return (dx * dx + dy * dy).squareRoot()
  }

  /// Whether a straight line goes through the rectangle.
  ///
  /// Source: Liang and Barsky, "A New Concept and Method for Line Clipping", 1984.
  fileprivate func isCrossed(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double)
  ) -> Bool {
    var (enters, leaves) = (0.0, 1.0)
    for (at, step, low, high) in [
      (start.x, end.x - start.x, left, right), (start.y, end.y - start.y, top, bottom),
    ] {
      if step == 0 {
        if at <= low || at >= high { return false }
        continue
      }
      let (first, second) = ((low - at) / step, (high - at) / step)
      enters = max(enters, min(first, second))
      leaves = min(leaves, max(first, second))
    }
    return enters < leaves
  }
}
