package import Quantities

/// What one probe did lately: enough to see a jump, and to see that it is frozen.
package struct ProbeTrack: Hashable, Sendable {
  /// A battery's cells cannot move faster; a pad that came loose moves 0.66 K/s at most.
  static let steepest = Kelvins(1)  // per second
  /// A jump is believed after this many readings that agree with each other.
  static let agreeingReadings = 3
  /// Outside it a battery probe is broken. Source: the sensor tables of JK boards end at −40 °C
  /// and cells are destroyed long before 100 °C; 10 K are left for colder packs.
  static let plausible = Celsius(-50)...Celsius(100)
  /// The heat that a pack can take up for one kelvin: an upper bound for each cell in series.
  /// Source: 5.42 kg of 1020 J/kgK (280 Ah LFP) are 5.5 kJ/K; two in parallel are 11 kJ/K.
  static let heatCapacityPerString = JoulesPerKelvin(11_000)
  /// A probe that did not move within the heat for this many of its steps is frozen.
  static let frozenSteps = 3.0
  /// Heat needs up to so long to reach a probe on the far face of a cell 72 mm thick.
  /// Source: (36 mm)² / α with k = 0.92 W/mK, 2130 kg/m³, 1020 J/kgK (LUT thesis 10024/171871).
  static let heatsWay = Duration.seconds(3060)

  package private(set) var last: Celsius?
  /// How many more readings must agree with each other since the last jump; none without a jump.
  package private(set) var owedReadings = 0
  package private(set) var standstill = Standstill()

  /// What to believe of the reading judged last.
  package private(set) var verdict = Measured<ProbeTemperature>.unknown(.notRead)

  /// What the pack was given since the probe's report last changed.
  package struct Standstill: Hashable, Sendable {
    fileprivate(set) var heat = Joules(0)
    /// For how long it was given.
    fileprivate(set) var span = Duration.zero
    /// Whether that had to move the probe.
    package fileprivate(set) var isFrozen = false
  }

  /// Judges a new reading of `probe`: is it there, can it be, did it move as a battery can?
  ///
  /// Every reading is judged, so that the last value is as old as the last reading.
  mutating func judge(_ battery: BatteryReading, _ probe: Probe, secondsSinceLast: Double) {
    switch battery.probes[probe] {
    case .unknown(let reason):
      last = nil
      verdict = .unknown(reason)
    case .measured(let temperature):
      guard ProbeTrack.plausible.contains(temperature.reported) else {
        last = nil
        verdict = .unknown(.implausible)
        return
      }
      verdict = follow(temperature, secondsSinceLast, resolution: battery.probeResolution)
    }
  }

  /// Adds heat; a probe that had to move and did not is frozen.
  mutating func heat(
    _ energy: Joules, _ span: Duration, resolution: Kelvins, capacity: JoulesPerKelvin
  ) {
    standstill.heat += energy
    standstill.span += span
    let mustMove = capacity * (resolution * ProbeTrack.frozenSteps)
    if standstill.span >= ProbeTrack.heatsWay, standstill.heat > mustMove {
      standstill.isFrozen = true
    }
  }

  private mutating func follow(
    _ temperature: ProbeTemperature, _ secondsSinceLast: Double, resolution: Kelvins
  ) -> Measured<ProbeTemperature> {
    let previous = last
    last = temperature.reported
    if temperature.reported != previous { standstill = Standstill() }
    guard let previous else { return agree(temperature) }
    // Half a step more than the rate allows: a decimal step is not exact in binary.
    let allowed = ProbeTrack.steepest * secondsSinceLast + resolution * 1.5
    if (temperature.reported - previous).magnitude > allowed {
      owedReadings = ProbeTrack.agreeingReadings - 1
      return .unknown(.jumped)
    }
    return standstill.isFrozen ? .unknown(.frozen) : agree(temperature)
  }

  private mutating func agree(_ temperature: ProbeTemperature) -> Measured<ProbeTemperature> {
    owedReadings = max(0, owedReadings - 1)
    return owedReadings == 0 ? .measured(temperature) : .unknown(.jumped)
  }
}
