import BoardCatalog
import Quantities

extension Interlock {
  /// What the interlock needs to know; there are facts only when all of it is known (S4).
  struct Facts {
    var takenAt: Uptime
    var packVoltage: Volts
    var coldest: Celsius
    var protection: Celsius
    var recovery: Celsius
  }

  /// Reads the facts out of a snapshot, or nothing when one of them is missing, too old or absurd.
  func facts(_ snapshot: Snapshot, _ settings: PackSettings) -> Facts? {
    guard case .measured(let battery) = snapshot.battery,
      snapshot.now - battery.takenAt <= settings.control.readingLifetime,
      case .measured(let packVoltage) = battery.packVoltage, packVoltage > Volts(0),
      packVoltage.isFinite,
      battery.warnings.isDisjoint(with: [.probesDisabled, .probeAnomaly]),
      !settings.probes.isEmpty
    else { return nil }
    var coldest = Celsius(.infinity)
    for probe in Probe.allCases where settings.probes.contains(probe) {
      guard case .measured(let temperature) = battery.probes[probe],
        temperature.reported >= Celsius(-50), temperature.reported <= Celsius(100)
      else { return nil }
      coldest = min(coldest, temperature.lowest)
    }
    var protection = max(settings.protectionFloor, settings.chemistry.chargeFloor)
    var recovery = settings.minimumRecovery ?? protection
    if settings.appSettingsCarried {
      if let held = heldApp(at: snapshot.now, settings) {
        protection = max(protection, held.protection)
        recovery = max(recovery, held.recovery)
      } else if snapshot.app != .unknown(.notCarried) {
        return nil
      }
    }
    return Facts(
      takenAt: battery.takenAt, packVoltage: packVoltage, coldest: coldest,
      protection: protection, recovery: max(recovery, protection + Kelvins(2)))
  }
}
