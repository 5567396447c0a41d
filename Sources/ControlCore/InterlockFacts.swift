import BoardCatalog
import Quantities

extension Interlock {
  /// What the interlock needs to know; there are facts only when all of it is known (S4).
  struct Facts {
    var takenAt: Uptime
    var packVoltage: Volts
    var coldest: Celsius
    var recovery: Celsius
  }

  /// Reads the facts out of a snapshot, or nothing when one of them is missing, too old or absurd.
  func facts(_ snapshot: Snapshot, _ settings: PackSettings) -> Facts? {
    guard let battery = fresh(snapshot, settings),
      case .measured(let packVoltage) = battery.packVoltage, packVoltage > Volts(0),
      packVoltage.isFinite, !settings.probes.isEmpty
    else { return nil }
    var coldest = Celsius(.infinity)
    for probe in Probe.allCases where settings.probes.contains(probe) {
      guard let temperature = lowest(probe, battery) else { return nil }
      coldest = min(coldest, temperature)
    }
    var held: AppSettings?
    if settings.appSettingsCarried {
      held = heldApp(at: snapshot.now, settings)
      if held == nil {
        guard case .unknown(.notCarried) = snapshot.app else { return nil }
      }
    }
    var recovery = protection(held, settings) + Kelvins(2)
    if let held { recovery = max(recovery, held.recovery) }
    if let minimum = settings.minimumRecovery { recovery = max(recovery, minimum) }
    return Facts(
      takenAt: battery.takenAt, packVoltage: packVoltage, coldest: coldest, recovery: recovery)
  }

  /// Whether a probe reads cold, whatever else is unknown: the settings last accepted count,
  /// however old they are, and so does a reading of one probe while the other says nothing.
  func seesCold(_ snapshot: Snapshot, _ settings: PackSettings) -> Bool {
    guard let battery = fresh(snapshot, settings) else { return false }
    let protection = protection(settings.appSettingsCarried ? app : nil, settings)
    return Probe.allCases.contains { probe in
      guard settings.probes.contains(probe), let temperature = lowest(probe, battery) else {
        return false
      }
      return temperature <= protection
    }
  }

  /// The reading, if it is young enough and the board trusts its probes.
  private func fresh(_ snapshot: Snapshot, _ settings: PackSettings) -> BatteryReading? {
    guard case .measured(let battery) = snapshot.battery,
      snapshot.now - battery.takenAt <= settings.control.readingLifetime,
      battery.warnings.isDisjoint(with: [.probesDisabled, .probeAnomaly])
    else { return nil }
    return battery
  }

  /// The lowest temperature that a probe's report can mean, or nothing when that cannot be.
  private func lowest(_ probe: Probe, _ battery: BatteryReading) -> Celsius? {
    guard case .measured(let temperature) = battery.probes[probe],
      temperature.reported >= Celsius(-50), temperature.reported <= Celsius(100)
    else { return nil }
    return temperature.lowest
  }

  /// No charging at and below this temperature: the strictest of the app's setting and the floors.
  private func protection(_ app: AppSettings?, _ settings: PackSettings) -> Celsius {
    let floor = max(settings.protectionFloor, settings.chemistry.chargeFloor)
    return max(floor, app?.protection ?? floor)
  }
}
