import JKProtocol
import Quantities

/// What `Captures/index.md` states of each 55AAEB90 settings frame (type 1).
struct SettingsExpectation: Sendable {
  let file: String
  let firmware: String
  /// Low-temperature charge protection and recovery, in °C.
  let protection: Double
  let recovery: Double
  let control: Int
  /// The bytes 284 and 285, in °C.
  let heatBytes: [Int]
  let address: Int
  let cells: Int
  /// `nil` where the index does not state it.
  let chargeSwitch: Bool?

  static let all: [SettingsExpectation] = [
    .init(
      file: "ble-b2a20s20p-heat-type1-1.hex", firmware: "11.288H", protection: 18, recovery: 20,
      control: 0x0001, heatBytes: [60, 50], address: 0, cells: 2, chargeSwitch: true),
    .init(
      file: "ble-b2a25srp-type1-1.hex", firmware: "11.55", protection: -20, recovery: -10,
      control: 0x0000, heatBytes: [60, 50], address: 1, cells: 25, chargeSwitch: false),
    .init(
      file: "ble-b2a8s30p-19.07-type1-1.hex", firmware: "19.07", protection: 0, recovery: 5,
      control: 0x1081, heatBytes: [3, 15], address: 1, cells: 4, chargeSwitch: true),
    .init(
      file: "ble-heat-start-stop-0.hex", firmware: "15.41", protection: 1, recovery: 5,
      control: 0x3311, heatBytes: [3, 7], address: 1, cells: 16, chargeSwitch: true),
    .init(
      file: "ble-heat-start-stop-1.hex", firmware: "15.41", protection: 1, recovery: 5,
      control: 0x3311, heatBytes: [3, 7], address: 1, cells: 16, chargeSwitch: true),
    .init(
      file: "ble-heat-start-stop-2.hex", firmware: "15.41", protection: 1, recovery: 5,
      control: 0x3311, heatBytes: [3, 7], address: 1, cells: 16, chargeSwitch: true),
    .init(
      file: "ble-heat-start-stop-3.hex", firmware: "15.41", protection: 1, recovery: 5,
      control: 0x3311, heatBytes: [3, 7], address: 1, cells: 16, chargeSwitch: true),
    .init(
      file: "ble-heating-switch-off.hex", firmware: "11.288H", protection: 17, recovery: 19,
      control: 0x0000, heatBytes: [60, 50], address: 0, cells: 2, chargeSwitch: true),
    .init(
      file: "ble-heating-switch-on.hex", firmware: "11.288H", protection: 17, recovery: 19,
      control: 0x0001, heatBytes: [60, 50], address: 0, cells: 2, chargeSwitch: true),
    .init(
      file: "ble-pb-14.20-type1-1.hex", firmware: "14.20", protection: 5, recovery: 10,
      control: 0x0201, heatBytes: [60, 50], address: 0, cells: 16, chargeSwitch: true),
    .init(
      file: "ble-pb-15.38-type1-1.hex", firmware: "15.38", protection: 5, recovery: 9.5,
      control: 0x0200, heatBytes: [60, 50], address: 0, cells: 16, chargeSwitch: true),
    .init(
      file: "pb-log18-type1-1.hex", firmware: "15.30", protection: 2, recovery: 5,
      control: 0x3200, heatBytes: [60, 50], address: 1, cells: 16, chargeSwitch: nil),
    .init(
      file: "pb-log18-type1-2.hex", firmware: "15.30", protection: 0, recovery: 1,
      control: 0x0210, heatBytes: [60, 50], address: 1, cells: 16, chargeSwitch: nil),
    .init(
      file: "pb-log18-type1-3.hex", firmware: "15.30", protection: 2, recovery: 7,
      control: 0x3200, heatBytes: [60, 50], address: 1, cells: 16, chargeSwitch: nil),
    .init(
      file: "pb-log18-type1-5.hex", firmware: "15.30", protection: 2, recovery: 7,
      control: 0x3210, heatBytes: [60, 50], address: 1, cells: 16, chargeSwitch: nil),
    .init(
      file: "pb-settings-addr3-15.41.hex", firmware: "15.41", protection: 5, recovery: 7,
      control: 0x3300, heatBytes: [0, 10], address: 3, cells: 16, chargeSwitch: true),
  ]
}
