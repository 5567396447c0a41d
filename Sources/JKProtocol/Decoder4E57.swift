import Quantities

/// Gathers the items of one 4E 57 reply.
struct Decoder4E57 {
  private var status = BoardStatus()
  private var settings = BoardSettings()
  private var identity = BoardIdentity()
  /// One bit for each identifier from 0x79 on that has been seen.
  private var seen: UInt128 = 0
  /// The current's code waits for the protocol version, which comes last.
  private var rawCurrent: Int?
  private var protocolVersion: UInt8 = 0
  private var sensorCount: UInt8?

  init() {}

  /// Takes the item whose identifier is at `offset` and whose data are the `count` bytes after it.
  mutating func take(
    _ identifier: UInt8, _ bytes: Span<UInt8>, at offset: Int, count: Int
  ) throws(DecodeFailure) {
    let bit = UInt128(1) << UInt128(identifier - Item4E57.cells)
    guard seen & bit == 0 else { throw .repeatedIdentifier(identifier, offset: offset) }
    seen |= bit
    let first = Int(bytes[offset + 1])
    // Meaningful for the items of two bytes only.
    let number = count == 2 ? first << 8 | Int(bytes[offset + 2]) : first
    let signed = Double(Int16(truncatingIfNeeded: number))
    switch identifier {
    case Item4E57.cells: try takeCells(bytes, at: offset)
    case Item4E57.mosfetTemperature: status.mosfet = Self.temperature(number).map(\.reported)
    case Item4E57.temperature1: status.probes.t1 = Self.temperature(number)
    case Item4E57.temperature2: status.probes.t2 = Self.temperature(number)
    case Item4E57.packVoltage: status.packVoltage = Plausible.packVoltage(Double(number) / 100)
    case Item4E57.current: rawCurrent = number
    case Item4E57.stateOfCharge: status.stateOfCharge = Plausible.stateOfCharge(number)
    case Item4E57.sensorCount: sensorCount = bytes[offset + 1]
    case Item4E57.strings, Item4E57.stringSetting:
      settings.stringCount = Plausible.stringCount(number)
    case Item4E57.batteryType: settings.batteryType = Self.batteryType(number)
    case Item4E57.alarms: status.alarms = .measured(Self.alarms(number))
    case Item4E57.mosfets:
      status.chargeMosfetOn = .measured(number & 1 != 0)
      status.dischargeMosfetOn = .measured(number & 2 != 0)
    case Item4E57.chargeOvertemperature:
      settings.chargeOvertemperature = Plausible.setTemperature(signed)
    case Item4E57.chargeProtection: settings.chargeProtection = Plausible.setTemperature(signed)
    case Item4E57.chargeRecovery: settings.chargeRecovery = Plausible.setTemperature(signed)
    case Item4E57.chargeSwitch: settings.chargeSwitchOn = Plausible.isOn(number)
    case Item4E57.version: takeVersion(bytes, (offset + 1)..<(offset + 1 + count))
    case Item4E57.maker: takeModel(bytes, (offset + 1)..<(offset + 1 + count))
    case Item4E57.protocolVersion: protocolVersion = bytes[offset + 1]
    default: break  // In the length table, and of no use here.
    }
  }

  /// What the items say together.
  consuming func report() -> BoardReport {
    if let rawCurrent { status.current = Self.current(rawCurrent, version: protocolVersion) }
    // A board that counts fewer than two sensors has none for the rest.
    if let sensorCount {
      if sensorCount < 1 { status.probes.t1 = .unknown(.absent) }
      if sensorCount < 2 { status.probes.t2 = .unknown(.absent) }
    }
    status.probes.t4 = .unknown(.absent)
    status.probes.t5 = .unknown(.absent)
    return BoardReport(status: status, settings: settings, identity: identity)
  }

  /// 0 to 99 are °C; from 100 on the reading is 100 − x, and it stands for anything down to 1 K
  /// less, because the board cuts the fraction off. 140 stands for −40 °C and everything colder;
  /// its lowest is −41 °C by the same rule. That is colder than any floor of a chemistry, so that
  /// it blocks charging whatever the app says.
  ///
  /// Source: V2.5, items 0x80 to 0x82; the fold at zero from field readings of a cooling battery
  /// (Louisvdw/dbus-serialbattery issues 339 and 354).
  static func temperature(_ raw: Int) -> Measured<ProbeTemperature> {
    switch raw {
    case 0...99: .measured(ProbeTemperature(exactly: Celsius(Double(raw))))
    case 100...140:
      .measured(
        ProbeTemperature(
          reported: Celsius(Double(100 - raw)), lowest: Celsius(Double(99 - raw))))
    default: .unknown(.implausible)
    }
  }

  /// Source: V2.5, item 0xAF.
  static func batteryType(_ raw: Int) -> Measured<BatteryType> {
    BatteryType(rawValue: raw).map { .measured($0) } ?? .unknown(.implausible)
  }

  /// Version 1: bit 15 is set while charging, the rest is the size. Version 0: 10000 − x. Both in
  /// 10 mA. Source: V2.5, items 0x84 and 0xC0.
  static func current(_ raw: Int, version: UInt8) -> Measured<Amperes> {
    switch version {
    case 0: return Plausible.current(Double(10000 - raw) / 100)
    case 1:
      let size = raw & 0x7FFF
      return Plausible.current(Double(raw & 0x8000 != 0 ? size : -size) / 100)
    default: return .unknown(.implausible)
    }
  }

  /// The alarms of item 0x8B in their own order, bit 0 first. Source: V2.5, item 0x8B.
  static let alarmOrder: [BoardAlarms] = [
    .lowCapacity, .mosfetOvertemperature, .packOvervoltage, .packUndervoltage,
    .batteryOvertemperature, .chargeOvercurrent, .dischargeOvercurrent, .cellDifference,
    .boxOvertemperature, .chargeUndertemperature, .cellOvervoltage, .cellUndervoltage,
    .protection309A, .protection309B,
  ]

  static func alarms(_ raw: Int) -> BoardAlarms {
    guard raw != 0 else { return [] }
    var alarms: BoardAlarms = []
    for (bit, alarm) in alarmOrder.enumerated() where raw & (1 << bit) != 0 {
      alarms.insert(alarm)
    }
    return alarms
  }

  private mutating func takeCells(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(DecodeFailure) {
    let count = Int(bytes[offset + 1]) / 3
    status.cellVoltages.reserveCapacity(count)
    for index in 0..<count {
      let start = offset + 2 + 3 * index
      guard Int(bytes[start]) == index + 1 else {
        throw .unexpectedByte(
          offset: start, found: bytes[start], allowed: "cell number \(index + 1)")
      }
      let millivolts = Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
      status.cellVoltages.append(Volts(Double(millivolts) / 1000))
    }
  }

  /// `11.XW_S11.26___` is hardware 11.XW with firmware 11.26; text without `_S` is all firmware.
  private mutating func takeVersion(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let underscore = UInt8(ascii: "_")
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1] == underscore || bytes[end - 1] == 0 { end -= 1 }
    var split = range.lowerBound
    while split + 1 < end {
      if bytes[split] == underscore, bytes[split + 1] == UInt8(ascii: "S") { break }
      split += 1
    }
    guard split + 2 < end else {
      identity.firmware = printableText(bytes, range.lowerBound..<end)
      return
    }
    identity.firmware = printableText(bytes, (split + 2)..<end)
    var hardwareEnd = split
    while hardwareEnd > range.lowerBound, bytes[hardwareEnd - 1] == underscore { hardwareEnd -= 1 }
    identity.hardware = printableText(bytes, range.lowerBound..<hardwareEnd)
  }

  /// The model stands at the end of the maker's free text on recent firmware.
  private mutating func takeModel(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    for start in range.dropLast(2)
    where bytes[start] == UInt8(ascii: "J") && bytes[start + 1] == UInt8(ascii: "K") {
      guard bytes[start + 2] == UInt8(ascii: "_") || bytes[start + 2] == UInt8(ascii: "-") else {
        continue
      }
      identity.model = printableText(bytes, start..<range.upperBound)
      return
    }
  }
}
