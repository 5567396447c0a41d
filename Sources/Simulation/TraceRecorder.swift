import ControlCore
import Quantities

/// Fills a trace: takes spans in which nothing that is seen changes, and deals them out.
struct TraceRecorder {
  private(set) var trace: SimulationTrace
  private let ambient: Ambient
  private let width: Seconds
  private var index = 0

  /// A recorder of `count` parts of `span`; both above zero.
  init(parts count: Int, of span: Seconds, _ ambient: Ambient) {
    self.ambient = ambient
    width = span / Double(count)
    let width = width
    trace = SimulationTrace(
      buckets: (0..<count).map { part in
        SimulationTrace.Bucket(
          begin: (width * Double(part)).duration, span: width.duration)
      })
    for part in 0..<count { noteAmbient(part, of: count) }
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

  private mutating func noteAmbient(_ part: Int, of count: Int) {
    let (begin, end) = (width * Double(part), width * Double(part + 1))
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
