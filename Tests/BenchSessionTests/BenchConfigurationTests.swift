import BenchSession
import BoardCatalog
import ControlCore
import Foundation
import Quantities
import SettingsFile
import Testing

@Suite("The bench's own configuration") struct BenchConfigurationTests {
  @Test("without a choice it is that of config/bench.yaml")
  func sameAsFile() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try SettingsFile.load(path: root.appending(path: "config/bench.yaml").path)
    let text = BenchConfiguration.text(
      board: "B2A8S20P", chemistry: "lfp", strings: 8, protocolName: "jk-modbus")
    #expect(try SettingsFile.parse(text, file: "built in") == file)
  }

  @Test("for every board and chemistry it is accepted at the most cells, with a pad where it heats")
  func everyBoard() throws {
    for board in Board.all {
      for chemistry in Chemistry.allCases {
        let strings = board.strings(of: chemistry).upperBound
        let text = BenchConfiguration.text(
          board: board.name, chemistry: chemistry.rawValue, strings: strings,
          protocolName: "jk-4e57")
        let settings = try SettingsFile.parse(text, file: "built in")
        let pack = settings.packs[0].pack
        #expect((pack.heater != nil) == (pack.heaterRating != nil), "\(board.name)")
        #expect(settings.packs[0].lines.heater != nil || pack.heater == nil)
      }
    }
  }

  @Test(
    "the pad is the smallest in steps of half an ohm that both limits allow with 5 % less",
    arguments: [  // board, chemistry, strings, Ω
      // 29.2 V / 3 A / 0.95 = 10.25
      ("B2A8S20P", "lfp", 8, 10.5),
      // 33.6² V / 100 W / 0.95 = 11.88
      ("B2A8S20P", "li-ion", 8, 12.0),
      // 58.4 V / 3 A / 0.95 = 20.49
      ("BD6A17S6P", "lfp", 16, 20.5),
      // 100.8² V / 200 W / 0.95 = 53.48
      ("BD6A24S6P", "li-ion", 24, 53.5),
    ])
  func pad(board: String, chemistry: String, strings: Int, expected: Double) throws {
    let text = BenchConfiguration.text(
      board: board, chemistry: chemistry, strings: strings, protocolName: "jk-modbus")
    let settings = try SettingsFile.parse(text, file: "built in")
    #expect(settings.packs[0].pack.heater?.resistance == Ohms(expected))
  }
}
