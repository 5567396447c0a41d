public import ControlCore
import Foundation
import GPIOLines
import Glibc

/// Drives a line, kills the process that holds it, and looks at what the line does (S6).
///
/// Only with a person's yes, and with pad and charger unplugged: each line is on for two seconds.
/// The process that holds the line is a child of this one. When this one ends, the child sees that
/// and turns the line off. Whatever is seen, the line is driven inactive at the end.
public struct LiveTest {
  /// The name under which lines are looked at and held.
  public static let consumer = "warmgate doctor"
  /// So long is a line on before its process is killed: long enough for a lamp or a meter.
  public static let onTime = Duration.seconds(2)
  /// So long is it looked at after that.
  static let lookTime = Duration.milliseconds(500)

  private let holder: URL

  /// A test whose child is `executable hold-line …`.
  public init(executable: String) { holder = URL(fileURLWithPath: executable) }

  /// Tries one output, and leaves it inactive.
  public func run(pack: String, use: SeenLine.Use, _ line: LineSettings) -> LiveTrial {
    let name = line.address.description
    func trial(_ ending: LiveTrial.Ending) -> LiveTrial {
      LiveTrial(pack: pack, use: use, line: name, ending: ending)
    }
    let child = Process()
    child.executableURL = holder
    child.arguments = ["hold-line"] + LiveTest.arguments(line)
    let (orders, answers) = (Pipe(), Pipe())
    child.standardInput = orders
    child.standardOutput = answers
    child.standardError = FileHandle.nullDevice
    do { try child.run() } catch {
      return trial(
        .notTried(
          found: "\(holder.path) cannot be started: \(error.localizedDescription)",
          remedy: "Start warmgate by its full path."))
    }
    let said = LiveTest.firstLine(answers.fileHandleForReading)
    guard said == LineHolder.held else {
      kill(child.processIdentifier, SIGKILL)
      child.waitUntilExit()
      let parts = said.split(separator: "\t", maxSplits: 1).map(String.init)
      return trial(
        .notTried(
          found: parts.first.map { $0.isEmpty ? "its holder said nothing" : $0 }
            ?? "its holder said nothing",
          remedy: parts.count == 2 ? parts[1] : "Run it again; `dmesg` may say more."))
    }
    usleep(UInt32(LiveTest.onTime.milliseconds * 1000))
    // From here to the last "off" a Ctrl-C must not leave a line on that this kernel keeps.
    let stopping = [SIGINT, SIGTERM, SIGHUP].map { ($0, signal($0, SIG_IGN)) }
    defer { for (number, before) in stopping { _ = signal(number, before) } }
    kill(child.processIdentifier, SIGKILL)
    child.waitUntilExit()
    let ending = LiveTest.look(line)
    let round = SafeRound(clock: SystemClock()).run([(name: pack, lines: PackLines(charge: line))])
    guard let failure = round.first?.failure else { return trial(ending) }
    switch ending {
    case .stillHeld: return trial(ending)
    case .falls, .kept, .restsOn, .floats, .leftOn, .notTried:
      return trial(.leftOn(found: failure.found, remedy: failure.remedy))
    }
  }

  /// Looks at a line that nobody holds any more: first as it was left, then as an input.
  private static func look(_ line: LineSettings) -> LiveTrial.Ending {
    do throws(OutputFailure) {
      let isActiveAsLeft = try isActive(line, keepsDirection: true)
      let isActiveAsInput = try isActive(line, keepsDirection: false)
      return LiveTrial.ending(
        LiveTrial.Sight(isActiveAsLeft: isActiveAsLeft, isActiveAsInput: isActiveAsInput))
    } catch {
      if error.kind == .lineBusy {
        let facts = try? LineFacts(of: line, consumer: consumer)
        return .stillHeld(by: facts?.holder.map { "\"\($0)\"" } ?? "a process without a name")
      }
      return .notTried(found: error.found, remedy: error.remedy)
    }
  }

  /// Whether a line is at its active level: at the end of the time, when its pull has won.
  private static func isActive(
    _ settings: LineSettings, keepsDirection: Bool
  ) throws(OutputFailure) -> Bool {
    let line = try InputLine(settings, consumer: consumer, keepsDirection: keepsDirection)
    usleep(UInt32(lookTime.milliseconds * 1000))
    return try line.isActive()
  }

  /// What `hold-line` is told of a line.
  static func arguments(_ line: LineSettings) -> [String] {
    let place =
      switch line.address {
      case .name(let name): ["--line", name]
      case .offset(let chip, let offset): ["--chip", chip, "--offset", "\(offset)"]
      }
    return place + (line.activeLow ? ["--active-low"] : [])
  }

  private static func firstLine(_ handle: FileHandle) -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < 4096, read(handle.fileDescriptor, &byte, 1) == 1,
      byte != UInt8(ascii: "\n")
    {
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Duration {
  /// The span in whole milliseconds, for a system call.
  fileprivate var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
