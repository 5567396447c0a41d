import ControlCore
import Foundation
import Testing

@testable import BenchSession

/// The folders that the kernel shows for a simulated chip, in a folder of ordinary files.
private final class ChipFolder {
  let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init(label: String, live: String) throws {
    try write("configuration/any/live", live)
    try write("configuration/any/dev_name", "gpio-sim.0")
    try write("configuration/any/bank0/label", label)
    try write("configuration/any/bank0/chip_name", "gpiochip7")
    for (offset, name) in ["HEATER", "CHARGE", "CHG_DET"].enumerated() {
      try write("configuration/any/bank0/line\(offset)/name", name)
      try write("devices/gpio-sim.0/gpiochip7/sim_gpio\(offset)/value", "0")
      try write("devices/gpio-sim.0/gpiochip7/sim_gpio\(offset)/pull", "pull-down")
    }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  var chip: SimulatedChip? {
    SimulatedChip(
      configuration: root.appending(path: "configuration").path,
      devices: root.appending(path: "devices").path)
  }

  func write(_ path: String, _ text: String) throws {
    let place = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try "\(text)\n".write(to: place, atomically: false, encoding: .utf8)
  }

  func line(_ offset: Int, _ file: String) throws -> String {
    try String(
      contentsOf: root.appending(path: "devices/gpio-sim.0/gpiochip7/sim_gpio\(offset)/\(file)"),
      encoding: .utf8)
  }
}

@Suite("The bench's simulated chip") struct SimulatedChipTests {
  @Test("it is known by its label, and only while it is live")
  func label() throws {
    #expect(try ChipFolder(label: "warmgate-bench", live: "1").chip?.name == "gpiochip7")
    #expect(try ChipFolder(label: "pinctrl-bcm2711", live: "1").chip?.name == nil)
    #expect(try ChipFolder(label: "warmgate-bench", live: "0").chip?.name == nil)
    #expect(SimulatedChip(configuration: "/nowhere")?.name == nil)
  }

  @Test("a line is its own by name, or by the chip's name, path or label with an offset")
  func lines() throws {
    let folder = try ChipFolder(label: "warmgate-bench", live: "1")
    let chip = try #require(folder.chip)
    #expect(chip.has(LineSettings(.name("CHG_DET"))))
    #expect(!chip.has(LineSettings(.name("GPIO17"))))
    for name in ["gpiochip7", "/dev/gpiochip7", "warmgate-bench"] {
      #expect(chip.has(LineSettings(.offset(chip: name, offset: 1))))
    }
    #expect(!chip.has(LineSettings(.offset(chip: "gpiochip0", offset: 1))))
  }

  @Test("levels are read, and inputs pulled, with the line's own active level")
  func levels() throws {
    let folder = try ChipFolder(label: "warmgate-bench", live: "1")
    let chip = try #require(folder.chip)
    let heater = LineSettings(.name("HEATER"))
    let inverted = LineSettings(.name("HEATER"), activeLow: true)
    #expect(chip.isActive(heater) == false)
    #expect(chip.isActive(inverted) == true)
    try folder.write("devices/gpio-sim.0/gpiochip7/sim_gpio0/value", "1")
    #expect(chip.isActive(heater) == true)
    #expect(chip.isActive(inverted) == false)
    let charger = LineSettings(.offset(chip: "gpiochip7", offset: 2))
    chip.pull(charger, active: true)
    #expect(try folder.line(2, "pull") == "pull-up")
    chip.pull(LineSettings(.name("CHG_DET"), activeLow: true), active: true)
    #expect(try folder.line(2, "pull") == "pull-down")
  }
}
