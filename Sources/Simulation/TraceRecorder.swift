import ControlCore
import Quantities

/// Fills a trace: takes spans in which nothing that is seen changes, and deals them out.
struct TraceRecorder {
  private(set) var trace: SimulationTrace
  private let ambient: Ambient
  private let width: Seconds
  private var index = 0

  /// A recorder of parts that are `width` long, the last one perhaps shorter; both above zero.
  init(part width: Seconds, of span: Seconds, _ ambient: Ambient) {
    precondition(width > .zero, "a part has a length")
    (self.ambient, self.width) = (ambient, width)
    // A span of whole parts, but for rounding, has no short one.
    let count = max(1, Int((span / width - 1e-9).rounded(.up)))
    trace = SimulationTrace(
      buckets: (0..<count).map { part in
        let begin = width * Double(part)
        return SimulationTrace.Bucket(
          begin: begin.duration, span: min(width, span - begin).duration)
      })
    for part in 0..<count { noteAmbient(part, until: span) }
  }

  /// What is seen in a span.
  struct Sight {
    var coldest: Celsius
    var outputs: Outputs
    var isChargerPresent: Bool
    var power: Watts
    var stateOfCharge: Percent
  }

  mutating func add(_ sight: Sight, from begin: Seconds, to end: Seconds) {
    var time = begin
    while time < end, index < trace.buckets.count {
      let edge = width * Double(index + 1)
      let until = index + 1 == trace.buckets.count ? end : min(edge, end)
      if until > time { trace.buckets[index].add(sight, (until - time).duration) }
      time = max(time, until)
      if until >= edge { index += 1 }
    }
  }

  mutating func add(_ transition: SimulationTrace.Transition) {
    trace.transitionCount += 1
    guard trace.transitions.count < SimulationTrace.transitionLimit else { return }
    trace.transitions.append(transition)
  }

  private mutating func noteAmbient(_ part: Int, until span: Seconds) {
    let (begin, end) = (width * Double(part), min(width * Double(part + 1), span))
    trace.buckets[part].ambient.note(ambient.temperature(at: begin.duration))
    var hour = ambient.nextStretch(after: begin)
    while hour < end {
      trace.buckets[part].ambient.note(ambient.temperature(at: hour.duration))
      hour = ambient.nextStretch(after: hour)
    }
    trace.buckets[part].ambient.note(ambient.temperature(at: end.duration))
  }
}

extension SimulationTrace.Bucket {
  fileprivate mutating func add(_ sight: TraceRecorder.Sight, _ span: Duration) {
    coldest.note(sight.coldest)
    if sight.outputs.heater {
      heaterOn += span
      greatestPower = max(greatestPower, sight.power)
    }
    if sight.outputs.charge { chargeAllowed += span }
    if sight.isChargerPresent { chargerPresent += span }
    stateOfCharge = sight.stateOfCharge
  }
}
