import ControlCore
import Quantities
import ThermalModel

/// The simulated pack between two changes of anything: a stretch in which the temperatures have a
/// closed form, so that they are the same however many times one looks.
struct Plant {
  private let input: SimulationInput
  private let parameters: PlantParameters
  private let strings: Double
  private let dayTime: Seconds
  /// Where the whole simulation ends.
  private let last: Seconds

  /// When the stretch began, and when it ends at the latest.
  private(set) var begin = Seconds.zero
  private(set) var end = Seconds.zero
  /// The temperatures of the stretch.
  private(set) var course: ThermalTwin.Course
  private(set) var outputs = Outputs.safe
  private(set) var isChargerPresent = false
  /// Into the pack is positive.
  private(set) var current = Amperes.zero
  private(set) var packVoltage = Volts.zero
  private(set) var padPower = Watts.zero
  private var stored: AmpereHours
  /// How much more a pack that nothing ever blocks would hold by now, with the same loads and heat.
  private var behind = AmpereHours.zero
  /// The same when the charger came.
  private var behindBefore = AmpereHours.zero
  /// How fast such a pack gets ahead of this one, as long as neither is full.
  private var lead = Amperes.zero
  private(set) var totals = PlantTotals()

  init(_ input: SimulationInput) {
    self.input = input
    parameters = input.plant
    strings = Double(input.pack.stringCount)
    dayTime = Seconds(input.dayTime)
    last = Seconds(input.span)
    stored = parameters.chargeCapacity * parameters.stateOfCharge.fraction
    let start = parameters.temperature ?? input.ambient.temperature(at: .zero)
    course = Plant.still(at: start)
    open(.zero, from: ThermalTwin.State(all: start))
  }

  /// 0 % to 100 %.
  var stateOfCharge: Percent { Percent(100 * (stored / parameters.chargeCapacity)) }

  /// The temperatures at a time of the stretch.
  func state(at time: Seconds) -> ThermalTwin.State {
    course.state(seconds: (time - begin).rawValue)
  }

  /// What a probe shows at a time of the stretch.
  func probe(at time: Seconds) -> Celsius {
    Celsius(course.probe.value(at: (time - begin).rawValue))
  }

  /// Goes on to the stretch that begins where this one ends.
  mutating func cross() {
    let state = state(at: end)
    close(at: end)
    open(end, from: state)
  }

  /// Lets the outputs be others from a time of the stretch on.
  mutating func set(_ outputs: Outputs, at time: Seconds) {
    guard outputs != self.outputs else { return }
    let state = state(at: time)
    close(at: time)
    self.outputs = outputs
    open(time, from: state)
  }

  /// Ends everything at a time of the stretch.
  mutating func finish(at time: Seconds) {
    close(at: time)
    endVisit()
  }

  /// The charger goes: what the other pack has got more from it is missed.
  private mutating func endVisit() {
    totals.missed += max(.zero, behind - behindBefore)
    behindBefore = behind
  }

  /// Counts what the stretch has moved until a time of it.
  private mutating func close(at time: Seconds) {
    let span = time - begin
    let heat = padPower * span
    totals.padEnergy += heat
    if case .charger = input.pack.heater?.supply { totals.padEnergyFromCharger += heat }
    let isFull = stored >= parameters.chargeCapacity
    if isChargerPresent, outputs.charge, !isFull {
      totals.charged += parameters.chargerCurrent * span
    }
    stored = stored + current * span
    // A sum of many parts does not end exactly at the edge that bounded the stretch.
    let rounding = parameters.chargeCapacity * 1e-9
    if stored >= parameters.chargeCapacity - rounding { stored = parameters.chargeCapacity }
    if stored <= rounding { stored = .zero }
    // No pack holds more than a full one. The room changes evenly, so that its end is enough.
    behind = min(max(.zero, behind + lead * span), parameters.chargeCapacity - stored)
  }

  /// Begins a stretch: what everything is at `time`, and how long that stands.
  private mutating func open(_ time: Seconds, from state: ThermalTwin.State) {
    begin = time
    let (line, slope, from) = input.ambient.stretch(at: time)
    let ambient = line + slope.over(time - from)
    let charger = input.charger.state(at: time, dayTime: dayTime)
    if isChargerPresent, !charger.isPresent { endVisit() }
    if !isChargerPresent, charger.isPresent { behindBefore = behind }
    isChargerPresent = charger.isPresent
    flow(film: state.film)
    let twin = twin(cells: state.cells, ambient: ambient)
    course = twin.course(
      from: state, power: padPower, ambient: ambient, slope: slope.rawValue)
    end = min(input.ambient.nextStretch(after: time), charger.until, last)
    if isMoving { end = min(end, .minute * ((time / .minute).rounded(.down) + 1)) }
    if current != .zero {
      // Until the board shows another percent; full and empty are whole ones too.
      let shown = Percent(Double(shownStateOfCharge) + (current > .zero ? 1 : 0))
      let left = parameters.chargeCapacity * shown.fraction - stored
      end = min(end, time + max(left / current, Plant.leastStretch))
    }
  }

  /// Whether something follows the charge or the temperature: it is worked out anew each minute.
  private var isMoving: Bool {
    if parameters.lossPerKelvin != .zero { return true }
    if outputs.heater, parameters.padPerKelvin != .zero { return true }
    return current != .zero && !parameters.cellVoltage.isFlat
  }

  /// The whole percent that the board shows: those that are full.
  var shownStateOfCharge: Int {
    // What has just been reached from above is not full any more.
    let hair = Percent(current < .zero ? -1e-9 : 1e-9)
    return Int(max(0, (stateOfCharge + hair).rawValue.rounded(.down)))
  }

  /// What is reached to the last digit but one must not stop time.
  private static let leastStretch = Seconds(1e-3)

  /// Voltage, currents and the pad's power for the outputs as they are.
  private mutating func flow(film: Celsius) {
    let rest = parameters.cellVoltage.voltage(at: stateOfCharge) * strings
    let isFull = stored >= parameters.chargeCapacity
    let isEmpty = stored <= .zero
    var others = Amperes.zero
    lead = .zero
    if !(isChargerPresent && outputs.charge) {
      if isChargerPresent { lead = parameters.chargerCurrent }
      // An empty pack feeds no load; the other one does.
      if isEmpty, rest > .zero { lead -= parameters.load / rest }
    }
    if isChargerPresent, outputs.charge {
      // Full, the charger feeds the loads and nothing else.
      if !isFull { others = parameters.chargerCurrent - parameters.load / rest }
    } else if !isEmpty, rest > .zero {
      others = -(parameters.load / rest)
    }
    let open = rest + parameters.internalResistance * others
    (current, packVoltage, padPower) = (others, open, .zero)
    guard outputs.heater, let pad = padResistance(film: film), let heater = input.pack.heater else {
      return
    }
    switch heater.supply {
    case .pack:
      guard !isEmpty else { return }
      packVoltage = open * (pad / (pad + parameters.internalResistance))
      current = others - packVoltage / pad
      padPower = packVoltage.squared / pad
    case .charger(let voltage):
      if isChargerPresent { padPower = voltage.squared / pad }
    }
  }

  private func padResistance(film: Celsius) -> Ohms? {
    guard let resistance = parameters.padResistance else { return nil }
    let warmer = film - Plant.padReference
    return resistance * (1 + parameters.padPerKelvin.fraction * warmer.rawValue)
  }

  private func twin(cells: Celsius, ambient: Celsius) -> ThermalTwin {
    let middle = ambient + (cells - ambient) * 0.5
    let warmer = middle - Plant.lossReference
    let loss = parameters.loss * (1 + parameters.lossPerKelvin.fraction * warmer.rawValue)
    let node = ThermalNode(capacity: parameters.heatCapacity, leak: loss)
    let probe = ProbeLag(timeConstant: parameters.probeLag)
    guard let film = parameters.film else { return ThermalTwin(cells: node, probe: probe) }
    return ThermalTwin(
      film: FilmAndCells(film: film.heatCapacity, contact: film.coupling, cells: node),
      probe: probe)
  }

  /// Where the pad has the resistance of its label.
  private static let padReference = Celsius(25)
  /// Where the enclosure has the loss that is given: the mean temperature of EN ISO 10456.
  private static let lossReference = Celsius(10)

  private static func still(at temperature: Celsius) -> ThermalTwin.Course {
    let node = ThermalNode(capacity: JoulesPerKelvin(1), leak: WattsPerKelvin(1))
    return ThermalTwin(cells: node, probe: ProbeLag(timeConstant: .zero)).course(
      from: ThermalTwin.State(all: temperature), power: .zero, ambient: temperature, slope: 0)
  }
}

/// What has flowed so far.
struct PlantTotals: Hashable {
  var padEnergy = Joules.zero
  var padEnergyFromCharger = Joules.zero
  var charged = AmpereHours.zero
  var missed = AmpereHours.zero
}
