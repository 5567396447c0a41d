import ControlCore
import JKLink
import JKProtocol
import Quantities
import TestSupport

/// The way of a board's report over the line: encoded, perhaps damaged, found again, decoded.
struct Wire {
  enum Kind: CaseIterable { case modbus, jk4E57, ddA5 }
  typealias Answer = (reading: BatteryReading, app: AppSettings?)

  let kind: Kind
  let model: String
  private var scanner: FrameScanner
  private(set) var exchanges = ExchangeCount()
  /// Replies that were damaged, and of those the ones that were decoded all the same.
  private(set) var damagedTaken = 0
  /// Bytes that were the same as last time are decoded to the same: the answer is kept.
  private(set) var answer: Answer?
  private var lastKey: ReportKey?
  /// What Modbus reads of settings and identity, of that version of the key.
  private var rarelyChanged: (version: Int, settings: BoardSettings, identity: BoardIdentity)?
  private let plans: [[ModbusRead]]

  init(_ kind: Kind, model: String) {
    (self.kind, self.model) = (kind, model)
    scanner = FrameScanner(kind == .ddA5 ? .ddA5 : .jk4E57)
    plans = [
      ModbusPlan.status(model: model, registersPerRead: 120),
      ModbusPlan.settings(registersPerRead: 120), ModbusPlan.identity(registersPerRead: 120),
    ]
  }

  var resolution: Kelvins { kind == .jk4E57 ? Kelvins(1) : Kelvins(0.1) }
  var carriesApp: Bool { kind != .ddA5 }

  /// Another exchange begins. Returns whether its replies are damaged.
  mutating func begin(damage: Double, _ random: inout SeededGenerator) -> Bool {
    exchanges.all += 1
    return damage > 0 && random.happens(damage)
  }

  /// Whether a report of `key` is the same as last time: what was made of it is then of `now`.
  mutating func isSame(_ key: ReportKey, at now: Uptime) -> Bool {
    guard lastKey == key else { return false }
    answer?.reading.takenAt = now
    answer?.app?.takenAt = now
    return true
  }

  /// What a reader makes of a report at a time: nothing where the reply was damaged. `key` tells
  /// reports apart.
  mutating func read(
    _ key: ReportKey, _ report: BoardReport, at now: Uptime, isDamaged: Bool,
    _ random: inout SeededGenerator
  ) -> Answer? {
    guard let decoded = decode(report, key, isDamaged: isDamaged, &random) else {
      exchanges.damaged += 1
      return nil
    }
    if isDamaged { damagedTaken += 1 }
    let isDisabled = decoded.settings.probesDisabled.value ?? false
    let reading = BatteryReading(
      decoded.status, model: decoded.identity.model, probesDisabled: isDisabled,
      probeResolution: resolution, takenAt: now)
    let new = (reading, AppSettings(decoded.settings, takenAt: now))
    if !isDamaged { (answer, lastKey) = (new, key) }
    return new
  }

  private mutating func decode(
    _ report: BoardReport, _ key: ReportKey, isDamaged: Bool, _ random: inout SeededGenerator
  ) -> BoardReport? {
    switch kind {
    case .modbus: modbus(report, key, isDamaged, &random)
    case .jk4E57:
      frame(Frame4E57.reply(report), isDamaged, &random).flatMap { try? Frame4E57.decode($0) }
    case .ddA5: ddA5(report, isDamaged, &random)
    }
  }

  private mutating func modbus(
    _ report: BoardReport, _ key: ReportKey, _ isDamaged: Bool, _ random: inout SeededGenerator
  ) -> BoardReport? {
    let map = RegisterMap(report)
    var images = (
      status: RegisterImage(.status), settings: RegisterImage(.settings),
      info: RegisterImage(.info)
    )
    // Settings and identity change with what happens only. Of a damaged exchange any reply may be
    // the victim: it comes first, since the others seldom matter then.
    let isStatusEnough = !isDamaged && rarelyChanged?.version == key.version
    let victim = isDamaged ? Int.random(in: 0..<plans.count, using: &random) : nil
    let first = victim ?? 0
    for index in Array(first..<plans.count) + Array(0..<first)
    where index == 0 || !isStatusEnough {
      for read in plans[index] {
        var bytes = ModbusFrame.reply(unit: 1, map.words(for: read) ?? [])
        if index == victim { damage(&bytes, &random) }
        guard let reply = try? ModbusFrame.decodeReply(bytes), reply.unit == 1 else { return nil }
        switch index {
        case 0: guard (try? images.status.store(reply.words, from: read)) != nil else { return nil }
        case 1:
          guard (try? images.settings.store(reply.words, from: read)) != nil else { return nil }
        default: guard (try? images.info.store(reply.words, from: read)) != nil else { return nil }
        }
      }
    }
    if isStatusEnough, let rarelyChanged {
      let status = images.status.status(model: rarelyChanged.identity.model.value)
      return BoardReport(
        status: status, settings: rarelyChanged.settings, identity: rarelyChanged.identity)
    }
    let identity = images.info.identity()
    let settings = images.settings.settings(firmware: identity.firmware.value)
    if !isDamaged { rarelyChanged = (key.version, settings, identity) }
    return BoardReport(
      status: images.status.status(model: identity.model.value), settings: settings,
      identity: identity)
  }

  private mutating func ddA5(
    _ report: BoardReport, _ isDamaged: Bool, _ random: inout SeededGenerator
  ) -> BoardReport? {
    var result = BoardReport()
    for command in [FrameDDA5.Command.basic, .cells] {
      guard let bytes = frame(FrameDDA5.reply(command, report), isDamaged, &random),
        bytes[1] == command.rawValue, let reply = try? FrameDDA5.decode(bytes)
      else { return nil }
      reply.add(to: &result)
    }
    return result
  }

  /// A frame as the scanner finds it in what arrives, noise before it and all.
  private mutating func frame(
    _ sent: [UInt8], _ isDamaged: Bool, _ random: inout SeededGenerator
  ) -> [UInt8]? {
    var bytes = sent
    if isDamaged { damage(&bytes, &random) }
    scanner.reset()
    let cut = bytes.isEmpty ? 0 : Int.random(in: 0...bytes.count, using: &random)
    scanner.append(Array(bytes[..<cut]))
    if let early = scanner.next() { return early }
    scanner.append(Array(bytes[cut...]))
    return scanner.next()
  }

  /// One flipped bit, a run of noise, a reply cut short, or noise in front: what lines do.
  private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes[index] ^= 1 << Int.random(in: 0..<8, using: &random)
    case 1:
      for place in index..<min(index + 4, bytes.count) {
        bytes[place] ^= UInt8(truncatingIfNeeded: random.next()) | 1
      }
    default: bytes.removeLast(bytes.count - index)
    }
  }
}

/// All that a report hangs on, in whole numbers: two reports with one key are the same.
struct ReportKey: Equatable {
  /// Goes up with everything that happens.
  var version: Int
  /// Both probes in tenths of a degree, and the current in tenths of an ampere.
  var t1, t2, current: Int
}
