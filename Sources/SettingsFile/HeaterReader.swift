import ControlCore
import Quantities
import Yams

/// Reads `heater`: the pad and what feeds it.
enum HeaterReader {
  static func read(_ section: Section) -> HeaterSettings? {
    let resistance: Ohms? = section.quantity(Keys.resistance)
    let tolerance: Percent? = section.quantity(Keys.tolerance)
    let supply = supply(section)
    let stop: Celsius? = section.quantity(Keys.stop)
    guard let resistance, let tolerance, let supply else { return nil }
    return HeaterSettings(
      resistance: resistance, tolerance: tolerance, supply: supply, stop: stop)
  }

  private static func supply(_ section: Section) -> HeaterSupply? {
    let word = section.word(Keys.supply)
    let voltage: Volts? = section.quantity(Keys.supplyVoltage)
    let node = section.node(Keys.supplyVoltage)
    switch (word, node) {
    case ("charger", nil):
      section.errors.add(
        section.node(Keys.supply)?.mark, section.path(Keys.supplyVoltage.name), found: "missing",
        allowed: allowed(Keys.supplyVoltage),
        remedy: "A charger feeds the pad: add its highest output voltage, for example "
          + "`supply_voltage: 29.2 V`.")
      return nil
    case ("charger", _): return voltage.map { .charger(maximum: $0) }
    case ("pack", let node?):
      section.errors.add(
        node.mark, section.path(Keys.supplyVoltage.name), found: "given with `supply: pack`",
        allowed: "with `supply: charger` only",
        remedy: "Remove it, or write `supply: charger` if the charger feeds the pad.")
      return nil
    case ("pack", nil): return .pack
    default: return nil
    }
  }
}
