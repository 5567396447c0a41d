/// The items of a 4E 57 reply: identifier and the length of its data.
///
/// Source: JK "Communication protocol between monitoring platform and BMS" V2.5, table of
/// identifiers (0x93 to 0x9F by its worked example, whose rows the table misprints). The
/// write-only items 0xBB to 0xBD never occur in a reply and have no row.
enum Item4E57 {
  /// Number, u16 mV for each cell; the only item with a length of its own.
  static let cells: UInt8 = 0x79
  static let mosfetTemperature: UInt8 = 0x80
  static let temperature1: UInt8 = 0x81
  static let temperature2: UInt8 = 0x82
  static let packVoltage: UInt8 = 0x83
  static let current: UInt8 = 0x84
  static let stateOfCharge: UInt8 = 0x85
  static let sensorCount: UInt8 = 0x86
  static let strings: UInt8 = 0x8A
  static let alarms: UInt8 = 0x8B
  static let mosfets: UInt8 = 0x8C
  static let chargeOvertemperature: UInt8 = 0xA3
  static let chargeProtection: UInt8 = 0xA5
  static let chargeRecovery: UInt8 = 0xA6
  static let stringSetting: UInt8 = 0xA9
  static let chargeSwitch: UInt8 = 0xAB
  static let dischargeSwitch: UInt8 = 0xAC
  static let batteryType: UInt8 = 0xAF
  static let version: UInt8 = 0xB7
  static let maker: UInt8 = 0xBA
  static let protocolVersion: UInt8 = 0xC0

  /// The bytes of data that follow an identifier, or `nil` for one that the table does not have.
  /// `cells` is not in it.
  // swift-format-ignore
  static func length(_ identifier: UInt8) -> Int? {
    switch identifier {
    case 0x80...0x84:             2  // MOSFET, T1, T2, pack voltage, current
    case 0x85, 0x86:              1  // state of charge, number of sensors
    case 0x87:                    2  // cycles
    case 0x89:                    4  // total cycle capacity
    case 0x8A...0x8C:             2  // strings, alarms, status
    case 0x8E...0x9C:             2  // voltage and current limits, delays, balancing
    case 0x9D:                    1  // balancing switch
    case 0x9E...0xA8:             2  // temperature limits
    case 0xA9:                    1  // string setting
    case 0xAA:                    4  // capacity setting
    case 0xAB, 0xAC:              1  // charge and discharge switches
    case 0xAD:                    2  // current calibration
    case 0xAE, 0xAF:              1  // address, battery type
    case 0xB0:                    2  // sleep wait
    case 0xB1:                    1  // low capacity alarm
    case 0xB2:                   10  // password
    case 0xB3:                    1  // special charger
    case 0xB4:                    8  // device text
    case 0xB5, 0xB6:              4  // production date, working time
    case 0xB7:                   15  // software version
    case 0xB8:                    1  // calibration running
    case 0xB9:                    4  // actual capacity
    case 0xBA:                   24  // maker's text
    case 0xBE, 0xBF:              2  // GPS power-off and power-on voltage
    case 0xC0:                    1  // protocol version
    default:                    nil
    }
  }
}
