import JKProtocol
import Quantities
import TestSupport
import Testing

/// A million frames a run, damaged in every way that a serial line knows and some more.
@Suite("Damaged frames by the million") struct FuzzTests {
  /// One seed for each task; the pair runs in parallel. Each seed makes 750 000 frames.
  @Test(
    "no frame crashes a decoder, and no field comes from a bad frame",
    arguments: [0x5EED_0001, 0x5EED_0002] as [UInt64])
  func fuzz(seed: UInt64) async throws {
    let originals = try Self.originals()
    print("fuzz seed \(seed), 750000 frames")
    let worker = Task.detached {
      var run = FuzzRun(seed: seed, originals: originals)
      return run.violations(frames: 750_000)
    }
    let result = await worker.value
    #expect(result.violations == [], "seed \(seed)")
    // A fuzzer whose frames are all refused, or all accepted, tests nothing.
    #expect(result.accepted > 10_000)
    #expect(result.refused > 100_000)
  }

  /// Mostly short frames, for speed; the long recorded ones once each.
  private static func originals() throws -> [[UInt8]] {
    let limits: [UInt8] = [0xA5, 0xFF, 0xEC, 0xA6, 0xFF, 0xF6, 0xC0, 1]
    let cells: [UInt8] = [0x79, 6, 1, 0x0C, 0xD8, 2, 0x0C, 0xD7]
    let short = [
      Bytes.frame4E57(cells + [0x80, 0, 29, 0x81, 0, 105, 0x83, 0x14, 0xEF]),
      Bytes.frame4E57([0x84, 0x80, 0xD0, 0x85, 50, 0x86, 2, 0x8B, 2, 0, 0x8C, 0, 3] + limits),
      Bytes.frame4E57([0xB7] + Array("11.XW_S11.26___".utf8), command: 3),
      Bytes.documentExampleDDA5, Bytes.frameDDA5(4, [0x0C, 0xD8, 0x0C, 0xD7]),
      Bytes.frameDDA5(5, Array("JK-B2A24S".utf8)), FrameDDA5.request(.basic),
      Frame4E57.readAllRequest, ModbusFrame.reply(unit: 1, [0, 26_400, 0, 0, 0xFFFF, 0xFF3B]),
      ModbusFrame.request(unit: 1, ModbusRead(address: 0x1290, registerCount: 10)),
      ModbusFrame.exception(unit: 1, function: 3, code: 2),
    ]
    let long = [
      "bd6a17s6p-7.1.0h-4e57.hex", "ble-b2a20s20p-heat-type2-2.hex", "fc03-rsp-1200-16.hex",
      "pb-settings-addr3-15.41.hex", "pb-about-addr3-15.41.hex",
    ]
    return [[[UInt8]]](repeating: short, count: 20).flatMap { $0 } + (try long.map(Capture.bytes))
  }
}

/// One seeded run.
private struct FuzzRun {
  private var random: SeededGenerator
  private let originals: [[UInt8]]

  init(seed: UInt64, originals: [[UInt8]]) {
    random = SeededGenerator(seed: seed)
    self.originals = originals
  }

  mutating func violations(frames: Int) -> (violations: [String], accepted: Int, refused: Int) {
    var violations: [String] = []
    var (accepted, refused) = (0, 0)
    for number in 0..<frames {
      let bytes = mutated()
      guard let decoded = try? RecordedFrame.decode(bytes, address: 0x1290) else {
        refused += 1
        continue
      }
      accepted += 1
      if !Checksum.isRight(bytes) { violations.append("frame \(number): checksum of \(bytes)") }
      if let broken = Self.impossible(decoded) {
        violations.append("frame \(number): \(broken) of \(bytes)")
      }
    }
    return (violations, accepted, refused)
  }

  /// An original with one to four changes; every other one has its checksum made right again, so
  /// that the damage reaches the inner decoders.
  private mutating func mutated() -> [UInt8] {
    var bytes = originals[Int(random.next() % UInt64(originals.count))]
    for _ in 0...(random.next() % 4) where !bytes.isEmpty {
      let position = Int(random.next() % UInt64(bytes.count))
      let byte = UInt8(truncatingIfNeeded: random.next())
      switch random.next() % 8 {
      case 0, 1, 2: bytes[position] = byte
      case 3, 4: bytes[position] ^= 1 << (byte % 8)
      case 5: bytes.removeLast(bytes.count - position)
      case 6: bytes.insert(byte, at: position)
      default: bytes.remove(at: position)
      }
    }
    if random.next() & 1 == 0 { Checksum.repair(&bytes) }
    return bytes
  }

  /// What no field may hold, whatever the frame.
  private static func impossible(_ frame: RecordedFrame) -> String? {
    guard case .report(let report) = frame else { return nil }
    let status = report.status
    for probe in Probe.allCases {
      guard let value = status.probes[probe].value else { continue }
      guard value.lowest > Celsius(-50), value.reported < Celsius(150) else { return "\(probe)" }
      guard value.lowest <= value.reported else { return "\(probe)" }
    }
    if let soc = status.stateOfCharge.value, soc > Percent(100) || soc < .zero { return "SOC" }
    if let volts = status.packVoltage.value, volts > Volts(200) || volts < .zero { return "V" }
    if status.cellVoltages.count > 32 { return "cells" }
    let limits = [report.settings.chargeProtection, report.settings.chargeRecovery]
    let isWild = limits.compactMap(\.value).contains { $0.rawValue.magnitude > 200 }
    return isWild ? "limit" : nil
  }
}

/// The checksums written a second time, independent of the decoders.
private enum Checksum {
  static func isRight(_ bytes: [UInt8]) -> Bool {
    var repaired = bytes
    repair(&repaired)
    return repaired == bytes
  }

  /// Makes length and checksum right for what the frame starts as.
  static func repair(_ bytes: inout [UInt8]) {
    let count = bytes.count
    guard count >= 7 else { return }
    switch (bytes[0], bytes[1]) {
    case (0x4E, 0x57):
      guard count >= 20 else { return }
      (bytes[2], bytes[3]) = (UInt8((count - 2) >> 8), UInt8((count - 2) & 0xFF))
      bytes[count - 5] = 0x68
      var sum = 0
      for index in 0..<(count - 4) { sum += Int(bytes[index]) }
      bytes.replaceSubrange(
        (count - 4)..., with: [0, 0, UInt8(sum >> 8 & 0xFF), UInt8(sum & 0xFF)])
    case (0x55, 0xAA):
      var sum = 0
      for index in 0..<(count - 1) { sum += Int(bytes[index]) }
      bytes[count - 1] = UInt8(sum & 0xFF)
    case (0xDD, _):
      if count - 7 <= 255 { bytes[3] = UInt8(count - 7) }
      var sum = 0
      for index in 2..<(count - 3) { sum += Int(bytes[index]) }
      let complement = (65536 - sum % 65536) % 65536
      bytes.replaceSubrange(
        (count - 3)..., with: [UInt8(complement >> 8), UInt8(complement & 0xFF), 0x77])
    default:
      // CRC-16/Modbus as long division of the reflected message, bit by bit.
      var crc = 0xFFFF
      for index in 0..<(count - 2) {
        for bit in 0..<8 {
          let carry = (crc ^ Int(bytes[index]) >> bit) & 1
          crc = crc >> 1 ^ (carry == 1 ? 0xA001 : 0)
        }
      }
      bytes[count - 2] = UInt8(crc & 0xFF)
      bytes[count - 1] = UInt8(crc >> 8)
    }
  }
}
