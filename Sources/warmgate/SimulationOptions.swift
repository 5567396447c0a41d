import ArgumentParser
import ControlCore
import ControllerService
import Foundation
import Planning
import Quantities
import Simulation

/// What is simulated, with what has to be said of it.
struct SimulationScene {
  var input: SimulationInput
  /// Where the weather is from, as people name it.
  var weather: String
  /// The hour of the calendar at the beginning; `nil` where the ambient is constant.
  var begin: CalendarHour?
  /// How the charger's times were given.
  var charger: String
}

/// What is simulated, read and checked.
struct SimulationOptions {
  private let command: SceneArguments
  private let ambient: Celsius?
  private let start: Celsius?
  private let from: CalendarHour?
  private let to: CalendarHour?
  private let span: Duration?
  private let charger: ChargerAvailability

  init(_ command: SceneArguments) throws {
    self.command = command
    ambient = try command.ambient.map { try SimulationOptions.temperature($0, "--ambient") }
    start = try command.start.map { try SimulationOptions.temperature($0, "--start") }
    from = try command.from.map { try SimulationOptions.day($0, "--from") }
    to = try command.to.map { try SimulationOptions.day($0, "--to") }
    span = try SimulationOptions.span(command)
    charger = try SimulationOptions.charger(command.charger)
    guard (command.weather == nil) != (ambient == nil) else {
      throw ValidationError("Give either --weather FILE or --ambient TEMPERATURE.")
    }
    if ambient != nil, from != nil || to != nil {
      throw ValidationError("--from and --to are days of a weather file; use --span.")
    }
    if to != nil, span != nil { throw ValidationError("--to says the span already.") }
    func check(_ value: Double, _ range: ClosedRange<Double>, _ option: String, _ unit: String)
      throws
    {
      guard range.contains(value) else {
        throw ValidationError(
          "\(option) is \(shortDecimal(value)); allowed: \(shortDecimal(range.lowerBound)) to "
            + "\(shortDecimal(range.upperBound)) \(unit).")
      }
    }
    try check(command.chargerCurrent, 0...1000, "--charger-current", "A")
    try check(command.load, 0...100_000, "--load", "W")
    try check(command.soc, 0...100, "--soc", "%")
    try check(command.probeStep, 0.001...1, "--probe-step", "K")
    try check(command.padDeviation, -50...50, "--pad-deviation", "%")
    try check(command.padPerKelvin, -1...1, "--pad-per-kelvin", "%")
    try check(command.lossPerKelvin, -1...1, "--loss-per-kelvin", "%")
  }

  /// The pack in its weather.
  func scene(_ pack: PackSettings, weather: WeatherSeries?) throws -> SimulationScene {
    var scene: SimulationScene
    if let weather {
      scene = try through(weather, pack)
    } else {
      let ambient = ambient ?? Celsius(0)
      let input = SimulationInput(
        pack: pack, ambient: .constant(ambient), span: span ?? .seconds(7 * 86_400))
      scene = SimulationScene(
        input: input, weather: "a constant \(ambient)", begin: nil, charger: command.charger)
    }
    scene.input.charger = charger
    scene.input.everyCycle = command.everySecond
    if let heater = pack.heater {
      scene.input.plant.padResistance =
        heater.resistance * (1 + Percent(command.padDeviation).fraction)
    }
    scene.input.plant.padPerKelvin = Percent(command.padPerKelvin)
    scene.input.plant.lossPerKelvin = Percent(command.lossPerKelvin)
    scene.input.knowledge = command.learned ? .exact : .configured
    scene.input.calendar.secondsAhead = try secondsAhead(pack)
    scene.input.plant.chargerCurrent = Amperes(command.chargerCurrent)
    scene.input.plant.load = Watts(command.load)
    scene.input.plant.stateOfCharge = Percent(command.soc)
    scene.input.plant.temperature = start
    scene.input.plant.probeResolution = Kelvins(command.probeStep)
    if command.voltageCurve { scene.input.plant.cellVoltage = .common(pack.chemistry) }
    return scene
  }

  private func through(
    _ weather: WeatherSeries, _ pack: PackSettings
  ) throws -> SimulationScene {
    // The winter of a whole year, or all that there is.
    let winter = CalendarHour(month: 10, day: 1)
    let begin = from ?? (weather.isYear ? winter : nil) ?? weather.first
    var hours = weather.isYear ? 182 * 24 : weather.temperatures.count - 1
    if !weather.isYear { hours -= weather.first.hours(to: begin) }
    if let to {
      hours = begin.hours(to: to.advanced(by: 24))
      if hours == 0 { hours = CalendarHour.inYear }
    }
    if let span { hours = Int((span / .seconds(3600)).rounded(.up)) }
    guard hours > 0, let ambient = weather.ambient(from: begin, hours: hours) else {
      throw Failure(
        .usage,
        "\(command.weather ?? "the weather") has \(weather.extent); asked for were "
          + "\(hours) hours from \(begin).")
    }
    var input = SimulationInput(
      pack: pack, ambient: ambient, span: span ?? .seconds(hours * 3600))
    input.dayTime = begin.dayTime
    input.calendar = SimulatedCalendar(begin, secondsAhead: 0)
    return SimulationScene(
      input: input, weather: weather.place ?? command.weather ?? "", begin: begin,
      charger: command.charger)
  }

  /// The standard time of the schedule's zone: weather files have no summer time. Where no zone is
  /// named, that of the place, as the machine may stand elsewhere.
  private func secondsAhead(_ pack: PackSettings) throws -> Int64 {
    guard case .sunrise(let place, _) = pack.preheat?.readyBy else { return 0 }
    guard let name = pack.preheat?.timeZone else {
      return Int64((place.longitude.rawValue / 15).rounded()) * 3600
    }
    guard let zone = ZoneTable(named: name) else {
      throw Failure(
        .usage, "this machine knows no time zone `\(name)`. Correct preheat.time_zone.")
    }
    let halves = [1, 7].map { WallTime(day: WallTime.day(year: 2026, month: $0, day: 1)) }
    return halves.map(zone.secondsAhead).min() ?? zone.secondsAhead
  }

  private static func temperature(_ text: String, _ option: String) throws -> Celsius {
    var digits = text.replacingOccurrences(of: "\u{2212}", with: "-")
    for unit in ["°C", "C"] where digits.hasSuffix(unit) {
      digits = String(digits.dropLast(unit.count))
      break
    }
    let number = digits.trimmingCharacters(in: .whitespaces)
    guard number.allSatisfy({ $0.isASCII && ($0.isNumber || ".-".contains($0)) }),
      let value = Double(number), (-90...60).contains(value)
    else {
      throw ValidationError(
        "\(option) is \(text); allowed: −90 °C to 60 °C, for example -20C.")
    }
    return Celsius(value)
  }

  private static func day(_ text: String, _ option: String) throws -> CalendarHour {
    let parts = text.split(separator: "-").map { Int($0) }
    guard parts.count == 2, let month = parts[0], let day = parts[1],
      let hour = CalendarHour(month: month, day: day)
    else {
      throw ValidationError(
        "\(option) is \(text); allowed: a month and a day of a year of 365 days, for example "
          + "10-01.")
    }
    return hour
  }

  private static func span(_ command: SceneArguments) throws -> Duration? {
    if let days = command.days {
      guard command.span == nil, command.to == nil else {
        throw ValidationError("--days says the span already.")
      }
      guard (1...3650).contains(days) else {
        throw ValidationError("--days is \(days); allowed: 1 to 3650.")
      }
      return .seconds(days * 86_400)
    }
    guard let text = command.span else { return nil }
    let units: [(name: String, seconds: Double)] = [
      ("min", 60), ("s", 1), ("h", 3600), ("d", 86_400),
    ]
    for unit in units where text.hasSuffix(unit.name) {
      let number = text.dropLast(unit.name.count).trimmingCharacters(in: .whitespaces)
      guard let value = Double(number), value > 0, value * unit.seconds <= 3650 * 86_400 else {
        break
      }
      return .seconds(value * unit.seconds)
    }
    throw ValidationError("--span is \(text); allowed: up to 3650d, for example 10h or 7d.")
  }

  private static func charger(_ text: String) throws -> ChargerAvailability {
    switch text {
    case "always": return .always
    case "never": return .never
    default: break
    }
    let ends = text.split(separator: "-").compactMap(time)
    guard ends.count == 2, ends[0] != ends[1] else {
      throw ValidationError(
        "--charger is \(text); allowed: always, never, or two times of the day, for example "
          + "9:00-15:00.")
    }
    return .daily(from: ends[0], to: ends[1])
  }

  private static func time(_ text: Substring) -> Duration? {
    let parts = text.split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hours = parts[0], let minutes = parts[1],
      (0...24).contains(hours), (0...59).contains(minutes), hours < 24 || minutes == 0
    else { return nil }
    return .seconds(hours * 3600 + minutes * 60)
  }
}
