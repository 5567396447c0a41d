import ControlCore
import ControllerService
import Foundation
import GPIOLines
import TestSupport
import Testing

@Suite("The record of the lines that are held") struct LineRecordTests {
  private static func packs() throws -> [ConfiguredPack] {
    var packs = try Settings.fast(packs: 2).packs
    packs[1].lines = PackLines(
      charge: LineSettings(.offset(chip: "a label", offset: 17), activeLow: true))
    packs[1].lines.alive = LineSettings(.name("GPIO 5"))
    return packs
  }

  @Test("what is written is read again, and is as documented")
  func roundTrip() throws {
    let record = LineRecord(try Self.packs())
    #expect(
      record.text == """
        warmgate lines 1
        pack1 charge active-high name CHARGE1
        pack1 heater active-high name HEATER1
        pack2 charge active-low offset 17 a label
        pack2 alive active-high name GPIO 5

        """)
    #expect(LineRecord(text: record.text) == record)
    #expect(LineRecord(text: LineRecord().text) == LineRecord())
  }

  @Test("a text that was cut off inside a row, or says anything else, is no record")
  func hostile() throws {
    let text = LineRecord(try Self.packs()).text
    for count in 0..<text.utf8.count {
      let cut = String(decoding: Array(text.utf8)[..<count], as: UTF8.self)
      #expect(LineRecord(text: cut) == nil || cut.hasSuffix("\n"))
    }
    for row in [
      "shed heater active-high", "shed pad active-high name A", " heater active-high name A",
      "shed heater high name A", "shed heater active-high offset x A",
      "shed heater active-high name ", "shed heater active-high offset 1",
      "shed heater active-high line A",
    ] {
      #expect(LineRecord(text: "warmgate lines 1\n\(row)\n") == nil, "\(row)")
    }
    #expect(LineRecord(text: "warmgate latches 1\n") == nil)
    #expect(LineRecord(text: "warmgate lines 1\n" + String(repeating: "x", count: 70_000)) == nil)
  }

  @Test("10000 hostile texts, seed 11, give no record that was not written")
  func fuzz() {
    var random = SeededGenerator(seed: 11)
    let words = [
      "warmgate lines 1", "shed", "heater", "active-low", "name", "offset", "7", " ", "\n", "é",
    ]
    for turn in 0..<10_000 {
      let text = (0..<Int.random(in: 0...14, using: &random)).map { _ in
        words[Int.random(in: 0..<words.count, using: &random)]
      }.joined()
      if let record = LineRecord(text: text) {
        #expect(LineRecord(text: record.text) == record, "seed 11, turn \(turn)")
      }
    }
  }

  @Test("a reload adds its lines to those that are held, and an orderly end removes the record")
  func memory() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lines-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "lines").path
    let packs = try Self.packs()
    let memory = LineMemory(path: path)
    #expect(memory.hold([packs[0]]) == nil)
    #expect(LineRecord.read(path) == LineRecord([packs[0]]))
    #expect(memory.hold([packs[1]]) == nil)
    #expect(LineRecord.read(path) == LineRecord(packs))
    memory.forget()
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(LineMemory(path: "/proc/nowhere/lines").hold(packs)?.hasPrefix("cannot ") == true)
    #expect(LineMemory(path: nil).hold(packs) == nil)
  }
}
