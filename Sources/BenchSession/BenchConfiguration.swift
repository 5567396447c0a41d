import BoardCatalog
import Quantities

/// The configuration of a bench when none is given: one pack with the smallest pad that its board
/// allows, as text, so that it is read and checked like any other.
public enum BenchConfiguration {
  /// The configuration as a person would write it. Names that do not exist stay in it: whoever
  /// reads the text says what is wrong with them.
  ///
  /// - Parameters:
  ///   - board: The board's model.
  ///   - chemistry: `lfp`, `li-ion` or `lto`.
  ///   - strings: Cells in series.
  ///   - protocolName: As a configuration names it.
  public static func text(
    board: String, chemistry: String, strings: Int, protocolName: String
  ) -> String {
    let pad = padResistance(board, chemistry, strings)
    let lines = [
      "buses:",
      "  rs485: { device: /dev/ttyUSB0, protocol: \(protocolName), registers_per_read: 120 }",
      "packs:",
      "  - name: bench",
      "    bus: rs485",
      "    address: 1",
      "    board: \(board)",
      "    chemistry: \(chemistry)",
      "    strings: \(strings)",
      pad.map { "    heater: { resistance: \($0.rawValue) ohm, tolerance: 5%, stop: 7 °C }" },
      "    charge_protection: { floor: 0 °C, recovery: 5 °C }",
      pad.map { _ in "    heat_when:" },
      pad.map { _ in
        "      with_charger: { soc_above: 5%, cell_voltage_above: \(floor(chemistry)) }"
      },
      pad.map { _ in "      without_charger: never" },
      "    outputs:",
      "      charge: { line: CHARGE }",
      pad.map { _ in "      heater: { line: HEATER }" },
      "      alive: { line: ALIVE }",
      "    inputs:",
      "      charger_present: { line: CHG_DET }",
      pad.map { _ in "      heater_feedback: { line: HEAT_FB }" },
    ]
    return lines.compactMap(\.self).joined(separator: "\n") + "\n"
  }

  /// The smallest pad in steps of half an ohm that the board allows at the pack's highest voltage
  /// with 5 % less than its name says, or `nil` where the board has no heating option.
  private static func padResistance(_ board: String, _ chemistry: String, _ strings: Int) -> Ohms? {
    guard case .optional(let rating)? = Board.named(board)?.heating,
      let cell = Chemistry(rawValue: chemistry)?.maximumCellVoltage
    else { return nil }
    let least = rating.minimumResistance(at: cell * Double(strings)) / 0.95
    return Ohms((least.rawValue * 2).rounded(.up) / 2)
  }

  /// The cell voltage below which the pad is not fed: above the board's own under-voltage
  /// protection, which is 2.6, 2.9 or 1.8 V from the factory.
  private static func floor(_ chemistry: String) -> Volts {
    let least = Chemistry(rawValue: chemistry)?.minimumCellVoltage ?? Volts(2.6)
    return least + Volts(0.2)
  }
}
