/// What follows from the model text that a board reports.
public enum BoardModel {
  /// Whether T4 and T5 are real: on models that start `JK_PB` or `JK-PB`.
  ///
  /// B and BD boards report a phantom 0.0 °C there with their presence bits set. Source: captures
  /// of JK_B2A20S20P and JK_B2A25SRP frames (syssi/esphome-jk-bms).
  public static func hasFourProbes(_ model: String) -> Bool {
    model.utf8.starts(with: "JK_PB".utf8) || model.utf8.starts(with: "JK-PB".utf8)
  }

  /// Whether the board has heating start and stop temperatures of its own.
  ///
  /// Source: hardware above 15A, or 15A with firmware 15.41 and later
  /// (mr-manuel/venus-os_dbus-serialbattery, JKBMS-PB.md). Older firmware keeps alarm
  /// temperatures in the same bytes.
  static func hasHeatingSetPoints(firmware: String) -> Bool {
    let parts = firmware.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let major = Int(parts[0]) else { return false }
    guard let minor = Int(parts[1].prefix { $0.isASCII && $0.isNumber }) else { return false }
    return (major, minor) >= (15, 41)
  }
}
