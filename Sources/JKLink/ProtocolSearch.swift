import ControlCore

/// The order in which `protocol: auto` asks a line, always by reading.
enum ProtocolSearch {
  /// What may be spoken on `bus`: itself, or with `auto` every protocol at each of its rates.
  ///
  /// A rate that was configured comes first. Source of the pairs: JK's app, "UART1 Protocol No.":
  /// 001 Modbus 115200, 000 4E 57 115200, 013 Modbus 9600; firmware below 4: DD A5 9600.
  static func candidates(for bus: BusSettings) -> [BusSettings] {
    guard bus.protocolName == .automatic else { return [bus] }
    let usual: [(protocolName: BusProtocol, baud: Int)] = [
      (.modbus, 115_200), (.jk4E57, 115_200), (.ddA5, 9600), (.modbus, 9600), (.jk4E57, 9600),
    ]
    let configured = [BusProtocol.modbus, .jk4E57, .ddA5].map { ($0, bus.baud) }
    let ordered =
      bus.baud == BusProtocol.automatic.standardBaud
      ? usual : configured + usual.filter { $0.baud != bus.baud }
    return ordered.map { protocolName, baud in
      var candidate = bus
      (candidate.protocolName, candidate.baud) = (protocolName, baud)
      return candidate
    }
  }

  /// The failure to report where no candidate was answered.
  static func noAnswer(
    _ candidates: [BusSettings], _ failures: [LinkFailure], address: Int
  ) -> LinkFailure {
    let echo = failures.first { $0.kind == .echo }
    if let echo { return echo }
    let tried = candidates.map { "\($0.protocolName.rawValue) at \($0.baud) baud" }
    let device = candidates.first?.device ?? ""
    return LinkFailure(
      .timeOut, place: "\(device), board \(address)",
      found: "no answer to \(tried.joined(separator: ", "))",
      remedy: SerialDevice.silenceRemedy)
  }
}
