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
      "charging stays allowed down to 5 K below the protection", in: "ControlCore/Decide.swift",
      "if evidence.coldest <= thresholds.protection {",
      becomes: "if evidence.coldest <= thresholds.protection - Kelvins(5) {"),
    PlantedFault(
      "the interlock allows charging down to 5 K below the protection",
      in: "ControlCore/Interlock.swift", "if facts.coldest <= facts.protection {",
      becomes: "if facts.coldest <= facts.protection - Kelvins(5) {"),
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
      "recovery is ignored", in: "ControlCore/Decide.swift",
      "} else if evidence.coldest >= release {", becomes: "} else if release > Celsius(-99) {"),
    PlantedFault(
      "the interlock ignores recovery", in: "ControlCore/Interlock.swift",
      "} else if facts.coldest >= facts.recovery {",
      becomes: "} else if facts.coldest >= facts.protection {"),
    PlantedFault(
      "the chemistry's floor is ignored", in: "ControlCore/Thresholds.swift",
      "let floor = max(settings.protectionFloor, settings.chemistry.chargeFloor)",
      becomes: "let floor = settings.protectionFloor"),
    PlantedFault(
      "the app's setting loosens the floor", in: "ControlCore/Thresholds.swift",
      "let protection = max(app?.protection ?? floor, floor)",
      becomes: "let protection = app?.protection ?? floor"),
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
      "return now - last >= settings.control.interlockDelay", becomes: "return now >= last"),
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
      "if isNew, goodReadings < ControllerState.neededReadings { goodReadings += 1 }",
      becomes: "goodReadings += 1"),
    PlantedFault(
      "an unknown probe is left out", in: "ControlCore/Evidence.swift",
      "return .probe(probe, reason)", becomes: "continue"),
    PlantedFault(
      "the interlock leaves an unknown probe out", in: "ControlCore/InterlockFacts.swift",
      "else { return nil }\n      coldest = min(coldest, temperature.lowest)",
      becomes: "else { continue }\n      coldest = min(coldest, temperature.lowest)"),
    PlantedFault(
      "the warmest probe governs", in: "ControlCore/Evidence.swift",
      "if temperature.lowest < coldest?.lowest ?? Celsius(.infinity) {",
      becomes: "if temperature.lowest > coldest?.lowest ?? Celsius(-.infinity) {"),
    PlantedFault(
      "garbage from the app is used", in: "ControlCore/Evidence.swift",
      "if Thresholds.accepts(settings) {", becomes: "if settings.takenAt == appReadAt {"),
    PlantedFault(
      "the minimum on time delays off", in: "ControlCore/ControllerState.swift",
      "guard isOn else { return }\n    let run = now - (changedAt ?? now)",
      becomes: """
        let run = now - (changedAt ?? now)
        guard isOn, run >= control.minimumOn else { return }
        """),
    PlantedFault(
      "a board without the option heats", in: "ControlCore/PackSettings.swift",
      "case .unavailable: nil", becomes: "case .unavailable: .standard"),
    PlantedFault(
      "a jump is believed", in: "ControlCore/ProbeTrack.swift", "agreeing = 1\n      return",
      becomes: "return"),
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
  ]
}
