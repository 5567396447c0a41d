/// One panel's frame with all that is in it.
struct PanelDrawing {
  private let panel: Panel
  let frame: Frame
  private let clip: String
  private let ticks: (x: Ticks, y: Ticks)
  let x: Scaling
  let y: Scaling

  init(
    _ panel: Panel, in frame: Frame, name: String, horizontal: Axis, over range: ClosedRange<Double>
  ) {
    self.panel = panel
    self.frame = frame
    clip = "\(name)-frame"
    let count = Int(frame.height / 36)
    let values = panel.marks.flatMap(\.verticalValues)
    let levels = panel.marks.compactMap { mark -> Double? in
      guard case .level(let level) = mark else { return nil }
      return level.value
    }
    let vertical = panel.vertical.drawnRange(holding: values, about: count, insideOf: levels)
    ticks = (
      Ticks(horizontal, over: range, about: Int((frame.right - frame.left) / 75)),
      Ticks(panel.vertical, over: vertical, about: count)
    )
    x = Scaling(horizontal, over: range, from: frame.left, to: frame.right)
    var ends = (frame.bottom, frame.top)
    if case .lanes = panel.vertical.scale { ends = (frame.top, frame.bottom) }
    y = Scaling(panel.vertical, over: vertical, from: ends.0, to: ends.1)
  }

  func draw(_ body: inout SVGText) {
    body.add("<clipPath id=\"\(clip)\"><rect \(frame.attributes)/></clipPath>")
    drawGrid(&body)
    body.add("<g clip-path=\"url(#\(clip))\">")
    let marks = panel.marks.filter { !$0.isEmpty }
    for mark in marks {
      if case .spans(let spans) = mark { draw(spans, &body) }
    }
    for mark in marks { draw(mark, &body) }
    body.add("</g>")
    body.add("<rect \(frame.attributes) class=\"frame\"/>")
    for mark in panel.marks {
      if case .scatter(let scatter) = mark { draw(scatter, &body) }
    }
    drawVertical(&body)
    PanelLabels(panel, in: frame, x: x, y: y).draw(&body)
  }

  private func drawGrid(_ body: inout SVGText) {
    let rows = ticks.y.ticks.compactMap { y($0.value) }
    let columns = ticks.x.ticks.compactMap { x($0.value) }
    var path = columns.map { "M\(number($0)) \(number(frame.top)) V\(number(frame.bottom))" }
    if case .lanes = panel.vertical.scale {
      // Lanes are told apart by the space between them.
    } else {
      path += rows.map { "M\(number(frame.left)) \(number($0)) H\(number(frame.right))" }
    }
    body.add("<path d=\"\(path.joined(separator: " "))\" class=\"grid\"/>")
  }

  private func drawVertical(_ body: inout SVGText) {
    for tick in ticks.y.ticks {
      guard let place = y(tick.value) else { continue }
      body.add(from: (frame.left - 5, place), to: (frame.left, place), "class=\"frame\"")
      body.add(tick.text, x: frame.left - 8, y: place + 4, "class=\"end\"")
    }
    let caption = panel.vertical.caption()
    guard !caption.isEmpty else { return }
    let (cx, cy) = (18.0, frame.top + frame.height / 2)
    body.add(
      caption, x: cx, y: cy,
      "class=\"middle\" transform=\"rotate(-90 \(number(cx)) \(number(cy)))\"")
  }

  private func draw(_ mark: Mark, _ body: inout SVGText) {
    switch mark {
    case .line(let trace): draw(trace, steps: false, &body)
    case .steps(let trace): draw(trace, steps: true, &body)
    case .band(let band): draw(band, &body)
    case .level(let level):
      guard let place = y(level.value) else { return }
      body.add(
        from: (frame.left, place), to: (frame.right, place), level.ink.stroke(width: 1.2))
    case .upright(let upright):
      guard let place = x(upright.value) else { return }
      body.add(
        from: (place, frame.top), to: (place, frame.bottom), upright.ink.stroke(width: 1.2))
    case .spans: break  // drawn already, below all others
    case .lane(let lane): draw(lane, &body)
    case .shares(let shares): draw(shares, &body)
    case .scatter: break  // drawn last, and not cut off by the frame
    }
  }

  private func draw(_ trace: Trace, steps: Bool, _ body: inout SVGText) {
    var path = ""
    var last: Double?
    for point in trace.points {
      guard let px = x(point.x), let py = y(point.y) else {
        last = nil
        continue
      }
      if let last {
        path += steps ? " H\(number(px))" : " L\(number(px)) \(number(py))"
        if steps, last != py { path += " V\(number(py))" }
      } else {
        path += "\(path.isEmpty ? "" : " ")M\(number(px)) \(number(py))"
      }
      last = py
    }
    guard !path.isEmpty else { return }
    body.add("<path d=\"\(path)\" \(trace.ink.stroke(width: trace.width))/>")
  }

  private func draw(_ scatter: Scatter, _ body: inout SVGText) {
    for point in scatter.points where x.holds(point.x) && y.holds(point.y) {
      guard let px = x(point.x), let py = y(point.y) else { continue }
      body.add(scatter.ink.drawing(x: px, y: py, size: scatter.size))
    }
  }
}
