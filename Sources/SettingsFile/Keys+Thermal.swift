/// The keys of a pack's heat: what it takes up, what it loses, and how it gives its charge.
extension Keys {
  static let thermal = SettingKey(
    "thermal",
    .section([
      heatCapacity, loss, probeLag, filmHeatCapacity, filmCoupling, chargeCapacity,
      internalResistance,
    ]), .otherwise("simulations take a common pack; rules take the bound that is safe for any"),
    "How the pack takes up heat and loses it",
    ifWrong: "Write for example `thermal: { heat_capacity: 88 kJ/K, loss: 1.6 W/K }`.")

  static let heatCapacity = SettingKey(
    "heat_capacity", .quantity(.heatCapacity, Span(1e3, 1e7)),
    .otherwise("5.53 kJ/K for each cell in series of 280 Ah; 11 kJ/K for the rules that judge it"),
    "The heat that warms the pack by one kelvin",
    ifWrong: "A kilogram of cells has about 1 kJ/K.")

  static let loss = SettingKey(
    "loss", .quantity(.conductance, Span(0.01, 100)),
    .otherwise("0.1 W/K for each cell in series"),
    "The heat that the enclosure loses for each kelvin above the ambient",
    ifWrong: "25 mm of XPS around 16 cells of 280 Ah loses 1.3 W/K, a leaky box 1.6 W/K.")

  static let probeLag = SettingKey(
    "probe_lag", .quantity(.duration, Span(0, 3600)), .defaults(to: "0 s"),
    "The time constant with which a probe follows its cells",
    ifWrong: "A probe that touches its cell has 5 s to 30 s.")

  static let filmHeatCapacity = SettingKey(
    "film_heat_capacity", .quantity(.heatCapacity, Span(1, 1e6)),
    .otherwise("the film is as warm as the cells; comes with `film_coupling`"),
    "The heat that warms the pad's own film by one kelvin",
    ifWrong: "A silicone pad of 16 cells has about 200 J/K.")

  static let filmCoupling = SettingKey(
    "film_coupling", .quantity(.conductance, Span(0.01, 1000)),
    .otherwise("the film is as warm as the cells; comes with `film_heat_capacity`"),
    "The heat that the film gives its cells for each kelvin that it is hotter",
    ifWrong: "A silicone pad that sticks to 16 cells has about 5 W/K.")

  static let chargeCapacity = SettingKey(
    "charge_capacity", .quantity(.charge, Span(0.1, 10_000)), .otherwise("280 Ah"),
    "The charge of the full pack, for simulations",
    ifWrong: "Take it from the cells' label, times the cells in parallel.")

  static let internalResistance = SettingKey(
    "internal_resistance", .quantity(.resistance, Span(0, 10)), .defaults(to: "0 ohm"),
    "What the pack's voltage sags by for each ampere, for simulations",
    ifWrong: "Measure it: the sag in volts, divided by the load's amperes.")

  /// Keys that stood elsewhere before, by the section and the name they had.
  static let moved = [
    "heater.heat_capacity":
      "Write it under the pack's `thermal`: `thermal: { heat_capacity: 88 kJ/K }`."
  ]
}
