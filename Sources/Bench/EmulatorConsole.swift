import JKProtocol
import Quantities

/// Changes an emulated board by the lines that somebody types.
public struct EmulatorConsole: Sendable {
  /// What a line brought about.
  public enum Outcome: Hashable, Sendable {
    /// It was done.
    case done
    /// The board's whole report is wanted.
    case show
    /// This text is wanted.
    case text(String)
    /// It was not understood; the text says what is allowed.
    case refused(String)
  }

  private let board: EmulatedBoard

  /// A console for a board.
  public init(_ board: EmulatedBoard) { self.board = board }

  /// What can be typed.
  public static let help = """
    set t1|t2|mos <°C>         set voltage|current|soc <V, A, %>   a value (current: + charges)
    unplug t1|t2|mos           a sensor that is not there
    heating on <A> | off       the board's own heating output and its current
    charge on | off            its charge MOSFETs         discharge on | off
    charger on | off           whether it sees a charger  emergency on | off
    protection <°C> <°C>       the app's low-temperature charge protection and recovery
    alarms <number>            the alarm bits, for example 0x200
    silent|echo|badcrc|twice on | off     delay <ms>     garbage <bytes>
    split <bytes> | off                   length <bytes more, or fewer with ->
    healthy                    replies without any fault
    show, help, writes
    """

  /// Does what `line` says.
  public func run(_ line: String) -> Outcome {
    let words = line.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    guard let verb = words.first else { return .done }
    let rest = Array(words.dropFirst())
    switch (verb, rest.count) {
    case ("help", 0), ("?", 0): return .text(EmulatorConsole.help)
    case ("show", 0): return .show
    case ("writes", 0): return .text(writes)
    case ("healthy", 0): board.faults = ReplyFaults()
    case ("set", 2):
      guard let value = number(rest[1]) else { return refusal(line) }
      return set(rest[0], value) ? .done : refusal(line)
    case ("unplug", 1): return unplug(rest[0]) ? .done : refusal(line)
    case ("heating", 1...2): return heating(rest) ? .done : refusal(line)
    case ("protection", 2):
      guard let protection = number(rest[0]), let recovery = number(rest[1]) else {
        return refusal(line)
      }
      board.update { report in
        report.settings.chargeProtection = .measured(Celsius(protection))
        report.settings.chargeRecovery = .measured(Celsius(recovery))
      }
    default: return switched(verb, rest) || spoilt(verb, rest) ? .done : refusal(line)
    }
    return .done
  }

  private var writes: String {
    let writes = board.writes.map { write in
      "0x" + String(write.address, radix: 16) + ": "
        + write.words.map { "0x" + String($0, radix: 16) }.joined(separator: " ")
    }
    return writes.isEmpty ? "nothing was asked to be written" : writes.joined(separator: "\n")
  }

  private func refusal(_ line: String) -> Outcome {
    .refused("not understood: \(line)\nType help for what can be typed.")
  }

  private func set(_ name: String, _ value: Double) -> Bool {
    var isKnown = true
    board.update { report in
      switch name {
      case "t1": report.status.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(value)))
      case "t2": report.status.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(value)))
      case "mos": report.status.mosfet = .measured(Celsius(value))
      case "voltage":
        let cells = report.status.cellVoltages.count
        report.status.packVoltage = .measured(Volts(value))
        report.status.cellVoltages = [Volts](
          repeating: Volts(value) / Double(max(cells, 1)), count: cells)
      case "current": report.status.current = .measured(Amperes(value))
      case "soc":
        if (0...100).contains(value) { report.status.stateOfCharge = .measured(Percent(value)) }
        isKnown = (0...100).contains(value)
      default: isKnown = false
      }
    }
    return isKnown
  }

  private func unplug(_ name: String) -> Bool {
    var isKnown = true
    board.update { report in
      switch name {
      case "t1": report.status.probes.t1 = .unknown(.absent)
      case "t2": report.status.probes.t2 = .unknown(.absent)
      case "mos": report.status.mosfet = .unknown(.absent)
      default: isKnown = false
      }
    }
    return isKnown
  }

  private func heating(_ words: [String]) -> Bool {
    guard let isOn = onOrOff(words[0]) else { return false }
    var current = Amperes(0)
    if words.count == 2 {
      guard isOn, let value = number(words[1]) else { return false }
      current = Amperes(value)
    }
    board.update { report in
      report.status.heatingOn = .measured(isOn)
      report.status.heaterCurrent = .measured(current)
    }
    return true
  }

  /// The switches of what the board says.
  private func switched(_ verb: String, _ words: [String]) -> Bool {
    guard words.count == 1 else { return false }
    if verb == "alarms" {
      let isHex = words[0].hasPrefix("0x")
      let digits = isHex ? String(words[0].dropFirst(2)) : words[0]
      guard let bits = BoardAlarms.RawValue(digits, radix: isHex ? 16 : 10) else { return false }
      board.update { $0.status.alarms = .measured(BoardAlarms(rawValue: bits)) }
      return true
    }
    guard let isOn = onOrOff(words[0]) else { return false }
    var isKnown = true
    board.update { report in
      switch verb {
      case "charge": report.status.chargeMosfetOn = .measured(isOn)
      case "discharge": report.status.dischargeMosfetOn = .measured(isOn)
      case "charger": report.status.chargerPlugged = .measured(isOn)
      case "emergency": report.status.emergency = .measured(isOn)
      default: isKnown = false
      }
    }
    return isKnown
  }

  /// The faults of its replies.
  private func spoilt(_ verb: String, _ words: [String]) -> Bool {
    guard words.count == 1, let word = words.first else { return false }
    var faults = board.faults
    switch (verb, onOrOff(word), Int(word)) {
    case ("silent", let isOn?, _): faults.isSilent = isOn
    case ("echo", let isOn?, _): faults.echoesRequest = isOn
    case ("badcrc", let isOn?, _): faults.hasBadChecksum = isOn
    case ("twice", let isOn?, _): faults.isDoubled = isOn
    case ("split", false?, _): faults.splitAfter = nil
    case ("split", _, let count?) where count > 0: faults.splitAfter = count
    case ("delay", _, let milliseconds?) where (0...60_000).contains(milliseconds):
      faults.delay = .milliseconds(milliseconds)
    case ("garbage", _, let count?) where (0...1000).contains(count):
      faults.garbage = [UInt8](repeating: 0xFF, count: count)
    case ("length", _, let count?) where (-1000...1000).contains(count):
      faults.extraLength = count
    default: return false
    }
    board.faults = faults
    return true
  }

  private func onOrOff(_ word: String) -> Bool? {
    switch word {
    case "on": true
    case "off": false
    default: nil
    }
  }

  /// A finite number; a minus sign from a printed table is one too.
  private func number(_ word: String) -> Double? {
    let plain = word.replacing("\u{2212}", with: "-")
    return Double(plain).flatMap { $0.isFinite ? $0 : nil }
  }
}
