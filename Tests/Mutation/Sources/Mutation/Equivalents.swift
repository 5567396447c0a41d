extension Equivalent {
  /// Every mutant that was looked at and found to change nothing that matters.
  static let all: [Equivalent] = [
    Equivalent(
      "ControlCore/ProbeTrack.swift",
      "package private(set) var owedReadings = 0", "package private(set) var owedReadings = 1",
      "The first reading pays it, and before that there is nothing to believe."),
    Equivalent(
      "ControlCore/Evidence.swift",
      "for probe in Probe.allCases where settings.probes.contains(probe) {",
      "for probe in Probe.allCases where true {",
      "A probe that is not fitted is judged too, and nobody asks for its verdict."),
    Equivalent(
      "ControlCore/Evidence.swift",
      "let sinceLast = judgedReading.map { (battery.takenAt - $0).seconds } ?? 0",
      "let sinceLast = judgedReading.map { (battery.takenAt - $0).seconds } ?? 1",
      "Before the first reading there is none that a probe could have jumped from."),
    Equivalent(
      "ControlCore/Supervisor.swift",
      "if battery.model.value != model {", "if true {",
      "The same model is judged the same again; that it is judged once only saves time."),
    Equivalent(
      "ControlCore/Interlock.swift",
      "public init(remembered: ChargeBlock = .undecided) {",
      "public init(remembered: ChargeBlock = .released) {",
      "What is not remembered blocks no more than what was released."),
    Equivalent(
      "ControlCore/Interlock.swift",
      "guard resistance > Ohms(0), voltage / resistance <= rating.currentLimit * (1 + 1e-9),",
      "guard resistance >= Ohms(0), voltage / resistance <= rating.currentLimit * (1 + 1e-9),",
      "Through no resistance the current is infinite, which the next condition refuses."),
  ]
}
