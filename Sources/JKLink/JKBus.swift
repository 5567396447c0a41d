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
  private var reconnect: Reconnect
  private var silent: SilentBoards
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
      sample.status, probesDisabled: probesDisabled[address] ?? false,
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
        link.carriesAppSettings ? try link.settings(of: address, tries: tries) : nil
      }
    }
    guard let timed else { return nil }
    note(timed, from: address)
    guard let app = AppSettings(timed) else {
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
      let link = try openLink(address, tries: tries)
      let value = try ask(link, tries)
      silent.noteReply(address)
      reconnect.noteReply()
      return value
    } catch {
      throw learn(from: error, address)
    }
  }

  /// Draws the consequences of a failure; returns the failure to report.
  private func learn(from failure: LinkFailure, _ address: Int) -> LinkFailure {
    var failure = failure
    if failure.kind == .timeOut, let link, !link.isPluggedIn {
      failure = SerialDevice.unplugged(settings.device)
    }
    if failure.kind.endsConnection {
      link = nil
      reconnect.noteFailure(failure, at: clock.now)
    } else if failure.kind.isSilence {
      link?.forget(address)
      silent.noteSilence(address, failure, at: clock.now)
    }
    return failure
  }

  private func openLink(_ address: Int, tries: Int) throws(LinkFailure) -> any BoardLink {
    if let link { return link }
    let opened = try ModbusLink(settings, baud: settings.baud, timing: timing, clock: clock)
    link = opened
    return opened
  }

  private func note(_ timed: TimedSettings, from address: Int) {
    if case .measured(let disabled) = timed.settings.probesDisabled {
      probesDisabled[address] = disabled
    }
  }

  private func place(_ address: Int) -> String { "\(settings.device), board \(address)" }
}
