import Bench
import BenchSession
import Foundation
import Locks
import Quantities
import Synchronization

/// Where the bench's output goes: a block drawn again and again in a terminal, lines otherwise.
final class BenchView: Sendable {
  private struct State {
    var messages: [BenchMessage] = []
    var drawnRows = 0
  }

  private let json: Bool
  private let isTerminal: Bool
  private let state = Locked(State())

  init(json: Bool, plain: Bool) {
    self.json = json
    isTerminal = !json && !plain && isatty(STDOUT_FILENO) == 1
  }

  /// Says what is going to run, where nothing is drawn.
  func begin(_ bench: BenchRun, speed: Double) {
    let speedText = speed.isFinite ? "\(shortDecimal(speed))×" : "as fast as it can"
    if json {
      write(bench.opening(speed: speed))
    } else if !isTerminal {
      write(
        "warmgate bench: \(bench.scenario.name), on \(bench.linesInUse), speed \(speedText)\n"
          + bench.scenario.expectation)
    }
  }

  /// Takes an event, from any thread.
  func take(_ message: BenchMessage) {
    if json { return write(message.jsonObject) }
    if !isTerminal { return write(message.line) }
    state.withLock { state in
      state.messages.append(message)
      if state.messages.count > BenchScreen.eventsShown { state.messages.removeFirst() }
    }
  }

  /// Draws the block over the one before.
  func show(_ frame: BenchFrame) {
    guard isTerminal else { return }
    state.withLock { state in
      let lines = screen.lines(frame, events: state.messages)
      // Up to the first row of the last block; each line ends by clearing what is left of the old
      // one, so that nothing flickers.
      let up = state.drawnRows > 0 ? "\u{1B}[\(state.drawnRows)A\r" : ""
      write(up + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\n") + "\u{1B}[J")
      state.drawnRows = lines.count
    }
  }

  /// Says how it went.
  func end(_ summary: BenchSummary) {
    if json { write(summary.jsonObject) } else { write(summary.text) }
  }

  private var screen: BenchScreen {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return BenchScreen(
      columns: isKnown ? Int(size.ws_col) : 80, rows: isKnown ? Int(size.ws_row) : 24,
      isColoured: ProcessInfo.processInfo.environment["NO_COLOR"] == nil)
  }

  private func write(_ object: [String: Any]) { write(jsonText(object, pretty: false)) }

  private func write(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }
}
