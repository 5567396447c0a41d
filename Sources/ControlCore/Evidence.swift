import BoardCatalog
import Quantities

/// What is known of a pack at one step; there is one only when everything that counts is known.
struct Evidence {
  var thresholds: Thresholds
  var packVoltage: Volts
  /// The lowest temperature that the coldest probe's report can mean.
  var coldest: Celsius
  var hottestProbe: Probe
  var hottest: Celsius
  /// The smallest step in which the probes are reported.
  var probeResolution: Kelvins
}

extension ControllerState {
  /// The first permission needs so many good readings in a row (S6).
  static let neededReadings = 3
  /// Probes on one pack that differ by more do not measure the same thing.
  static let widestSpread = Kelvins(10)

  /// Takes in the app's settings; what cannot be right is not used, and the last good one holds.
  mutating func accept(_ app: Measured<AppSettings>) {
    guard case .measured(let settings) = app else { return }
    appReadAt = settings.takenAt
    isAppRejected = !Thresholds.accepts(settings)
    if !isAppRejected { self.app = settings }
  }

  /// The thresholds that hold now, or why they are not known.
  func thresholds(_ snapshot: Snapshot, _ settings: PackSettings) -> Measured<Thresholds> {
    guard settings.appSettingsCarried else { return .measured(Thresholds(app: nil, settings)) }
    if let app, let appReadAt,
      snapshot.now - appReadAt <= settings.control.appSettingsLifetime
    {
      return .measured(Thresholds(app: app, settings))
    }
    // The protocol was found out, and it is one without the app's settings: the floors hold.
    if case .unknown(.notCarried) = snapshot.app {
      return .measured(Thresholds(app: nil, settings))
    }
    return .unknown(app == nil ? .notRead : .stale)
  }

  /// Judges the latest reading, or says what is not known; fills in `figures` as far as it gets.
  mutating func judge(
    _ snapshot: Snapshot, _ settings: PackSettings, _ figures: inout Figures
  ) -> Result<Evidence, HoldFailure> {
    accept(snapshot.app)
    if isAppRejected { faults.insert(.appSettingsRejected) }
    let thresholds = thresholds(snapshot, settings)
    figures.thresholds = thresholds.value
    let battery: BatteryReading
    switch snapshot.battery {
    case .unknown(let reason): return .failure(HoldFailure(.reading(reason)))
    case .measured(let reading): battery = reading
    }
    guard snapshot.now - battery.takenAt <= settings.control.readingLifetime else {
      faults.insert(.readingStale)
      return .failure(HoldFailure(.reading(.stale)))
    }
    let isNew = battery.takenAt != judgedReading
    if isNew {
      // Too long after the last one, whether or not a step saw that one grow too old: a program
      // that was stopped as long begins anew.
      if let judgedReading, battery.takenAt - judgedReading > settings.control.readingLifetime {
        goodReadings = 0
      }
      let sinceLast = judgedReading.map { (battery.takenAt - $0).seconds } ?? 0
      judgedReading = battery.takenAt
      for probe in Probe.allCases where settings.probes.contains(probe) {
        probes[probe].judge(battery, probe, secondsSinceLast: sinceLast)
      }
    }
    figures.packVoltage = battery.packVoltage
    blockIfCold(battery, settings)
    if let reason = find(&figures, battery, settings) { return .failure(HoldFailure(reason)) }
    let limits: Thresholds
    switch thresholds {
    case .unknown(let reason): return .failure(HoldFailure(.appSettings(reason)))
    case .measured(let known): limits = known
    }
    guard case .measured(let voltage) = battery.packVoltage, voltage > Volts.zero,
      voltage.isFinite
    else { return .failure(HoldFailure(.packVoltage(battery.packVoltage.reason ?? .implausible))) }
    guard case .measured(let coldest) = figures.coldest,
      let hottestProbe = figures.hottestProbe, case .measured(let hottest) = figures.hottest
    else { return .failure(HoldFailure(.reading(.notRead))) }
    if isNew { goodReadings += 1 }
    return .success(
      Evidence(
        thresholds: limits, packVoltage: voltage, coldest: coldest.lowest,
        hottestProbe: hottestProbe, hottest: hottest, probeResolution: battery.probeResolution))
  }

  /// A probe that reads cold blocks charging, whether it is believed or not and however old the
  /// app's settings are: what is not believed may be true. Only what is known releases it.
  private mutating func blockIfCold(_ battery: BatteryReading, _ settings: PackSettings) {
    guard battery.warnings.isDisjoint(with: .probes) else { return }
    let protection = Thresholds.protection(settings.appSettingsCarried ? app : nil, settings)
    for probe in Probe.allCases where settings.probes.contains(probe) {
      if case .measured(let temperature) = battery.probes[probe],
        ProbeTrack.plausible.contains(temperature.reported),
        temperature.lowest <= protection
      {
        block = .blocked
      }
    }
  }

  /// Finds the coldest and the hottest of the fitted probes, or what is wrong with one of them.
  private mutating func find(
    _ figures: inout Figures, _ battery: BatteryReading, _ settings: PackSettings
  ) -> HoldReason? {
    if !battery.warnings.isDisjoint(with: .probes) {
      faults.insert(.probesNotTrusted)
      return .probesNotTrusted
    }
    var coldest: ProbeTemperature?
    var lowestReported: Celsius?
    for probe in Probe.allCases where settings.probes.contains(probe) {
      let temperature: ProbeTemperature
      switch probes[probe].verdict {
      case .measured(let known): temperature = known
      case .unknown(let reason):
        faults.insert(Fault(reason))
        figures.coldestProbe = probe
        figures.coldest = .unknown(reason)
        return .probe(probe, reason)
      }
      if temperature.lowest < coldest?.lowest ?? Celsius(.infinity) {
        coldest = temperature
        figures.coldestProbe = probe
        figures.coldest = .measured(temperature)
      }
      if temperature.reported > figures.hottest.value ?? Celsius(-.infinity) {
        figures.hottestProbe = probe
        figures.hottest = .measured(temperature.reported)
      }
      lowestReported = min(lowestReported ?? temperature.reported, temperature.reported)
    }
    if let lowestReported, case .measured(let hottest) = figures.hottest,
      hottest - lowestReported > ControllerState.widestSpread
    {
      faults.insert(.probeSpread)
      return .probeSpread(hottest - lowestReported)
    }
    return nil
  }
}

/// Why nothing can be decided but off.
struct HoldFailure: Error {
  var reason: HoldReason
  init(_ reason: HoldReason) { self.reason = reason }
}
