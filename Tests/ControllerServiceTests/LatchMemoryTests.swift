import ControlCore
import ControllerService
import Foundation
import Locks
import Synchronization
import TestSupport
import Testing

@Suite("The record of latched faults") struct LatchRecordTests {
  static let some = LatchRecord(packs: [
    "shed": FaultSet([.heaterOpen, .interlockRefused]), "house": [],
    "a.b-c_9": FaultSet(.latchesUnknown),
  ])

  @Test("what is written is read again")
  func roundTrip() {
    for record in [Self.some, LatchRecord(), LatchRecord(packs: ["x": .latching])] {
      #expect(LatchRecord(text: record.text) == record)
    }
  }

  @Test("its text is as documented, with the FNV-1a check of all before it")
  func text() {
    // FNV-1a 64 of "warmgate latches 1\nshed heater-open\n", worked out with Python's integers.
    #expect(
      LatchRecord(packs: ["shed": FaultSet(.heaterOpen)]).text
        == "warmgate latches 1\nshed heater-open\ncheck 49df793cd4e84598\n")
  }

  @Test("no beginning of it, and no text with one byte changed, is read as a record")
  func torn() {
    let bytes = Array(Self.some.text.utf8)
    for count in 0..<bytes.count {
      #expect(LatchRecord(text: String(decoding: bytes[..<count], as: UTF8.self)) == nil)
    }
    for index in bytes.indices {
      for bit in 0..<7 {
        var changed = bytes
        changed[index] ^= 1 << bit
        #expect(LatchRecord(text: String(decoding: changed, as: UTF8.self)) == nil)
      }
    }
  }

  @Test("10000 hostile texts, seed 7, give no record that was not written")
  func fuzz() {
    var random = SeededGenerator(seed: 7)
    let words = ["warmgate latches 1", "check ", "shed", "heater-open", " ", "\n", "\r", "é", "0"]
    for turn in 0..<10_000 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        words[Int.random(in: 0..<words.count, using: &random)]
      }.joined()
      if let record = LatchRecord(text: text) {
        #expect(record.text == text, "seed 7, turn \(turn)")
      }
    }
  }
}

@Suite("The memory of latched faults") struct LatchMemoryTests {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func recorded(_ file: URL) -> LatchRecord? {
    (try? String(contentsOf: file, encoding: .utf8)).flatMap(LatchRecord.init(text:))
  }

  @Test("without a file nothing is known; acknowledged, it is known and in the file")
  func first() throws {
    let file = try folder().appending(path: "new/latches")
    let memory = LatchMemory(path: file.path, packs: ["shed", "house"])
    #expect(memory.latched("shed") == FaultSet(.latchesUnknown))
    try memory.acknowledge(.latchesUnknown, of: "shed")
    #expect(memory.latched("shed") == [])
    #expect(memory.latched("house") == FaultSet(.latchesUnknown))
    #expect(recorded(file) == LatchRecord(packs: ["shed": []]))
    let mode = { (path: String) in
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(file.path) == 0o600)
    #expect(try mode(file.deletingLastPathComponent().path) == 0o700)
  }

  @Test("what is seen while nothing is known latches beside that, across a restart as well")
  func seenWhileUnknown() throws {
    let file = try folder().appending(path: "latches")
    let memory = LatchMemory(path: file.path, packs: ["shed", "house"])
    memory.latch(FaultSet(.chargeGateStuck), of: "shed")
    let both = FaultSet([.latchesUnknown, .chargeGateStuck])
    #expect(memory.latched("shed").isSuperset(of: both))
    for _ in 0..<1000 where memory.latched("shed") != both { usleep(10_000) }
    #expect(recorded(file) == LatchRecord(packs: ["shed": both]))
    let next = LatchMemory(path: file.path, packs: ["shed", "house"])
    #expect(next.latched("shed") == both)
    #expect(next.latched("house") == FaultSet(.latchesUnknown))
    // A person has looked at the record, and not at the gate.
    try next.acknowledge(.latchesUnknown, of: "shed")
    #expect(next.latched("shed") == FaultSet(.chargeGateStuck))
    #expect(recorded(file) == LatchRecord(packs: ["shed": FaultSet(.chargeGateStuck)]))
  }

  @Test("what is latched holds at once, is in the file soon, and is known after a restart")
  func restart() throws {
    let file = try folder().appending(path: "latches")
    try LatchRecord(packs: ["shed": []]).text.write(to: file, atomically: true, encoding: .utf8)
    let memory = LatchMemory(path: file.path, packs: ["shed"])
    memory.latch(FaultSet(.heaterOpen), of: "shed")
    #expect(memory.latched("shed").contains(.heaterOpen))
    memory.latch(FaultSet(.heaterNoRise), of: "shed")
    let both = FaultSet([.heaterOpen, .heaterNoRise])
    for _ in 0..<1000 where memory.latched("shed") != both { usleep(10_000) }
    #expect(memory.latched("shed") == both)
    #expect(recorded(file)?.packs["shed"] == both)
    let next = LatchMemory(path: file.path, packs: ["shed"])
    #expect(next.latched("shed") == both)
    try next.acknowledge(.heaterOpen, of: "shed")
    #expect(recorded(file)?.packs["shed"] == FaultSet(.heaterNoRise))
  }

  @Test("while the disk has not taken it, the record is a fault too, and nobody waits for the disk")
  func hungDisk() throws {
    let folder = try folder()
    let file = folder.appending(path: "latches")
    try LatchRecord(packs: ["shed": []]).text.write(to: file, atomically: true, encoding: .utf8)
    let memory = LatchMemory(path: file.path, packs: ["shed"])
    #expect(memory.latched("shed") == [])
    // A pipe in the place of the file beside it: whoever opens it for writing waits for a reader.
    let beside = folder.appending(path: "latches.new").path
    #expect(mkfifo(beside, 0o600) == 0)
    memory.latch(FaultSet(.heaterOpen), of: "shed")
    for _ in 0..<20 {
      #expect(memory.latched("shed") == FaultSet([.heaterOpen, .latchesNotStored]))
      usleep(10_000)
    }
    // The disk comes back, with an error: a pipe cannot be synchronised. Then it works.
    let reader = open(beside, O_RDONLY)
    #expect(reader >= 0)
    for _ in 0..<1000 where access(beside, F_OK) == 0 { usleep(10_000) }
    close(reader)
    memory.latch(FaultSet(.heaterNoRise), of: "shed")
    let both = FaultSet([.heaterOpen, .heaterNoRise])
    for _ in 0..<1000 where memory.latched("shed") != both { usleep(10_000) }
    #expect(memory.latched("shed") == both)
    #expect(recorded(file)?.packs["shed"] == both)
  }

  enum Unreadable: String, CaseIterable, Sendable {
    case missing, empty, torn, folder, pipe, notText, tooLong, ofAnotherPack
  }

  @Test(
    "a record that cannot be read as it was written means latched", arguments: Unreadable.allCases)
  func unreadable(kind: Unreadable) throws {
    let file = try folder().appending(path: "latches")
    let whole = LatchRecord(packs: ["shed": [], "house": []]).text
    switch kind {
    case .missing: break
    case .empty: try Data().write(to: file)
    case .torn: try Data(whole.utf8.dropLast()).write(to: file)
    case .folder:
      try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
    case .pipe: #expect(mkfifo(file.path, 0o600) == 0)
    case .notText: try Data(whole.utf8 + [0xFF]).write(to: file)
    case .tooLong:
      try Data(repeating: UInt8(ascii: "\n"), count: 1 << 17).write(to: file)
    case .ofAnotherPack: try Data(LatchRecord(packs: ["barn": []]).text.utf8).write(to: file)
    }
    let memory = LatchMemory(path: file.path, packs: ["shed", "house"])
    #expect(memory.latched("shed") == FaultSet(.latchesUnknown))
    #expect(memory.latched("house") == FaultSet(.latchesUnknown))
  }

  @Test("what is not latched, or clears by itself, cannot be acknowledged")
  func refused() throws {
    let memory = LatchMemory(path: nil, packs: ["shed"])
    memory.latch(FaultSet(.heaterOpen), of: "shed")
    for fault in [Fault.heaterNoRise, .probeAbsent, .latchesNotStored] {
      #expect(throws: LatchMemory.Refusal.self) { try memory.acknowledge(fault, of: "shed") }
    }
    #expect(memory.latched("shed") == FaultSet(.heaterOpen))
  }

  /// The old record would say that nothing is latched. Removing it needs no room on the disk.
  @Test("what is latched and cannot be written is not forgotten: the record goes, so not known")
  func notForgotten() throws {
    let folder = try folder()
    let file = folder.appending(path: "latches")
    try LatchRecord(packs: ["shed": []]).text.write(to: file, atomically: true, encoding: .utf8)
    let memory = LatchMemory(path: file.path, packs: ["shed"])
    #expect(memory.latched("shed") == [])
    let beside = folder.appending(path: "latches.new")
    try FileManager.default.createDirectory(at: beside, withIntermediateDirectories: false)
    memory.latch(FaultSet(.heaterOpen), of: "shed")
    let all = FaultSet([.heaterOpen, .latchesNotStored])
    for _ in 0..<1000 where FileManager.default.fileExists(atPath: file.path) { usleep(10_000) }
    #expect(memory.latched("shed") == all)
    // Killed now, and started again.
    let next = LatchMemory(path: file.path, packs: ["shed"])
    #expect(next.latched("shed") == FaultSet(.latchesUnknown))
    try FileManager.default.removeItem(at: beside)
    #expect(throws: LatchMemory.Refusal.self) { try memory.acknowledge(.heaterNoRise, of: "shed") }
    try memory.acknowledge(.heaterOpen, of: "shed")
    #expect(recorded(file)?.packs["shed"] == [])
  }

  @Test("a record that cannot be written is a fault, told once, and over when it can be again")
  func notStored() throws {
    let folder = try folder()
    let file = folder.appending(path: "latches")
    try LatchRecord(packs: ["shed": []]).text.write(to: file, atomically: true, encoding: .utf8)
    // A folder in the place of the file beside it: not even root can write that.
    let beside = folder.appending(path: "latches.new")
    try FileManager.default.createDirectory(at: beside, withIntermediateDirectories: false)
    let told = Told()
    let memory = LatchMemory(path: file.path, packs: ["shed"]) { told.take($0) }
    #expect(memory.latched("shed") == FaultSet(.latchesNotStored))
    #expect(told.all.count == 1)
    #expect(told.all.first??.contains("cannot write \(beside.path)") == true)
    memory.latch(FaultSet(.heaterOpen), of: "shed")
    #expect(memory.latched("shed") == FaultSet([.heaterOpen, .latchesNotStored]))
    #expect(throws: LatchMemory.Refusal.self) { try memory.acknowledge(.heaterOpen, of: "shed") }
    #expect(memory.latched("shed").contains(.heaterOpen))
    try FileManager.default.removeItem(at: beside)
    try memory.acknowledge(.heaterOpen, of: "shed")
    #expect(memory.latched("shed") == [])
  }
}

/// What a memory has told.
private final class Told: @unchecked Sendable {
  private let lock = NSLock()
  private var sentences: [String?] = []
  var all: [String?] { lock.withLock { sentences } }
  func take(_ sentence: String?) { lock.withLock { sentences.append(sentence) } }
}
