import JKProtocol
import Quantities

/// What `Captures/index.md` states of each 55AAEB90 status frame (type 2).
struct StatusExpectation: Sendable {
  let file: String
  let model: String
  let volts: Double
  let amperes: Double
  /// −200 stands for a missing sensor, as in the frame.
  let t1: Double
  let t2: Double
  let mosfet: Double
  let t3: Double
  let t4: Double
  let t5: Double
  let presence: Int
  let heating: Bool
  let heaterAmperes: Double
  let alarms: UInt64
  let soc: Double
  let charge: Bool
  let discharge: Bool

  static let all: [StatusExpectation] = [
    // model, V, A; T1, T2, MOSFET, T3, T4, T5 in °C; presence; heating, A; alarms; %; MOSFETs
    .init(
      file: "ble-b2a20s20p-heat-type2-2.hex", model: "JK_B2A20S20P", volts: 2.939, amperes: -0.197,
      t1: 19, t2: 17.7, mosfet: 21.7,
      t3: 21.7, t4: 0, t5: 0, presence: 0xFF, heating: true, heaterAmperes: 0.514,
      alarms: 0x00080201, soc: 0, charge: false, discharge: true),
    .init(
      file: "ble-b2a20s20p-heat-type2-3.hex", model: "JK_B2A20S20P", volts: 2.939, amperes: -0.197,
      t1: 18.9, t2: 17.5, mosfet: 21.7,
      t3: 21.7, t4: 0, t5: 0, presence: 0xFF, heating: true, heaterAmperes: 0.509,
      alarms: 0x00080201, soc: 0, charge: false, discharge: true),
    .init(
      file: "ble-b2a20s20p-heat-type2-4.hex", model: "JK_B2A20S20P", volts: 2.939, amperes: -0.197,
      t1: 19, t2: 17.7, mosfet: 21.7,
      t3: 21.7, t4: 0, t5: 0, presence: 0xFF, heating: true, heaterAmperes: 0.511,
      alarms: 0x00080201, soc: 0, charge: false, discharge: true),
    .init(
      file: "ble-b2a20s20p-heat-type2-5.hex", model: "JK_B2A20S20P", volts: 2.939, amperes: -0.197,
      t1: 19, t2: 17.7, mosfet: 21.7,
      t3: 21.7, t4: 0, t5: 0, presence: 0xFF, heating: true, heaterAmperes: 0.51,
      alarms: 0x00080201, soc: 0, charge: false, discharge: true),
    .init(
      file: "ble-b2a20s20p-heat-type2-6.hex", model: "JK_B2A20S20P", volts: 2.936, amperes: 0,
      t1: 19.1, t2: 19, mosfet: 21.7,
      t3: 21.7, t4: 0, t5: 0, presence: 0xFF, heating: false, heaterAmperes: 0,
      alarms: 0x00080001, soc: 0, charge: true, discharge: true),
    .init(
      file: "ble-b2a25srp-type2-2.hex", model: "JK_B2A25SRP", volts: 91.098, amperes: 0, t1: -200,
      t2: -200, mosfet: -200,
      t3: -200, t4: 0, t5: 0, presence: 0xF0, heating: false, heaterAmperes: 0,
      alarms: 0x00090010, soc: 99, charge: false, discharge: false),
    .init(
      file: "ble-b2a25srp-type2-3.hex", model: "JK_B2A25SRP", volts: 91.013, amperes: 0, t1: -200,
      t2: -200, mosfet: -200,
      t3: -200, t4: 0, t5: 0, presence: 0xF0, heating: false, heaterAmperes: 0,
      alarms: 0x00090010, soc: 100, charge: false, discharge: false),
    .init(
      file: "ble-b2a25srp-type2-4.hex", model: "JK_B2A25SRP", volts: 91.099, amperes: 0, t1: -200,
      t2: -200, mosfet: -200,
      t3: -200, t4: 0, t5: 0, presence: 0xF0, heating: false, heaterAmperes: 0,
      alarms: 0x00090010, soc: 99, charge: false, discharge: false),
    .init(
      file: "ble-b2a8s30p-19.07-type2-3.hex", model: "JK_B2A8S30P", volts: 0, amperes: 0, t1: 17.1,
      t2: 17.1, mosfet: 17.1,
      t3: 17.1, t4: -200, t5: -200, presence: 0xFF, heating: false, heaterAmperes: 0,
      alarms: 0x00000004, soc: 0, charge: false, discharge: false),
    .init(
      file: "ble-b2a8s30p-19.07-type2-4.hex", model: "JK_B2A8S30P", volts: 0, amperes: 0, t1: 17.1,
      t2: 17.2, mosfet: 17.1,
      t3: 17.1, t4: -200, t5: -200, presence: 0xFF, heating: false, heaterAmperes: 0,
      alarms: 0x00000004, soc: 0, charge: false, discharge: false),
    .init(
      file: "ble-b2a8s30p-19.07-type2-5.hex", model: "JK_B2A8S30P", volts: 0, amperes: 0, t1: 17.2,
      t2: 17.1, mosfet: 17.1,
      t3: 17.1, t4: -200, t5: -200, presence: 0xFF, heating: false, heaterAmperes: 0,
      alarms: 0x00000004, soc: 0, charge: false, discharge: false),
    .init(
      file: "ble-b2a8s30p-19.07-type2-6.hex", model: "JK_B2A8S30P", volts: 0, amperes: 0, t1: 17.2,
      t2: 17.1, mosfet: 17.1,
      t3: 17.1, t4: -200, t5: -200, presence: 0xFF, heating: false, heaterAmperes: 0,
      alarms: 0x00000004, soc: 0, charge: false, discharge: false),
    .init(
      file: "ble-pb-14.20-type2-2.hex", model: "JK_PB2A16S15P", volts: 51.689, amperes: 0, t1: 17.7,
      t2: 17.7, mosfet: 17.3,
      t3: 17.3, t4: 17.9, t5: 18, presence: 0xFF, heating: false, heaterAmperes: 0.51,
      alarms: 0x00000000, soc: 52, charge: true, discharge: true),
    .init(
      file: "ble-pb-15.38-type2-2.hex", model: "JK_PB2A16S15P", volts: 53.224, amperes: 31.881,
      t1: 13.4, t2: 12.8, mosfet: 12.9,
      t3: 12.9, t4: 13.1, t5: 13.5, presence: 0xFF, heating: false, heaterAmperes: 0,
      alarms: 0x00000000, soc: 25, charge: true, discharge: true),
    .init(
      file: "pb-status-addr3-15.41.hex", model: "JK_PB2A16S20P", volts: 52.695, amperes: 0,
      t1: 19.5, t2: 19.8, mosfet: 20.3,
      t3: 20.3, t4: 19.4, t5: 19.9, presence: 0xFF, heating: false, heaterAmperes: 0,
      alarms: 0x00000000, soc: 55, charge: true, discharge: true),
  ]
}
