import ControlCore
import Quantities
import Yams

/// Reads `heat_when`: whether, and down to which charge, the pad may heat.
struct PolicyReader {
  let section: Section?
  let withCharger: HeatPolicy?
  let withoutCharger: HeatPolicy?

  init(_ pack: Section) {
    section = pack.section(Keys.heatWhen)
    withCharger = section.flatMap { PolicyReader.policy($0, Keys.withCharger) }
    withoutCharger = section.flatMap { PolicyReader.policy($0, Keys.withoutCharger) }
  }

  private static func policy(_ parent: Section, _ key: SettingKey) -> HeatPolicy? {
    guard let node = parent.node(key) else { return nil }
    if node.scalar?.string == "never" { return .never }
    guard case .mapping = node else {
      parent.report(node, key, found: found(node))
      return nil
    }
    let section = parent.section(node, path: parent.path(key.name), keys: key.children)
    let charge: Percent? = section.quantity(Keys.socAbove)
    let voltage: Volts? = section.quantity(Keys.cellVoltageAbove)
    if section.node(Keys.socAbove) == nil, section.node(Keys.cellVoltageAbove) == nil {
      parent.report(
        node, key, found: "without a floor",
        remedy: "Write for example `\(key.name): { soc_above: 30% }`, or `never`.")
    }
    return .whileAbove(HeatFloors(stateOfCharge: charge, cellVoltage: voltage))
  }
}
