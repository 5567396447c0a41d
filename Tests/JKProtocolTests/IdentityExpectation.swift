/// What `Captures/index.md` states of each 55AAEB90 identity frame (type 3).
struct IdentityExpectation: Sendable {
  let file: String
  let model: String
  let hardware: String
  let firmware: String

  static let all: [IdentityExpectation] = [
    .init(
      file: "ble-b2a20s20p-heat-type3-0.hex", model: "JK_B2A20S20P", hardware: "11.XW",
      firmware: "11.288H"),
    .init(
      file: "ble-b2a25srp-type3-0.hex", model: "JK_B2A25SRP", hardware: "11A", firmware: "11.55"),
    .init(
      file: "ble-b2a8s30p-19.07-type3-0.hex", model: "JK_B2A8S30P", hardware: "19H",
      firmware: "19.07"),
    .init(
      file: "ble-b2a8s30p-19.07-type3-2.hex", model: "JK_B2A8S30P", hardware: "19H",
      firmware: "19.07"),
    .init(
      file: "ble-pb-14.20-type3-0.hex", model: "JK_PB2A16S15P", hardware: "14.XA", firmware: "14.20"
    ),
    .init(
      file: "ble-pb-15.38-type3-0.hex", model: "JK_PB2A16S15P", hardware: "15A", firmware: "15.38"),
    .init(
      file: "pb-about-addr3-15.41.hex", model: "JK_PB2A16S20P", hardware: "15A", firmware: "15.41"),
    .init(file: "pb-log18-type3-4.hex", model: "JK_PB1A16S15P", hardware: "15A", firmware: "15.30"),
  ]
}
