/// The keys of a pack's heating pad.
extension Keys {
  static let heater = SettingKey(
    "heater", .section([resistance, tolerance, supply, supplyVoltage, stop]),
    .otherwise("no pad: charging waits until the pack is warm by itself"), "The heating pad",
    ifWrong: "Write for example `heater: { resistance: 10.5 ohm, tolerance: 5% }`.")

  static let resistance = SettingKey(
    "resistance", .quantity(.resistance, Span(1, 2000)), .required(like: "10.5 ohm"),
    "The pad's resistance, as on its label or as measured",
    ifWrong: "Measure the pad; at 3 A a pack of 3 strings needs more than 1 Ω.")

  static let tolerance = SettingKey(
    "tolerance", .quantity(.share, Span(0, 50)), .defaults(to: "0%"),
    "How far below its resistance the pad may be; limits are checked at the lowest value",
    ifWrong: "Without it the resistance is taken as exact: give what the label says, often 5%.")

  static let supply = SettingKey(
    "supply", .word(["pack", "charger"]), .defaults(to: "pack"),
    "Who feeds the pad: the pack, or the charger upstream of the charge gate",
    ifWrong: "With the wrong one the limits are checked at a wrong voltage.")

  static let supplyVoltage = SettingKey(
    "supply_voltage", .quantity(.voltage, Span(5, 150)),
    .otherwise("required with `supply: charger`, and not allowed with `pack`"),
    "The charger's highest output voltage", ifWrong: "Take it from the charger's label.")

  static let stop = SettingKey(
    "stop", .quantity(.temperature, Span(-28, 34)), .otherwise("the recovery value"),
    "Heating ends when the coldest probe has reached it; at least the recovery",
    ifWrong: "A pad stops at 35 °C of the hottest probe in any case.")
}
