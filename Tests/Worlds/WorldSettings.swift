import BoardCatalog
import ControlCore
import Quantities
import TestSupport

extension SeededGenerator {
  /// Whether something with this probability happens.
  mutating func happens(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }
  /// A number between two, evenly.
  mutating func number(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }
  /// One of some.
  mutating func one<Value>(of values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &self)]
  }
}

extension PreheatPlan {
  /// A plan of any kind, whatever the world is like; three days apart, so that they come again.
  static func drawn(_ random: inout SeededGenerator) -> PreheatPlan {
    let due = PreheatDue(
      day: Int.random(in: 1...3, using: &random), time: TimeOfDay(minute: 430), event: .clock)
    return random.one(of: [
      .unscheduled, .unplanned(random.one(of: PreheatDoubt.allCases)), .running(due),
      .waiting(until: random.one(of: [nil, TimeOfDay(minute: 260)]), due), .running(due),
    ])
  }
}

extension ThermalEstimate {
  /// An estimate over nine orders of magnitude, with or without sense, or none.
  static func drawn(_ random: inout SeededGenerator) -> ThermalEstimate {
    func interval<Value: Quantity>(_ middle: Double) -> Interval<Value>? {
      let width = abs(middle) * random.one(of: [0, 0.02, 0.3, 0.99, 2])
      return Interval(
        lower: Value(middle - width), likely: Value(middle), upper: Value(middle + width))
    }
    func size() -> Double {
      var size = random.number(0.1...1)
      for _ in 0..<Int.random(in: 0...9, using: &random) { size *= 10 }
      return size
    }
    if random.happens(0.2) { return .unknown }
    return ThermalEstimate(
      capacity: interval(size()), loss: interval(size() / 1000),
      ambient: random.happens(0.5) ? interval(random.number(-60...60)) : nil)
  }
}

extension PackSettings {
  /// Settings drawn at random: any board and chemistry, pads that are right and pads that are too
  /// strong, floors, policies and times.
  static func drawn(_ random: inout SeededGenerator) -> PackSettings {
    let board = random.one(of: Board.all)
    let chemistry = random.one(of: Chemistry.allCases)
    let strings = board.strings(of: chemistry)
    var settings = PackSettings(
      name: "world", board: board, chemistry: chemistry,
      stringCount: Int.random(in: strings, using: &random))
    let most = chemistry.maximumCellVoltage * Double(settings.stringCount)
    if random.happens(0.9), case .optional(let rating) = board.heating {
      let least = rating.minimumResistance(at: most)
      // A tenth of the pads may exceed a limit: S3 must hold whatever is configured.
      var heater = HeaterSettings(
        resistance: least * random.number(0.9...2.5),
        tolerance: Percent(random.one(of: [0, 0, 2, 5, 10])))
      if random.happens(0.2) { heater.supply = .charger(maximum: most) }
      if random.happens(0.5) { heater.stop = Celsius(random.number(3...15)) }
      settings.heater = heater
    }
    if random.happens(0.5) {
      settings.protectionFloor = Celsius(random.number(chemistry.chargeFloor.rawValue...8))
    }
    if random.happens(0.5) {
      settings.minimumRecovery = settings.protectionFloor + Kelvins(random.number(2...8))
    }
    settings.chargerSource = random.one(of: [.inputLine, .board, .notSensed])
    settings.heatWithCharger = random.one(of: [.whileAbove(.withCharger), .never])
    settings.heatWithoutCharger = random.one(of: [.whileAbove(.withoutCharger), .never])
    if random.happens(0.5) {
      var preheat = PreheatSettings(readyBy: .charger)
      preheat.stateOfChargeFloor = Percent(random.one(of: [0, 20, 50, 80]))
      settings.preheat = preheat
    }
    settings.control = ControlSettings(
      period: .seconds(1), readingLifetime: .seconds(random.one(of: [3, 5, 10])),
      interlockDelay: .seconds(random.one(of: [1, 2, 5])),
      minimumOn: .seconds(random.one(of: [0, 10, 60])),
      minimumOff: .seconds(random.one(of: [0, 10, 60])))
    return settings
  }
}
