/// Which reads fetch what the program needs, each within one block and at most so many registers.
public enum ModbusPlan {
  /// How many registers a board surely answers in one read.
  ///
  /// Source: mr-manuel/venus-os_dbus-serialbattery, JKBMS-PB.md: about 40 work on every board
  /// tried; 120 work on a PB2A16S20P (basmeerman/jkbms2mqtt).
  public static let safeRegistersPerRead = 40

  /// The reads for a `BoardStatus`.
  ///
  /// - Parameters:
  ///   - cellCount: How many cell voltages to fetch, 0 to 32. The cell mask comes with them.
  ///   - model: With a `JK_PB` model, or where it is not known, T4 and T5 are fetched too.
  ///   - registersPerRead: The longest read, 2 to 125 registers.
  public static func status(
    cellCount: Int = 32, model: String?, registersPerRead: Int = safeRegistersPerRead
  ) -> [ModbusRead] {
    precondition((0...32).contains(cellCount), "a JK board has at most 32 cells")
    var ranges: [Range<Int>] = []
    if cellCount > 0 {
      ranges += (0..<cellCount).map { 2 * $0..<(2 * $0 + 2) }
      ranges.append(RegisterField.cellsPresent.row.byteRange)
    }
    let fields: [RegisterField] = [
      .mosfetTemperature, .packVoltage, .current, .temperature1, .temperature2, .alarms,
      .stateOfCharge, .chargeMosfet, .dischargeMosfet, .sensorsPresent, .heating,
      .emergencySeconds, .heaterCurrent, .chargerPlugged,
    ]
    ranges += fields.map(\.row.byteRange)
    if model.map(BoardModel.hasFourProbes) ?? true {
      ranges += [RegisterField.temperature4, .temperature5].map(\.row.byteRange)
    }
    return reads(of: ranges, in: .status, registersPerRead: registersPerRead)
  }

  /// The reads for `BoardSettings`.
  ///
  /// - Parameter registersPerRead: The longest read, 2 to 125 registers.
  public static func settings(registersPerRead: Int = safeRegistersPerRead) -> [ModbusRead] {
    let fields: [RegisterField] = [
      .chargeOvertemperature, .chargeOvertemperatureRecovery, .chargeProtection, .chargeRecovery,
      .stringCount, .chargeSwitch, .controlWord, .heatStart, .heatStop,
    ]
    return reads(
      of: fields.map(\.row.byteRange), in: .settings, registersPerRead: registersPerRead)
  }

  /// The reads for a `BoardIdentity`. Never touches the PIN and pass-code bytes that follow.
  ///
  /// - Parameter registersPerRead: The longest read, 2 to 125 registers.
  public static func identity(registersPerRead: Int = safeRegistersPerRead) -> [ModbusRead] {
    let fields: [RegisterField] = [.model, .hardware, .firmware]
    let words = fields.flatMap { field in
      stride(from: field.row.byteRange.lowerBound, to: field.row.byteRange.upperBound, by: 2)
        .map { $0..<($0 + 2) }
    }
    return reads(of: words, in: .info, registersPerRead: registersPerRead)
  }

  /// Joins `ranges` (rising) into the fewest reads. A gap costs less than another request.
  private static func reads(
    of ranges: [Range<Int>], in block: RegisterBlock, registersPerRead: Int
  ) -> [ModbusRead] {
    // 125 is the most that Modbus allows; a 32-bit field needs 2.
    precondition((2...125).contains(registersPerRead), "a read takes 2 to 125 registers")
    var reads: [ModbusRead] = []
    var open: Range<Int>?
    for range in ranges {
      let whole = (range.lowerBound & ~1)..<((range.upperBound + 1) & ~1)
      if let started = open, whole.upperBound - started.lowerBound <= 2 * registersPerRead {
        open = started.lowerBound..<max(started.upperBound, whole.upperBound)
      } else {
        if let finished = open { reads.append(read(finished, in: block)) }
        open = whole
      }
    }
    if let finished = open { reads.append(read(finished, in: block)) }
    return reads
  }

  private static func read(_ range: Range<Int>, in block: RegisterBlock) -> ModbusRead {
    ModbusRead(address: block.base + range.lowerBound, registerCount: range.count / 2)
  }
}
