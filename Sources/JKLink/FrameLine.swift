import ControlCore
import JKProtocol
import Quantities

/// Questions and answers in frames on a plain serial line, for 4E 57 and DD A5.
struct FrameLine: ~Copyable {
  private(set) var exchanges = ExchangeCount()
  private let port: SerialPort
  private let device: String
  private let timing: LinkTiming
  private let clock: any ControlClock
  /// What the longest frame takes on the wire.
  private let longestFrame: Duration
  private var scanner: FrameScanner
  private var line = QuietLine()

  /// The silence before each request. Source: JK "Communication protocol between monitoring
  /// platform and BMS" V2.5: at least 100 ms between two packets.
  private static let standardGap = Duration.milliseconds(100)
  /// A line that sends this many bytes without an answer among them is not listened to any more.
  /// Four of the longest 4E 57 frames that are accepted.
  private static let mostNoise = 4 * Frame4E57.maximumCount

  /// Opens the line of `bus` at its rate.
  init(
    _ kind: FrameScanner.Kind, _ bus: BusSettings, timing: LinkTiming, clock: any ControlClock
  ) throws(LinkFailure) {
    port = try SerialPort.open(bus.device, baud: bus.baud)
    device = bus.device
    self.timing = timing
    self.clock = clock
    scanner = FrameScanner(kind)
    // 10 bits a byte.
    longestFrame = .seconds(Frame4E57.maximumCount * 10) / bus.baud
  }

  var isPluggedIn: Bool { port.isPluggedIn }

  /// Sends `request` and waits for its answer, at most `tries` times.
  ///
  /// `decode` makes the answer of a whole frame, or `nil` where the frame answers something else.
  /// The answer is as old as its question: it may have waited on the line for as long as this
  /// program, or the machine, was stopped.
  mutating func ask<Answer>(
    _ request: [UInt8], tries: Int,
    _ decode: ([UInt8]) throws(DecodeFailure) -> Answer?
  ) throws(LinkFailure) -> (answer: Answer, takenAt: Uptime) {
    var triesLeft = tries
    while true {
      line.wait(timing.quietGap ?? FrameLine.standardGap)
      do throws(LinkFailure) {
        defer { line.noteTraffic() }
        exchanges.all += 1
        return try askOnce(request, decode)
      } catch {
        triesLeft -= 1
        if error.kind == .badReply { exchanges.damaged += 1 }
        guard error.kind.isWorthAnotherTry, triesLeft > 0 else { throw error }
      }
    }
  }

  private mutating func askOnce<Answer>(
    _ request: [UInt8], _ decode: ([UInt8]) throws(DecodeFailure) -> Answer?
  ) throws(LinkFailure) -> (answer: Answer, takenAt: Uptime) {
    port.flush()
    scanner.reset()
    let askedAt = clock.now
    var deadline = ContinuousClock.now + timing.responseTimeout
    let end = deadline + longestFrame + timing.byteTimeout
    try port.write(request, by: deadline)
    var received: [UInt8] = []
    while received.count < FrameLine.mostNoise {
      let bytes = try port.read(until: min(deadline, end))
      if bytes.isEmpty { break }
      received += bytes
      scanner.append(bytes)
      while let frame = scanner.next() {
        do throws(DecodeFailure) {
          if let answer = try decode(frame) { return (answer, askedAt) }
        } catch {
          throw SerialDevice.badReply(device, error.description)
        }
      }
      deadline = max(deadline, .now + timing.byteTimeout)
    }
    throw failure(received, request)
  }

  /// Why what was received is no answer.
  private func failure(_ received: [UInt8], _ request: [UInt8]) -> LinkFailure {
    if received.isEmpty { return SerialDevice.silent(device, after: timing.responseTimeout) }
    if received.count == request.count, scanner.echoCount == 1 {
      return SerialDevice.echoing(device, "the adapter sends our own bytes back, no board answers")
    }
    if scanner.skippedByteCount > 0 || received.count >= FrameLine.mostNoise {
      let reason = whyNoFrame(received.dropFirst(scanner.echoCount * request.count))
      return SerialDevice.badReply(device, "\(received.count) bytes hold no whole answer\(reason)")
    }
    return SerialDevice.unfinished(device, byteCount: received.count, timing.responseTimeout)
  }

  /// What is wrong with the first thing in `received` that looks like a frame, if anything does.
  private func whyNoFrame(_ received: ArraySlice<UInt8>) -> String {
    let start: [UInt8] =
      switch scanner.kind {
      case .jk4E57: [0x4E, 0x57]
      case .ddA5: [0xDD]
      }
    guard let index = received.firstRange(of: start)?.lowerBound else { return "" }
    let frame = Array(received[index...])
    do throws(DecodeFailure) {
      switch scanner.kind {
      case .jk4E57: _ = try Frame4E57.decode(frame)
      case .ddA5: _ = try FrameDDA5.decode(frame)
      }
      return ""
    } catch {
      return ": \(error)"
    }
  }
}
