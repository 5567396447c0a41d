public import ControlCore
public import JKProtocol
import Quantities

/// Reads the JK boards on one serial line. Used from one thread; blocks while it waits.
///
/// It only ever reads. The device is opened at the first read, and again after it has gone.
public final class JKBus {
  private let settings: BusSettings
  private let timing: LinkTiming
  private let clock: any ControlClock
  private var link: (any BoardLink)?
  /// What is spoken on the open line; `nil` while it is closed or has not been found out.
  public private(set) var spoken: SpokenProtocol?
  /// How many exchanges there were on lines that are closed by now.
  private var pastExchanges = ExchangeCount()
  private var reconnect: Reconnect
  private var silent: SilentBoards
  /// Failures since any board on the line answered.
  private var failuresInARow = 0
  /// Boards whose app settings tell them to ignore their sensors, as last read.
  private var probesDisabled: [Int: Bool] = [:]
  /// Settings that came along with a status and have not been asked for yet.
  private var settingsAtHand: [Int: TimedSettings] = [:]

  /// Settings that came along with a status answer a request for them within this time. They keep
  /// the time at which they arrived.
  private static let settingsReuse = Duration.seconds(2)

  /// A bus that has not been opened yet. This does not touch the device.
  public init(_ settings: BusSettings, timing: LinkTiming = .standard, clock: any ControlClock) {
    self.settings = settings
    self.timing = timing
    self.clock = clock
    reconnect = Reconnect(first: timing.firstReconnectDelay, longest: timing.longestReconnectDelay)
    silent = SilentBoards(timing)
  }

  /// Reads what a board measures.
  ///
  /// - Parameter address: 1 to 247; counts with Modbus only.
  ///
  /// Throws `LinkFailure`; never returns a guessed or an old value.
  public func readStatus(address: Int) throws(LinkFailure) -> BatteryReading {
    settingsAtHand[address] = nil
    let (sample, resolution) = try exchange(address) {
      link, tries throws(LinkFailure) in
      (try link.status(of: address, tries: tries), link.probeResolution)
    }
    if let settings = sample.settings {
      note(settings, from: address)
      settingsAtHand[address] = settings
    }
    return BatteryReading(
      sample.status, model: sample.model, probesDisabled: probesDisabled[address] ?? false,
      probeResolution: resolution, takenAt: sample.takenAt)
  }

  /// Reads the app's settings, or `nil` where the protocol does not carry them.
  ///
  /// - Parameter address: 1 to 247; counts with Modbus only.
  ///
  /// Throws `LinkFailure`, also where the board's protection or recovery value is not readable.
  public func readAppSettings(address: Int) throws(LinkFailure) -> AppSettings? {
    let atHand = settingsAtHand.removeValue(forKey: address)
    let timed: TimedSettings?
    if let atHand, clock.now - atHand.takenAt <= JKBus.settingsReuse {
      timed = atHand
    } else {
      timed = try exchange(address) { link, tries throws(LinkFailure) in
        try link.settings(of: address, tries: tries)
      }
    }
    guard let timed else { return nil }
    note(timed, from: address)
    guard let app = AppSettings(timed.settings, takenAt: timed.takenAt) else {
      throw LinkFailure(
        .badReply, place: place(address),
        found: "the low-temperature charge protection or its recovery value is unreadable",
        remedy: "Set both in JK's app and save them.")
    }
    return app
  }

  /// Reads everything that a board says: its status, the app's settings, which board it is.
  ///
  /// - Parameter address: 1 to 247; counts with Modbus only.
  ///
  /// Throws `LinkFailure`; never returns a guessed or an old value.
  public func readReport(address: Int) throws(LinkFailure) -> BoardReport {
    try exchange(address) { link, tries throws(LinkFailure) in
      try link.report(of: address, tries: tries)
    }
  }

  /// Runs one exchange with a board on the open line, and learns from its outcome.
  private func exchange<Value>(
    _ address: Int, _ ask: (any BoardLink, Int) throws(LinkFailure) -> Value
  ) throws(LinkFailure) -> Value {
    guard (1...247).contains(address) else {
      throw LinkFailure(
        .badAddress, place: settings.device, found: "board address \(address)",
        remedy: "Give the address of the board, 1 to 247, as set in JK's app or by its switches.")
    }
    if link == nil, let obstacle = reconnect.obstacle(at: clock.now) { throw obstacle }
    let tries = try silent.tries(address, at: clock.now)
    do throws(LinkFailure) {
      let value: Value
      if let link { value = try ask(link, tries) } else { value = try search(address, tries, ask) }
      silent.noteReply(address)
      reconnect.noteReply()
      failuresInARow = 0
      return value
    } catch {
      throw learn(from: error, address)
    }
  }

  /// Opens the line and asks, in one protocol after another where it is to be found out.
  private func search<Value>(
    _ address: Int, _ tries: Int, _ ask: (any BoardLink, Int) throws(LinkFailure) -> Value
  ) throws(LinkFailure) -> Value {
    let candidates = ProtocolSearch.candidates(for: settings)
    var failures: [LinkFailure] = []
    for candidate in candidates {
      let opened = try open(candidate)
      let isOnlyOne = candidates.count == 1
      if isOnlyOne { keep(opened, candidate) }
      do throws(LinkFailure) {
        let value = try ask(opened, isOnlyOne ? tries : 1)
        keep(opened, candidate)
        return value
      } catch {
        if isOnlyOne { throw error }
        guard error.kind.isSilence else {
          // A refusal is an answer too.
          keep(opened, candidate)
          throw error
        }
        failures.append(error)
      }
    }
    throw ProtocolSearch.noAnswer(candidates, failures, address: address)
  }

  private func keep(_ opened: any BoardLink, _ candidate: BusSettings) {
    link = opened
    spoken = SpokenProtocol(protocolName: candidate.protocolName, baud: candidate.baud)
  }

  private func open(_ bus: BusSettings) throws(LinkFailure) -> any BoardLink {
    switch bus.protocolName {
    case .automatic: preconditionFailure("a search has candidates that are protocols")
    case .modbus: try ModbusLink(bus, timing: timing, clock: clock)
    case .jk4E57: try Link4E57(bus, timing: timing, clock: clock)
    case .ddA5: try LinkDDA5(bus, timing: timing, clock: clock)
    }
  }

  /// Draws the consequences of a failure; returns the failure to report.
  private func learn(from failure: LinkFailure, _ address: Int) -> LinkFailure {
    var failure = failure
    if failure.kind == .timeOut, let link, !link.isPluggedIn {
      failure = SerialDevice.unplugged(settings.device)
    }
    if failure.kind.endsConnection {
      close()
      reconnect.noteFailure(failure, at: clock.now)
    } else if failure.kind.isSilence {
      link?.forget(address)
      silent.noteSilence(address, failure, at: clock.now)
      failuresInARow += 1
      // What was found out may hold no longer: the board may have been changed for another.
      if settings.protocolName == .automatic, failuresInARow >= timing.failuresUntilSilent {
        close()
      }
    }
    return failure
  }

  /// How many exchanges there were since the start, each try counted, and in how many the reply
  /// was damaged.
  public var exchanges: ExchangeCount {
    guard let link else { return pastExchanges }
    return ExchangeCount(
      all: pastExchanges.all + link.exchanges.all,
      damaged: pastExchanges.damaged + link.exchanges.damaged)
  }

  private func close() {
    pastExchanges = exchanges
    (link, spoken) = (nil, nil)
  }

  private func note(_ timed: TimedSettings, from address: Int) {
    if case .measured(let disabled) = timed.settings.probesDisabled {
      probesDisabled[address] = disabled
    }
  }

  private func place(_ address: Int) -> String { "\(settings.device), board \(address)" }
}
