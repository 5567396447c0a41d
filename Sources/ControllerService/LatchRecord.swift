public import ControlCore

/// The latched faults of each pack, as the text of a small file.
///
/// A pack without a line is not known, which is not the same as a pack without faults. The last
/// line is a check over all before it: a file that was cut off or changed is not read in part.
public struct LatchRecord: Hashable, Sendable {
  /// What is latched, for each pack that is known.
  public var packs: [String: FaultSet]

  /// A record.
  public init(packs: [String: FaultSet] = [:]) { self.packs = packs }

  private static let title = "warmgate latches 1"
  /// No record is longer; what is, is not a record.
  static let longest = 1 << 16

  /// The file's text.
  public var text: String {
    var lines = [LatchRecord.title]
    for (pack, faults) in packs.sorted(by: { $0.key < $1.key }) {
      let names = Fault.allCases.filter(faults.contains).map(\.rawValue)
      lines.append(([pack] + names).joined(separator: " "))
    }
    let body = lines.joined(separator: "\n") + "\n"
    return body + "check \(LatchRecord.check(body))\n"
  }

  /// Reads a file's text, or nothing unless every byte of it is as it was written.
  public init?(text: String) {
    guard text.utf8.count <= LatchRecord.longest, text.hasSuffix("\n") else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    guard let last = lines.popLast(), lines.first.map(String.init) == LatchRecord.title else {
      return nil
    }
    let body = lines.joined(separator: "\n") + "\n"
    guard last == "check \(LatchRecord.check(body))" else { return nil }
    packs = [:]
    for line in lines.dropFirst() {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard let pack = words.first, !pack.isEmpty, packs[pack] == nil else { return nil }
      var faults: FaultSet = []
      for word in words.dropFirst() {
        guard let fault = Fault(rawValue: word) else { return nil }
        faults.insert(fault)
      }
      packs[pack] = faults
    }
  }

  /// FNV-1a over 64 bits. Source: RFC 9923, section 6.2: offset basis and prime.
  private static func check(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let hex = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}
