import ControlCore
import JKProtocol
import Quantities
import TestSupport

/// What is broken in a world now. Each fault begins by chance and most end by chance.
struct WorldFaults {
  /// The kinds, for counting how many of each were injected.
  enum Kind: String, CaseIterable {
    case probeAbsent, probeImplausible, probeFrozen, probeJump, probesDisabled, silence, damage
    case appChanged, appGarbage, voltage, cellVoltage, cellCount, model, boardHeats, alarm
    case emergency, padOpen, padShort, padDetached, heaterStuck, gateStuck, lineStuck, feedbackWrong
    case inputLost, restart, hang, clockJump, load, charger, schedule
  }

  var isPadDetached = false
  var padFactor = 1.0
  var isHeaterStuck = false
  var isGateStuck = false
  var doesBoardHeat = false
  var isEmergency = false
  var areProbesDisabled = false
  var alarms: BoardAlarms = []
  var model: String?
  var voltage: Volts?
  /// The voltage of one cell.
  var cellVoltage: Volts?
  var cellCount: Int?
  var isSilent = false
  var damage = 0.0
  var lineStuck: Outputs?
  var feedback: Bool?
  /// An input of this board that cannot be read.
  enum Input: CaseIterable { case charger, feedback, readback }
  var lost: Input?
  private var probes = PerProbe<Measured<ProbeTemperature>?>(all: nil)
  private var shift = PerProbe<Double>(all: 0)

  /// What a probe reports while the sensor touches a temperature.
  func probe(_ probe: Probe, touching real: Celsius) -> Measured<ProbeTemperature> {
    if let broken = probes[probe] { return broken }
    let tenths = ((real.rawValue + shift[probe]) * 10).rounded() / 10
    return .measured(ProbeTemperature(exactly: Celsius(tenths)))
  }

  /// Whether every sensor tells the truth.
  var areProbesSound: Bool {
    [Probe.t1, .t2].allSatisfy { probes[$0] == nil && shift[$0] == 0 }
  }

  /// Breaks something; what cannot happen to this pack does nothing.
  mutating func begin(_ kind: Kind, _ truth: Truth, _ random: inout SeededGenerator) {
    let probe = random.one(of: [Probe.t1, .t2])
    switch kind {
    case .probeAbsent: probes[probe] = .unknown(.absent)
    case .probeImplausible:
      probes[probe] = .measured(ProbeTemperature(exactly: Celsius(random.one(of: [-60, 140]))))
    case .probeFrozen: probes[probe] = self.probe(probe, touching: truth.touched(probe))
    case .probeJump: shift[probe] = random.number(2...40) * (random.happens(0.5) ? 1 : -1)
    case .probesDisabled: areProbesDisabled = true
    case .silence: isSilent = true
    case .damage: damage = random.number(0.01...1)
    case .voltage: voltage = Volts(random.one(of: [0, 5, 110]))
    case .cellVoltage: cellVoltage = Volts(random.one(of: [0.4, 1.2, 4.6]))
    case .cellCount: cellCount = max(1, truth.settings.stringCount - 1)
    case .model: model = "JK_B2A8S20P-X"
    case .boardHeats: doesBoardHeat = true
    case .alarm: alarms = random.one(of: [.cellOvervoltage, .chargeMosfetFault, .probeAnomaly])
    case .emergency: isEmergency = true
    case .padOpen: padFactor = 1000
    case .padShort: padFactor = random.number(0.2...0.7)
    case .padDetached: isPadDetached = true
    case .heaterStuck: isHeaterStuck = true
    case .gateStuck: isGateStuck = true
    case .lineStuck: lineStuck = random.one(of: [.safe, Outputs(charge: true, heater: false)])
    case .feedbackWrong: feedback = random.happens(0.5)
    case .inputLost: lost = random.one(of: Input.allCases)
    case .appChanged, .appGarbage, .restart, .hang, .clockJump, .load, .charger, .schedule: break
    }
  }
}
