import ControlCore
import JKProtocol
import Quantities

/// JK boards that speak Modbus RTU, on one line.
final class ModbusLink: BoardLink {
  /// Source: JK RS485 Modbus V1.1, field 0x9C: 0.1 °C.
  let probeResolution = Kelvins(0.1)

  private(set) var exchanges = ExchangeCount()
  private let port: ModbusPort
  private let device: String
  private let registersPerRead: Int
  private let timing: LinkTiming
  private let clock: any ControlClock
  private let gap: Duration
  private var line = QuietLine()
  /// The boards that have been identified since the line was opened.
  private var identities: [Int: BoardIdentity] = [:]
  /// Until when a board is asked with the wide gap.
  private var cautionUntil: [Int: Uptime] = [:]

  /// Opens the line of `bus` at its rate.
  init(_ bus: BusSettings, timing: LinkTiming, clock: any ControlClock) throws(LinkFailure) {
    port = try ModbusPort.open(bus.device, baud: bus.baud, timing: timing)
    device = bus.device
    registersPerRead = bus.registersPerRead
    self.timing = timing
    self.clock = clock
    gap = timing.quietGap ?? QuietLine.modbusGap(baud: bus.baud)
  }

  var isPluggedIn: Bool { port.isPluggedIn }

  func forget(_ address: Int) { identities[address] = nil }

  func status(of address: Int, tries: Int) throws(LinkFailure) -> BoardSample {
    let isFirst = identities[address] == nil
    let identity = try identity(of: address, tries: tries)
    // A board told to ignore its probes must be known before its first sample counts.
    let settings = isFirst ? try timedSettings(of: address, tries: tries) : nil
    let model = identity.model.value
    let plan = ModbusPlan.status(model: model, registersPerRead: registersPerRead)
    let (image, takenAt) = try fetch(.status, plan, from: address, tries: tries)
    return BoardSample(
      status: image.status(model: model), model: identity.model, takenAt: takenAt,
      settings: settings)
  }

  func settings(of address: Int, tries: Int) throws(LinkFailure) -> TimedSettings? {
    try timedSettings(of: address, tries: tries)
  }

  private func timedSettings(of address: Int, tries: Int) throws(LinkFailure) -> TimedSettings {
    let firmware = identities[address]?.firmware.value
    let plan = ModbusPlan.settings(registersPerRead: registersPerRead)
    let (image, takenAt) = try fetch(.settings, plan, from: address, tries: tries)
    return TimedSettings(settings: image.settings(firmware: firmware), takenAt: takenAt)
  }

  func report(of address: Int, tries: Int) throws(LinkFailure) -> BoardReport {
    let identity = try identity(of: address, tries: tries)
    let settings = try timedSettings(of: address, tries: tries)
    let sample = try status(of: address, tries: tries)
    return BoardReport(status: sample.status, settings: settings.settings, identity: identity)
  }

  /// Which board it is: read at the first contact, remembered until the line or the board fails.
  private func identity(of address: Int, tries: Int) throws(LinkFailure) -> BoardIdentity {
    if let known = identities[address] { return known }
    let plan = ModbusPlan.identity(registersPerRead: registersPerRead)
    let (image, _) = try fetch(.info, plan, from: address, tries: tries)
    let identity = image.identity()
    identities[address] = identity
    return identity
  }

  /// Carries out `plan`. The image is new, so that no byte of an earlier reply can be in it.
  ///
  /// It is as old as the first question: an answer may have waited on the line for as long as this
  /// program, or the machine, was stopped.
  private func fetch(
    _ block: RegisterBlock, _ plan: [ModbusRead], from address: Int, tries: Int
  ) throws(LinkFailure) -> (RegisterImage, takenAt: Uptime) {
    var image = RegisterImage(block)
    var takenAt: Uptime?
    for read in plan {
      let (words, askedAt) = try words(read, from: address, tries: tries)
      takenAt = takenAt ?? askedAt
      do { try image.store(words, from: read) } catch {
        throw SerialDevice.badReply("\(device), board \(address)", error.description)
      }
    }
    return (image, takenAt ?? clock.now)
  }

  private func words(
    _ read: ModbusRead, from address: Int, tries: Int
  ) throws(LinkFailure) -> (words: [UInt16], askedAt: Uptime) {
    var triesLeft = tries
    while true {
      line.wait(gap(before: address))
      let askedAt = (uptime: clock.now, wall: ContinuousClock.now)
      defer { line.noteTraffic() }
      exchanges.all += 1
      do throws(LinkFailure) {
        return (try port.read(read, unit: address), askedAt.uptime)
      } catch {
        triesLeft -= 1
        if error.kind == .badReply { exchanges.damaged += 1 }
        cautionUntil[address] = clock.now + timing.cautionTime
        if error.kind.isWorthAnotherTry, triesLeft > 0 { continue }
        // A time-out that came early is one between two bytes: something did arrive.
        let isEarly = askedAt.wall.duration(to: .now) < timing.responseTimeout
        let hasArrived = error.kind == .badReply || (error.kind == .timeOut && isEarly)
        if hasArrived, port.echoes(read, unit: address) { throw SerialDevice.echoing(device) }
        throw error
      }
    }
  }

  private func gap(before address: Int) -> Duration {
    guard let until = cautionUntil[address] else { return gap }
    guard clock.now < until else {
      cautionUntil[address] = nil
      return gap
    }
    return max(gap, timing.quietGapAfterFailure)
  }
}
