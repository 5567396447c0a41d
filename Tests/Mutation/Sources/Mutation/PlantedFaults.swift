extension PlantedFault {
  /// Faults of the decoders, the deciding core and the interlock; the last two must not hide each
  /// other.
  static let all: [PlantedFault] = [
    // The four of the style guide.
    PlantedFault(
      "the power limit alone is not enough to refuse a pad", in: "ControlCore/HeaterDraw.swift",
      "if power > rating.powerLimit * HeaterDraw.rounding { return .power }", becomes: ""),
    PlantedFault(
      "the interlock asks for one limit or the other", in: "ControlCore/Interlock.swift",
      "voltage / resistance <= rating.currentLimit * (1 + 1e-9),",
      becomes: "voltage / resistance <= rating.currentLimit * (1 + 1e-9) ||"),
    PlantedFault(
      "charging stays allowed down to 5 K below the protection", in: "ControlCore/Evidence.swift",
      "temperature.lowest <= protection", becomes: "temperature.lowest <= protection - Kelvins(5)"),
    PlantedFault(
      "the interlock allows charging down to 5 K below the protection",
      in: "ControlCore/InterlockFacts.swift", "return temperature <= protection",
      becomes: "return temperature <= protection - Kelvins(5)"),
    PlantedFault(
      "the heater on leaves charging on", in: "ControlCore/Decide.swift",
      "case .heating: outputs = Outputs(charge: false, heater: true)",
      becomes: "case .heating: outputs = Outputs(charge: true, heater: true)"),
    PlantedFault(
      "a reading lives an hour", in: "ControlCore/Evidence.swift",
      "snapshot.now - battery.takenAt <= settings.control.readingLifetime",
      becomes: "snapshot.now - battery.takenAt <= .seconds(3600)"),
    // The others that the core must never have.
    PlantedFault(
      "the interlock accepts a stale reading", in: "ControlCore/InterlockFacts.swift",
      "snapshot.now - battery.takenAt <= settings.control.readingLifetime",
      becomes: "snapshot.now - battery.takenAt <= .seconds(3600)"),
    PlantedFault(
      "a silence that no step has seen is forgotten", in: "ControlCore/Evidence.swift",
      "battery.takenAt - judgedReading > settings.control.readingLifetime", becomes: "false"),
    PlantedFault(
      "the interlock forgets a silence that no step has seen", in: "ControlCore/Interlock.swift",
      "sinceLast > settings.control.readingLifetime ? 1", becomes: "false ? 1"),
    PlantedFault(
      "recovery is ignored", in: "ControlCore/Decide.swift",
      "if evidence.coldest >= end || block == .undecided {",
      becomes: "if evidence.coldest > thresholds.protection {"),
    PlantedFault(
      "the interlock ignores recovery", in: "ControlCore/Interlock.swift",
      "if facts.coldest >= facts.recovery {",
      becomes: "if !seesCold(snapshot, settings) {"),
    PlantedFault(
      "the chemistry's floor is ignored", in: "ControlCore/Thresholds.swift",
      "let floor = max(settings.protectionFloor, settings.chemistry.chargeFloor)",
      becomes: "let floor = settings.protectionFloor"),
    PlantedFault(
      "the app's setting loosens the floor", in: "ControlCore/Thresholds.swift",
      "return max(app?.protection ?? floor, floor)", becomes: "return app?.protection ?? floor"),
    PlantedFault(
      "the pad's tolerance is ignored", in: "ControlCore/PackSettings.swift",
      "resistance * (1 - tolerance.fraction)", becomes: "resistance"),
    PlantedFault(
      "the interlock ignores the pad's tolerance", in: "ControlCore/Interlock.swift",
      "heater.resistance - heater.resistance * heater.tolerance.fraction",
      becomes: "heater.resistance"),
    PlantedFault(
      "the heater comes on before charging has been off", in: "ControlCore/Decide.swift",
      "if !charge.hasBeenOff(for: settings.control.interlockDelay, at: snapshot.now) {",
      becomes: "if charge.isOn, !charge.isOn {"),
    PlantedFault(
      "the interlock does not wait", in: "ControlCore/Interlock.swift",
      "now - (last ?? now) >= settings.control.interlockDelay", becomes: "now >= last ?? now"),
    PlantedFault(
      "the interlock permits both at once", in: "ControlCore/Interlock.swift",
      "if proposed.charge && proposed.heater { return .bothOn }", becomes: ""),
    PlantedFault(
      "zero degrees is treated as missing", in: "ControlCore/ProbeTrack.swift",
      "guard ProbeTrack.plausible.contains(temperature.reported) else {",
      becomes: """
        guard ProbeTrack.plausible.contains(temperature.reported),
          temperature.reported != Celsius(0)
        else {
        """),
    PlantedFault(
      "one good reading is enough", in: "ControlCore/Evidence.swift",
      "static let neededReadings = 3", becomes: "static let neededReadings = 1"),
    PlantedFault(
      "the interlock needs no evidence", in: "ControlCore/Interlock.swift",
      "if goodReadings < 3 { return .tooFewReadings }", becomes: ""),
    PlantedFault(
      "the same reading counts again and again", in: "ControlCore/Evidence.swift",
      "if isNew { goodReadings += 1 }",
      becomes: "goodReadings += 1"),
    PlantedFault(
      "an unknown probe is left out", in: "ControlCore/Evidence.swift",
      "return .probe(probe, reason)", becomes: "continue"),
    PlantedFault(
      "the interlock leaves an unknown probe out", in: "ControlCore/InterlockFacts.swift",
      "guard let temperature = lowest(probe, battery) else { return nil }",
      becomes: "guard let temperature = lowest(probe, battery) else { continue }"),
    PlantedFault(
      "the warmest probe governs", in: "ControlCore/Evidence.swift",
      "if temperature.lowest < coldest?.lowest ?? Celsius(.infinity) {",
      becomes: "if temperature.lowest > coldest?.lowest ?? Celsius(-.infinity) {"),
    PlantedFault(
      "garbage from the app is used", in: "ControlCore/Evidence.swift",
      "isAppRejected = !Thresholds.accepts(settings)", becomes: "isAppRejected = false"),
    PlantedFault(
      "a latched fault is forgotten in the next cycle", in: "ControlCore/Decide.swift",
      "let inForce = state.faults.union(snapshot.latched)", becomes: "let inForce = state.faults"),
    PlantedFault(
      "the interlock does not know what is latched", in: "ControlCore/Interlock.swift",
      "if !latched.isDisjoint(with: Interlock.latchedHeaterOff) { return .latched }", becomes: ""),
    PlantedFault(
      "a shorted pad is not proved", in: "ControlCore/PadCurrent.swift",
      "if current - before > most { return .shorted }", becomes: ""),
    PlantedFault(
      "an open pad is only so without any current", in: "ControlCore/PadCurrent.swift",
      "static let leastShare = 1.0 / 3", becomes: "static let leastShare = 0.0"),
    PlantedFault(
      "no rise is judged ten times too late", in: "ControlCore/RiseWatch.swift",
      "return capacity * (isFirst ? step * 2 : step) - window.heat",
      becomes: "return capacity * (step * 20) - window.heat"),
    PlantedFault(
      "an estimate is believed without bounds", in: "ControlCore/EarlyRiseWatch.swift",
      "max(capacity.upper, bound * EarlyRiseWatch.leastShare)", becomes: "capacity.upper"),
    PlantedFault(
      "an estimate judges before heat reaches the probes",
      in: "ControlCore/EarlyRiseWatch.swift", "heated >= ProbeTrack.heatsWay", becomes: "true"),
    PlantedFault(
      "a stuck charge gate is not seen", in: "ControlCore/Supervisor.swift",
      "return current > Supervisor.leastStuckCurrent", becomes: "return false"),
    PlantedFault(
      "any load looks like a stuck heater", in: "ControlCore/OffWatch.swift",
      "static let leastShare = 2.0 / 3", becomes: "static let leastShare = -1.0"),
    PlantedFault(
      "the minimum on time delays off", in: "ControlCore/ControllerState.swift",
      "guard isOn, let changedAt else { return }",
      becomes: "guard isOn, let changedAt, now - changedAt >= control.minimumOn else { return }"),
    PlantedFault(
      "a board without the option heats", in: "ControlCore/PackSettings.swift",
      "case .unavailable: nil", becomes: "case .unavailable: .standard"),
    PlantedFault(
      "a jump is believed", in: "ControlCore/ProbeTrack.swift",
      "owedReadings = ProbeTrack.agreeingReadings - 1\n      return", becomes: "return"),
    // The decoder: what the core is told must be what the board said.
    PlantedFault(
      "temperatures are read unsigned", in: "JKProtocol/RegisterLayout.swift",
      "case .i16: return Int(Int16(bitPattern: number16(start, bytes)))",
      becomes: "case .i16: return Int(number16(start, bytes))"),
    PlantedFault(
      "the app's settings are read unsigned", in: "JKProtocol/RegisterLayout.swift",
      "case .i32: return Int(Int32(bitPattern: number32(start, bytes)))",
      becomes: "case .i32: return Int(number32(start, bytes))"),
    PlantedFault(
      "4E 57 loses the sign of a temperature", in: "JKProtocol/Decoder4E57.swift",
      "reported: Celsius(Double(100 - raw))", becomes: "reported: Celsius(Double(raw - 100))"),
    PlantedFault(
      "DD A5 knows nothing below zero", in: "JKProtocol/FrameDDA5.swift",
      "Plausible.temperature(Double(raw - 2731) / 10)",
      becomes: "Plausible.temperature(Double(max(raw, 2731) - 2731) / 10)"),
    PlantedFault(
      "the MOS probe is taken for a cell", in: "JKProtocol/RegisterDecoding.swift",
      "probes.t1 = sensor(.temperature1, presenceBit: 1",
      becomes: "probes.t1 = sensor(.mosfetTemperature, presenceBit: 0"),
    PlantedFault(
      "the decoder treats zero degrees as missing", in: "JKProtocol/RegisterDecoding.swift",
      "raw != missingSensor else", becomes: "raw != missingSensor, raw != 0 else"),
    PlantedFault(
      "an absent probe's value is believed", in: "JKProtocol/RegisterDecoding.swift",
      "guard present & (1 << presenceBit) != 0, raw", becomes: "guard present >= 0, raw"),
    PlantedFault(
      "a bad checksum is accepted", in: "JKProtocol/Frame4E57.swift",
      "guard expected == found else { throw .badChecksum(expected: expected, found: found) }",
      becomes: "_ = found"),
    PlantedFault(
      "a preheat goes below its floor", in: "ControlCore/PreheatSettings.swift",
      "HeatFloors(stateOfCharge: stateOfChargeFloor, cellVoltage: nil)",
      becomes: "HeatFloors(stateOfCharge: nil, cellVoltage: nil)"),
    PlantedFault(
      "a schedule holds nothing back", in: "ControlCore/Decide.swift",
      "case .waiting: return .waitsForPreheat", becomes: "case .waiting: return nil"),
    PlantedFault(
      "a pack that has been ready is preheated again", in: "ControlCore/Decide.swift",
      "if evidence.coldest >= end { preheatedDay = due.day }", becomes: ""),
    PlantedFault(
      "a preheat keeps a charger out", in: "ControlCore/Decide.swift",
      "return counting == plan && preheatedDay != due.day",
      becomes: "return preheatedDay != due.day"),
  ]
}
