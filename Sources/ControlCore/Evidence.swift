import Quantities

/// What is known of a pack at one step; there is one only when everything that counts is known.
struct Evidence {
  var thresholds: Thresholds
  var packVoltage: Volts
  var coldestProbe: Probe
  /// The lowest temperature that the coldest probe's report can mean.
  var coldest: Celsius
  var hottestProbe: Probe
  var hottest: Celsius
  /// The smallest step in which the probes are reported.
  var probeResolution: Kelvins
  var warnings: BoardWarnings
}

extension ControllerState {
  /// The first permission needs so many good readings in a row (S6).
  static let neededReadings = 3
  /// Probes on one pack that differ by more do not measure the same thing.
  static let widestSpread = Kelvins(10)

  /// Takes in the app's settings; what cannot be right is not used, and the last good one holds.
  mutating func accept(_ app: Measured<AppSettings>) {
    guard case .measured(let settings) = app, settings.takenAt != appReadAt else { return }
    appReadAt = settings.takenAt
    if Thresholds.accepts(settings) {
      self.app = settings
    } else {
      alarms.insert(.appSettingsRejected)
    }
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
    let thresholds = thresholds(snapshot, settings)
    figures.thresholds = thresholds.value
    guard case .measured(let battery) = snapshot.battery else {
      return .failure(HoldFailure(.reading(snapshot.battery.reason ?? .notRead)))
    }
    guard snapshot.now - battery.takenAt <= settings.control.readingLifetime else {
      alarms.insert(.boardSilent)
      return .failure(HoldFailure(.reading(.stale)))
    }
    let isNew = battery.takenAt != judgedReading
    if isNew {
      let sinceLast = judgedReading.map { (battery.takenAt - $0).seconds } ?? 0
      judgedReading = battery.takenAt
      for probe in Probe.allCases where settings.probes.contains(probe) {
        probes[probe].judge(battery, probe, secondsSinceLast: sinceLast)
      }
    }
    figures.packVoltage = battery.packVoltage
    if let reason = find(&figures, battery, settings) { return .failure(HoldFailure(reason)) }
    guard case .measured(let limits) = thresholds else {
      return .failure(HoldFailure(.appSettings(thresholds.reason ?? .notRead)))
    }
    guard case .measured(let voltage) = battery.packVoltage, voltage > Volts.zero,
      voltage.isFinite
    else { return .failure(HoldFailure(.packVoltage(battery.packVoltage.reason ?? .implausible))) }
    guard let coldestProbe = figures.coldestProbe, case .measured(let coldest) = figures.coldest,
      let hottestProbe = figures.hottestProbe, case .measured(let hottest) = figures.hottest
    else { return .failure(HoldFailure(.reading(.notRead))) }
    if isNew, goodReadings < ControllerState.neededReadings { goodReadings += 1 }
    return .success(
      Evidence(
        thresholds: limits, packVoltage: voltage, coldestProbe: coldestProbe,
        coldest: coldest.lowest, hottestProbe: hottestProbe, hottest: hottest,
        probeResolution: battery.probeResolution, warnings: battery.warnings))
  }

  /// Finds the coldest and the hottest of the fitted probes, or what is wrong with one of them.
  private mutating func find(
    _ figures: inout Figures, _ battery: BatteryReading, _ settings: PackSettings
  ) -> HoldReason? {
    if !battery.warnings.isDisjoint(with: [.probesDisabled, .probeAnomaly]) {
      alarms.insert(.probesNotTrusted)
      return .probesNotTrusted
    }
    var coldest: ProbeTemperature?
    var lowestReported: Celsius?
    for probe in Probe.allCases where settings.probes.contains(probe) {
      guard case .measured(let temperature) = probes[probe].verdict else {
        let reason = probes[probe].verdict.reason ?? .notRead
        alarms.insert(Alarms(reason))
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
      alarms.insert(.probeSpread)
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

extension Alarms {
  /// The alarm for a probe that is not known.
  init(_ reason: UnknownReason) {
    switch reason {
    case .jumped: self = .probeJumped
    case .frozen: self = .probeFrozen
    case .notRead, .notCarried, .absent, .implausible, .stale: self = .probeLost
    }
  }
}
