import BoardCatalog
import ControlCore
import Quantities
import Yams

/// The rules across the keys of one pack.
struct PackRules {
  let pack: ReadPack
  /// `nil` where the pack names no bus of the file, which is reported elsewhere.
  let bus: BusSettings?
  let errors: ErrorList

  private var settings: PackSettings { pack.settings.pack }
  private var section: Section { pack.section }

  func check() {
    checkStrings()
    checkProtection()
    checkOutputs()
    checkChargerFlag()
    checkPolicies()
    checkPreheat()
    guard let heater = settings.heater, let place = pack.heater else { return }
    checkStop(heater, place)
    guard let rating = settings.heaterRating else {
      add(
        place, nil, found: "given for the \(settings.board.name), which has no heating option",
        allowed: "a board with a heating option",
        remedy: "Remove `heater`, or choose a board that `warmgate boards` lists with one.")
      return
    }
    checkLimits(heater, rating, place)
  }

  private func add(
    _ section: Section, _ key: SettingKey?, found: String, allowed: String, remedy: String
  ) {
    errors.add(
      key.flatMap { section.node($0)?.mark } ?? section.place,
      key.map { section.path($0.name) } ?? section.path, found: found, allowed: allowed,
      remedy: remedy)
  }

  private func checkStrings() {
    let range = settings.board.strings(of: settings.chemistry)
    guard !range.contains(settings.stringCount) else { return }
    add(
      section, Keys.strings, found: "\(settings.stringCount)",
      allowed: "\(range.lowerBound) to \(range.upperBound) for \(settings.chemistry) on the "
        + settings.board.name,
      remedy: "Count the cells in series, or choose the board that is really fitted.")
  }

  /// The floor may only tighten, and recovery lies 2 K above it.
  private func checkProtection() {
    guard let protection = section.section(Keys.chargeProtection) else { return }
    let floor = settings.protectionFloor
    if floor < settings.chemistry.chargeFloor {
      add(
        protection, Keys.floor, found: "\(floor)",
        allowed: "\(settings.chemistry.chargeFloor) or more for \(settings.chemistry)",
        remedy: "It may only tighten: colder cells of this chemistry are damaged by charging.")
    }
    let least = floor + Thresholds.minimumHysteresis
    if let recovery = settings.minimumRecovery, recovery < least {
      add(
        protection, Keys.recovery, found: "\(recovery)",
        allowed: "\(least) or more: the floor of \(floor) and \(Thresholds.minimumHysteresis)",
        remedy: "Raise it: without a band between them, charging would start and stop in turn.")
    }
  }

  /// A pad and the line that switches it come together.
  private func checkOutputs() {
    guard let outputs = section.section(Keys.outputs) else { return }
    let hasLine = pack.settings.lines.heater != nil
    if settings.heater != nil, !hasLine {
      add(
        outputs, Keys.heaterOutput, found: "missing for a pack with a heater",
        allowed: "the line that switches the pad",
        remedy: "Add `heater: { line: HEATER }`, or remove the pack's `heater`.")
    }
    if settings.heater == nil, hasLine {
      add(
        outputs, Keys.heaterOutput, found: "given for a pack without a heater",
        allowed: "with the pack's `heater` only",
        remedy: "Describe the pad under `heater`, or remove this line.")
    }
    if settings.heater == nil, pack.settings.lines.heaterFeedback != nil,
      let inputs = section.section(Keys.inputs)
    {
      add(
        inputs, Keys.heaterFeedback, found: "given for a pack without a heater",
        allowed: "with the pack's `heater` only",
        remedy: "Describe the pad under `heater`, or remove this line.")
    }
  }

  /// Only Modbus boards report whether a charger is plugged.
  /// Source: JK RS485 Modbus V1.1, field ChargerPlugged; 4E 57 and DD A5 have none.
  private func checkChargerFlag() {
    guard settings.chargerSource == .board, let spoken = bus?.protocolName else { return }
    switch spoken {
    case .automatic, .modbus: return
    case .jk4E57, .ddA5:
      add(
        section, Keys.chargerSource, found: "`board` on a bus of protocol \(spoken.rawValue)",
        allowed: "`input` or `none` there",
        remedy: "This protocol does not carry the flag: wire inputs.charger_present.")
    }
  }

  private func checkPolicies() {
    if let policy = pack.policy {
      checkCellVoltage(policy, Keys.withCharger, settings.heatWithCharger)
      checkCellVoltage(policy, Keys.withoutCharger, settings.heatWithoutCharger)
      if policy.node(Keys.withCharger) != nil, settings.chargerSource == .notSensed {
        add(
          policy, Keys.withCharger, found: "given without a charger source",
          allowed: "with inputs.charger_present, or `charger_source: board`",
          remedy: "An open charge gate hides the charger: a cold pack would stay cold for ever. "
            + "Sense it upstream of the charge gate.")
      }
    }
    let withCharger =
      settings.chargerSource == .notSensed ? HeatPolicy.never : settings.heatWithCharger
    if settings.heater != nil, withCharger == .never, settings.heatWithoutCharger == .never,
      settings.preheat == nil
    {
      add(
        pack.policy ?? section, nil, found: "`never` in every case",
        allowed: "at least one case in which the pad heats",
        remedy: "Allow heating with or without a charger, or remove the pack's `heater`.")
    }
  }

  /// A schedule heats out of the pack, so that it needs a pad on the pack.
  private func checkPreheat() {
    guard let preheat = settings.preheat, let place = pack.preheat else { return }
    if settings.heater == nil {
      add(
        place, nil, found: "given for a pack without a heater",
        allowed: "with the pack's `heater` only",
        remedy: "Describe the pad under `heater`, or remove `preheat`.")
    }
    if case .charger? = settings.heater?.supply {
      add(
        place, nil, found: "given for a pad that the charger feeds",
        allowed: "with `supply: pack` only",
        remedy: "Remove it: before the charger comes there is nothing to heat with.")
    }
    if preheat.readyBy == .charger, settings.chargerSource == .notSensed {
      add(
        place, Keys.readyBy, found: "`charger` without a charger source",
        allowed: "with inputs.charger_present, or `charger_source: board`",
        remedy: "Sense the charger, or give a time or `sunrise`.")
    }
  }

  private func checkCellVoltage(_ section: Section, _ key: SettingKey, _ policy: HeatPolicy) {
    guard case .whileAbove(let floors) = policy, let voltage = floors.cellVoltage else { return }
    let chemistry = settings.chemistry
    let (lowest, highest) = (chemistry.minimumCellVoltage, chemistry.nominalCellVoltage)
    guard voltage < lowest || voltage > highest else { return }
    let place = section.section(key) ?? section
    add(
      place, Keys.cellVoltageAbove, found: "\(voltage)",
      allowed: "\(lowest) to \(highest) for \(chemistry)",
      remedy: "Choose a voltage between the cell's lowest and its nominal one.")
  }

  private func checkStop(_ heater: HeaterSettings, _ place: Section) {
    let recovery = settings.leastRecovery
    guard let stop = heater.stop, stop < recovery else { return }
    add(
      place, Keys.stop, found: "\(stop)", allowed: "the recovery value or more: \(recovery)",
      remedy: "Raise it, or leave it out: heating then ends at the recovery value.")
  }

  /// Both limits at the highest voltage, with the pad's lowest resistance (S3).
  private func checkLimits(_ heater: HeaterSettings, _ rating: HeaterRating, _ place: Section) {
    let draw = HeaterDraw(heater, packVoltage: settings.maximumPackVoltage)
    guard draw.exceeded(of: rating) != nil else { return }
    let least = rating.minimumResistance(at: draw.voltage) / (1 - heater.tolerance.fraction)
    // Rounded up, so that the value in the message is itself allowed.
    let text = Ohms((least.rawValue * 100 - 1e-6).rounded(.up) / 100).text(places: 2)
    let tolerance = heater.tolerance > .zero ? " −\(heater.tolerance)" : ""
    add(
      place, Keys.resistance,
      found: "\(heater.resistance)\(tolerance): \(draw.current.text(places: 2)) and "
        + "\(draw.power.text(places: 1)) at \(draw.voltage.text(places: 1))",
      allowed: "\(rating.currentLimit) and \(rating.powerLimit) on the \(settings.board.name), "
        + "which is \(text) or more",
      remedy: "Fit a pad of higher resistance, or wire two in series; a duty cycle does not help.")
  }
}
