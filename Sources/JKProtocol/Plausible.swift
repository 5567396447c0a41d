import Quantities

/// What a JK board and its battery can be. A value outside is `.unknown(.implausible)` (S4).
enum Plausible {
  /// A temperature sensor's reading. A missing one reads −200.0 °C even where its presence bit is
  /// set. Source: captures of a JK_B2A8S30P and a JK_B2A25SRP (syssi/esphome-jk-bms).
  static func temperature(_ celsius: Double) -> Measured<Celsius> {
    celsius > -50 && celsius < 150 ? .measured(Celsius(celsius)) : .unknown(.implausible)
  }

  /// A temperature that the app has set. Garbage only is refused here; whether the value makes
  /// sense is decided where it is used.
  static func setTemperature(_ celsius: Double) -> Measured<Celsius> {
    celsius.magnitude <= 200 ? .measured(Celsius(celsius)) : .unknown(.implausible)
  }

  /// The highest pack voltage: 32 cells of 4.5 V are 144 V.
  static func packVoltage(_ volts: Double) -> Measured<Volts> {
    volts >= 0 && volts <= 200 ? .measured(Volts(volts)) : .unknown(.implausible)
  }

  /// The highest current, either way: twice that of the largest board (B2A25SRP, 1000 A).
  static func current(_ amperes: Double) -> Measured<Amperes> {
    amperes.magnitude <= 2000 ? .measured(Amperes(amperes)) : .unknown(.implausible)
  }

  /// A state of charge of 0 % to 100 %.
  static func stateOfCharge(_ percent: Int) -> Measured<Percent> {
    (0...100).contains(percent) ? .measured(Percent(Double(percent))) : .unknown(.implausible)
  }

  /// A switch: 1 is on and 0 is off; anything else is not a switch.
  static func isOn(_ raw: Int) -> Measured<Bool> {
    raw == 0 || raw == 1 ? .measured(raw == 1) : .unknown(.implausible)
  }

  /// 1 to 32 cells in series.
  static func stringCount(_ raw: Int) -> Measured<Int> {
    (1...32).contains(raw) ? .measured(raw) : .unknown(.implausible)
  }
}
