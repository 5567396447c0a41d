/// A field of the register image: one row of the table that Modbus reads, 55AAEB90 frames and the
/// encoder share.
///
/// Source: JK RS485 Modbus V1.1, field lists of 0x1000, 0x1200 and 0x1400; the heating start and
/// stop at 0x1116 from mr-manuel/venus-os_dbus-serialbattery, JKBMS-PB.md.
public enum RegisterField: Hashable, Sendable, CaseIterable {
  // Settings, 0x1000.
  case chargeOvertemperature, chargeOvertemperatureRecovery
  case chargeProtection, chargeRecovery
  case stringCount, chargeSwitch, dischargeSwitch
  case deviceAddress, controlWord, heatStart, heatStop
  // Status, 0x1200.
  case cellVoltage, cellsPresent, averageCellVoltage, cellVoltageDifference
  case mosfetTemperature, packVoltage, power, current
  case temperature1, temperature2
  case alarms, stateOfCharge
  case chargeMosfet, dischargeMosfet
  case sensorsPresent, heating, emergencySeconds
  case packVoltageCoarse, heaterCurrent, chargerPlugged
  case temperature3, temperature4, temperature5
  // Info, 0x1400.
  case model, hardware, firmware

  /// Where the field lies and how it is coded.
  // swift-format-ignore
  public var row: RegisterRow {
    switch self {
    //                                   block      offset coding     per unit, name
    case .chargeOvertemperature:   .init(.settings, 0x04C, .i32,      10,   "TMPBatCOT")
    case .chargeOvertemperatureRecovery: .init(.settings, 0x050, .i32,      10,   "TMPBatCOTPR")
    case .chargeProtection:        .init(.settings, 0x05C, .i32,      10,   "TMPBatCUT")
    case .chargeRecovery:          .init(.settings, 0x060, .i32,      10,   "TMPBatCUTPR")
    case .stringCount:             .init(.settings, 0x06C, .u32,      1,    "CellCount")
    case .chargeSwitch:            .init(.settings, 0x070, .u32,      1,    "BatChargeEN")
    case .dischargeSwitch:         .init(.settings, 0x074, .u32,      1,    "BatDisChargeEN")
    case .deviceAddress:           .init(.settings, 0x108, .u32,      1,    "DevAddr")
    case .controlWord:             .init(.settings, 0x114, .u16,      1,    "HeatEN …")
    case .heatStart:               .init(.settings, 0x116, .i8,       1,    "TMPStartHeating")
    case .heatStop:                .init(.settings, 0x117, .i8,       1,    "TMPStopHeating")
    case .cellVoltage:             .init(.status,   0x000, .u16,      1000, "CellVol", count: 32)
    case .cellsPresent:            .init(.status,   0x040, .u32,      1,    "CellSta")
    case .averageCellVoltage:      .init(.status,   0x044, .u16,      1000, "CellVolAve")
    case .cellVoltageDifference:   .init(.status,   0x046, .u16,      1000, "CellVdifMax")
    case .mosfetTemperature:       .init(.status,   0x08A, .i16,      10,   "TempMos")
    case .packVoltage:             .init(.status,   0x090, .u32,      1000, "BatVol")
    case .power:                   .init(.status,   0x094, .u32,      1000, "BatWatt")
    case .current:                 .init(.status,   0x098, .i32,      1000, "BatCurrent")
    case .temperature1:            .init(.status,   0x09C, .i16,      10,   "TempBat1")
    case .temperature2:            .init(.status,   0x09E, .i16,      10,   "TempBat2")
    case .alarms:                  .init(.status,   0x0A0, .u32,      1,    "Alarm")
    case .stateOfCharge:           .init(.status,   0x0A7, .u8,       1,    "SOCStateOfcharge")
    case .chargeMosfet:            .init(.status,   0x0C0, .u8,       1,    "Charge")
    case .dischargeMosfet:         .init(.status,   0x0C1, .u8,       1,    "Discharge")
    case .sensorsPresent:          .init(.status,   0x0D0, .u8,       1,    "TempSensorAbsent")
    case .heating:                 .init(.status,   0x0D1, .u8,       1,    "Heating")
    case .emergencySeconds:        .init(.status,   0x0D4, .u16,      1,    "TimeEmergency")
    case .packVoltageCoarse:       .init(.status,   0x0E4, .u16,      100,  "BatVol")
    case .heaterCurrent:           .init(.status,   0x0E6, .i16,      1000, "HeatCurrent")
    case .chargerPlugged:          .init(.status,   0x0EF, .u8,       1,    "ChargerPlugged")
    case .temperature3:            .init(.status,   0x0F8, .i16,      10,   "TempBat3")
    case .temperature4:            .init(.status,   0x0FA, .i16,      10,   "TempBat4")
    case .temperature5:            .init(.status,   0x0FC, .i16,      10,   "TempBat5")
    case .model:                   .init(.info,     0x000, .text(16), 1,    "ManufacturerDeviceID")
    case .hardware:                .init(.info,     0x010, .text(8),  1,    "HardwareVersion")
    case .firmware:                .init(.info,     0x018, .text(8),  1,    "SoftwareVersion")
    }
  }
}
