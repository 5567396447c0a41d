import Foundation
import Glibc
import Quantities

/// The thread of an emulated bus: waits for bytes and for commands, and answers.
struct BusLoop: ~Copyable, @unchecked Sendable {  // it moves to its thread and stays there
  private var line: SerialLine?
  private var responder: BusResponder
  private let shared: BusShared

  /// The silence that ends a Modbus frame, far above the 1.75 ms of the standard so that a busy
  /// machine cannot tear a frame apart.
  private static let silence: Int32 = 20

  init(_ line: consuming SerialLine, _ responder: consuming BusResponder, _ shared: BusShared) {
    self.line = consume line
    self.responder = responder
    self.shared = shared
  }

  /// Answers until it is told to stop.
  mutating func run() {
    while true {
      let descriptor = line?.descriptor ?? -1  // poll ignores a negative one
      var waiting = [
        pollfd(fd: shared.event, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&waiting, 2, responder.splitter.isHoldingBytes ? BusLoop.silence : -1)
      if ready == 0, let answer = responder.answerAfterSilence() { write(answer) }
      if waiting[1].revents != 0 { readLine() }
      if waiting[0].revents != 0, !obey() { return }
    }
  }

  private mutating func readLine() {
    guard let bytes = line?.read() else {
      // A serial device that has gone stays silent until it is plugged in again.
      line = nil
      return
    }
    for answer in responder.answers(to: bytes) { write(answer) }
  }

  private func write(_ answer: BusResponder.Answer) {
    if answer.delay > .zero { Thread.sleep(forTimeInterval: answer.delay.seconds) }
    for (index, bytes) in answer.writes.enumerated() {
      if index > 0 { Thread.sleep(forTimeInterval: ReplyFaults.splitPause.seconds) }
      line?.write(bytes)
    }
  }

  /// Does what was commanded; false is the end.
  private mutating func obey() -> Bool {
    for command in shared.takeCommands() {
      switch command {
      case .stop:
        line = nil
        shared.finish(path: nil, failure: nil)
        return false
      case .unplug:
        line = nil
        _ = responder.answerAfterSilence()  // forgets half a frame
        shared.finish(path: nil, failure: nil)
      case .replug:
        do {
          line = nil
          let opened = try shared.line.open()
          let path = opened.path
          line = consume opened
          shared.finish(path: path, failure: nil)
        } catch {
          shared.finish(path: nil, failure: error)
        }
      }
    }
    return true
  }
}
