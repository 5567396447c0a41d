import Quantities

/// What one probe did lately: enough to see a jump, and to see that it is frozen.
struct ProbeTrack: Hashable, Sendable {
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

  private var last: Celsius?
  /// Readings in a row that agree with each other since the last jump; `nil` without a jump.
  private var agreeing: Int?
  /// The heat given to the pack since this probe's report last changed.
  private var heatSinceChange = Joules(0)
  private var isFrozen = false

  /// What to believe of the reading judged last.
  private(set) var verdict = Measured<ProbeTemperature>.unknown(.notRead)

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
  mutating func heat(_ energy: Joules, resolution: Kelvins, capacity: JoulesPerKelvin) {
    heatSinceChange += energy
    let mustMove = capacity * (resolution * ProbeTrack.frozenSteps)
    if last != nil, heatSinceChange > mustMove { isFrozen = true }
  }

  private mutating func follow(
    _ temperature: ProbeTemperature, _ secondsSinceLast: Double, resolution: Kelvins
  ) -> Measured<ProbeTemperature> {
    let previous = last
    last = temperature.reported
    guard let previous else {
      heatSinceChange = Joules(0)
      isFrozen = false
      return agree(temperature)
    }
    if temperature.reported != previous {
      heatSinceChange = Joules(0)
      isFrozen = false
    }
    // Half a step more than the rate allows: a decimal step is not exact in binary.
    let allowed = ProbeTrack.steepest * secondsSinceLast + resolution * 1.5
    if (temperature.reported - previous).magnitude > allowed {
      agreeing = 1
      return .unknown(.jumped)
    }
    return isFrozen ? .unknown(.frozen) : agree(temperature)
  }

  private mutating func agree(_ temperature: ProbeTemperature) -> Measured<ProbeTemperature> {
    guard let count = agreeing else { return .measured(temperature) }
    guard count + 1 >= ProbeTrack.agreeingReadings else {
      agreeing = count + 1
      return .unknown(.jumped)
    }
    agreeing = nil
    return .measured(temperature)
  }
}
