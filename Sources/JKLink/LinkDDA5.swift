import ControlCore
import JKProtocol
import Quantities

/// The one JK board of a line that speaks DD A5, which knows nothing of the app's settings.
final class LinkDDA5: BoardLink {
  /// Source: JK "active balance board RS485 interface protocol" V2.0: tenths of a kelvin.
  let probeResolution = Kelvins(0.1)

  private var line: FrameLine

  /// Opens the line of `bus` at its rate.
  init(_ bus: BusSettings, timing: LinkTiming, clock: any ControlClock) throws(LinkFailure) {
    line = try FrameLine(.ddA5, bus, timing: timing, clock: clock)
  }

  var exchanges: ExchangeCount { line.exchanges }
  var isPluggedIn: Bool { line.isPluggedIn }

  func forget(_ address: Int) {}

  func status(of address: Int, tries: Int) throws(LinkFailure) -> BoardSample {
    let (report, takenAt) = try statusAndCells(tries)
    return BoardSample(status: report.status, model: .unknown(.notCarried), takenAt: takenAt)
  }

  func settings(of address: Int, tries: Int) throws(LinkFailure) -> TimedSettings? { nil }

  func report(of address: Int, tries: Int) throws(LinkFailure) -> BoardReport {
    var (report, _) = try statusAndCells(tries)
    try ask(.version, tries).answer.add(to: &report)
    return report
  }

  private func statusAndCells(
    _ tries: Int
  ) throws(LinkFailure) -> (report: BoardReport, takenAt: Uptime) {
    var report = BoardReport()
    let (basic, takenAt) = try ask(.basic, tries)
    basic.add(to: &report)
    try ask(.cells, tries).answer.add(to: &report)
    return (report, takenAt)
  }

  private func ask(
    _ command: FrameDDA5.Command, _ tries: Int
  ) throws(LinkFailure) -> (answer: FrameDDA5.Reply, takenAt: Uptime) {
    try line.ask(FrameDDA5.request(command), tries: tries) { frame throws(DecodeFailure) in
      // An answer to an earlier question may come late.
      frame[1] == command.rawValue ? try FrameDDA5.decode(frame) : nil
    }
  }
}
