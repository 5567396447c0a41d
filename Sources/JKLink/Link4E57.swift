import ControlCore
import JKProtocol
import Quantities

/// The one JK board of a line that speaks 4E 57. Every answer carries everything.
final class Link4E57: BoardLink {
  /// Source: JK "Communication protocol between monitoring platform and BMS" V2.5, items 0x81
  /// and 0x82: whole degrees.
  let probeResolution = Kelvins(1)

  private var line: FrameLine

  /// Opens the line of `bus` at its rate.
  init(_ bus: BusSettings, timing: LinkTiming, clock: any ControlClock) throws(LinkFailure) {
    line = try FrameLine(.jk4E57, bus, timing: timing, clock: clock)
  }

  var exchanges: ExchangeCount { line.exchanges }
  var isPluggedIn: Bool { line.isPluggedIn }

  func forget(_ address: Int) {}

  func status(of address: Int, tries: Int) throws(LinkFailure) -> BoardSample {
    let (report, takenAt) = try readAll(tries)
    return BoardSample(
      status: report.status, model: report.identity.model, takenAt: takenAt,
      settings: TimedSettings(settings: report.settings, takenAt: takenAt))
  }

  func settings(of address: Int, tries: Int) throws(LinkFailure) -> TimedSettings? {
    let (report, takenAt) = try readAll(tries)
    return TimedSettings(settings: report.settings, takenAt: takenAt)
  }

  func report(of address: Int, tries: Int) throws(LinkFailure) -> BoardReport {
    try readAll(tries).answer
  }

  private func readAll(
    _ tries: Int
  ) throws(LinkFailure) -> (answer: BoardReport, takenAt: Uptime) {
    try line.ask(Frame4E57.readAllRequest, tries: tries) { frame throws(DecodeFailure) in
      // A board that was woken says so in a frame without items.
      frame == Frame4E57.activateReply ? nil : try Frame4E57.decode(frame)
    }
  }
}
