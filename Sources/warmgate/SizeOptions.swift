import ArgumentParser
import BoardCatalog
import ControlCore
import Quantities
import SettingsFile
import Simulation
import ThermalModel
import Tuning

/// What `warmgate size` works out: a pack, its pad, and the coldest day where one is known.
struct SizeSubject {
  var pack: PackSettings
  var rating: HeaterRating
  var tolerance: Percent
  /// The pad to mark.
  var pad: Ohms?
  /// The coldest day, where weather or a temperature was given.
  var day: Day?

  /// The coldest day, and what the pads do on it.
  struct Day {
    var mean: Celsius
    /// Where it is from, in words.
    var origin: String
    var coldestHour: Celsius?
    var stop: Celsius
    var node: ThermalNode
    var isCapacityExpected: Bool
    var isLossExpected: Bool
  }

  var sizing: HeaterSizing {
    HeaterSizing(rating, pack.chemistry, stringCount: pack.stringCount, tolerance: tolerance)
  }

  /// What the pads do on the coldest day; `nil` without one, or where it is as warm as the stop
  /// value.
  var table: PadTable? {
    guard let day, day.mean < day.stop else { return nil }
    return PadTable(for: sizing, warming: day.node, from: day.mean, to: day.stop, own: pad)
  }
}

/// The options of `warmgate size`, read and checked.
struct SizeOptions {
  private let command: SizeCommand
  private let tolerance: Percent?
  private let pad: Ohms?
  private let designDay: Celsius?
  private let stop: Celsius?
  private let loss: WattsPerKelvin?
  private let heatCapacity: JoulesPerKelvin?

  init(_ command: SizeCommand) throws {
    self.command = command
    tolerance = try command.tolerance.map(SizeOptions.deviation)
    pad = try SizeOptions.read(
      command.pad, "--pad", WrittenQuantity.resistance, Ohms(0.1)...Ohms(10_000))
    designDay = try SizeOptions.read(
      command.designDay, "--design-day", WrittenQuantity.temperature, Celsius(-90)...Celsius(60))
    stop = try SizeOptions.read(
      command.stop, "--stop", WrittenQuantity.temperature, Celsius(-30)...Celsius(35))
    loss = try SizeOptions.read(
      command.loss, "--loss", WrittenQuantity.conductance,
      WattsPerKelvin(0.01)...WattsPerKelvin(1000))
    heatCapacity = try SizeOptions.read(
      command.heatCapacity, "--heat-capacity", WrittenQuantity.heatCapacity,
      JoulesPerKelvin(1000)...JoulesPerKelvin(1e8))
    if command.config != nil {
      guard command.board == nil, command.chemistry == nil, command.strings == nil else {
        throw ValidationError("--config says --board, --chemistry and --strings already.")
      }
    } else {
      guard command.pack == nil else { throw ValidationError("--pack is a pack of --config.") }
      _ = try packFromOptions()
    }
    guard designDay == nil || command.weather == nil else {
      throw ValidationError("Give either --weather FILE or --design-day TEMPERATURE.")
    }
  }

  /// Everything that was asked for, put together.
  func subject() throws -> SizeSubject {
    let pack = try command.config.map(packFromFile) ?? packFromOptions()
    guard case .optional(let rating) = pack.board.heating else {
      throw Failure(
        .answerIsNo,
        "\(pack.board.name) has no heating option: it may carry no pad. "
          + "warmgate boards lists the 22 boards that can be ordered with it.")
    }
    var subject = SizeSubject(
      pack: pack, rating: rating,
      tolerance: tolerance ?? pack.heater?.tolerance ?? Percent(0),
      pad: pad ?? pack.heater?.resistance)
    subject.day = try day(pack)
    return subject
  }

  private func day(_ pack: PackSettings) throws -> SizeSubject.Day? {
    let mean: Celsius
    let origin: String
    var coldestHour: Celsius?
    if let designDay {
      (mean, origin) = (designDay, "as given")
    } else if let path = command.weather {
      let series = try WeatherReader.read(path)
      guard let day = DesignDay(series) else {
        throw Failure(.usage, "\(path) has \(series.extent); allowed: at least 24 hours.")
      }
      mean = day.mean
      coldestHour = day.coldest
      origin =
        "the coldest mean of 24 hours in \(series.place ?? path), from "
        + series.first.advanced(by: day.begin).description
    } else {
      return nil
    }
    var settings = pack
    settings.thermal.heatCapacity = heatCapacity ?? pack.thermal.heatCapacity
    settings.thermal.loss = loss ?? pack.thermal.loss
    let check = PackCheck(pack)
    return SizeSubject.Day(
      mean: mean, origin: origin, coldestHour: coldestHour,
      stop: stop ?? check.stop ?? check.recovery,
      node: ThermalNode(capacity: settings.expectedHeatCapacity, leak: settings.expectedLoss),
      isCapacityExpected: settings.thermal.heatCapacity == nil,
      isLossExpected: settings.thermal.loss == nil)
  }

  private func packFromFile(_ path: String) throws -> PackSettings {
    let pack = try choosePack(command.pack, of: loadSettings(path), path).pack
    if case .charger = pack.heater?.supply {
      throw Failure(
        .usage,
        "\(path): \(pack.name)'s pad hangs on the charger, whose voltage is not the pack's. "
          + "warmgate check \(path) shows what it draws.")
    }
    return pack
  }

  private func packFromOptions() throws -> PackSettings {
    guard let model = command.board, let cells = command.chemistry, let strings = command.strings
    else {
      throw ValidationError(
        "Give --board, --chemistry and --strings, or --config with a configuration.")
    }
    let board = try Board.option(model, named: "--board")
    let chemistry = try Chemistry.option(cells, named: "--chemistry")
    try board.check(strings: strings, of: chemistry)
    return PackSettings(name: "pack", board: board, chemistry: chemistry, stringCount: strings)
  }

  private static func deviation(_ tolerance: String) throws -> Percent {
    let digits = tolerance.hasSuffix("%") ? String(tolerance.dropLast()) : ""
    let isPlain = digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard isPlain, let share = Double(digits), (0...50).contains(share) else {
      throw ValidationError(
        "--tolerance is \(tolerance); allowed: 0% to 50%, with the percent sign.")
    }
    return Percent(share)
  }

  private static func read<Value: Quantity>(
    _ text: String?, _ option: String, _ reader: (String) -> Value?, _ range: ClosedRange<Value>
  ) throws -> Value? {
    guard let text else { return nil }
    if let value = reader(text), range.contains(value) { return value }
    throw ValidationError(
      "\(option) is \(text); allowed: \(range.lowerBound) to \(range.upperBound), with the unit.")
  }
}

/// The pack of a configuration that is meant, by its name where there are several.
func choosePack(_ name: String?, of settings: Settings, _ file: String) throws -> ConfiguredPack {
  let names = settings.packs.map(\.pack.name).joined(separator: ", ")
  if let name {
    if let pack = settings.packs.first(where: { $0.pack.name == name }) { return pack }
    throw Failure(.usage, "\(file) has no pack `\(name)`; it has: \(names).")
  }
  if let pack = settings.packs.first, settings.packs.count == 1 { return pack }
  throw Failure(.usage, "\(file) has several packs; choose one with --pack: \(names).")
}
