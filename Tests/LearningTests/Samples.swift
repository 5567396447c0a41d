import Foundation
import Learning
import Quantities
import TestSupport
import Testing
import ThermalModel

/// A pack on which every number is known, as a log of it would look.
struct Synthetic {
  var node = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))
  var ambient = Celsius(-20)
  var start = Celsius(-10)
  var power = Watts(131.072)
  /// Hours of heat and of cooling, in turn; heat comes first.
  var hours = [3.0, 4, 2, 3]
  var interval = Duration.seconds(60)
  var lag = ProbeLag(timeConstant: .zero)
  /// The film, where it is told from the cells.
  var film: (capacity: JoulesPerKelvin, contact: WattsPerKelvin)?
  /// The standard deviation of what is read, before it is rounded.
  var noise = Kelvins(0)
  /// The step of the sensor; zero is exact.
  var step = Kelvins(0)
  var showsAmbient = true
  var showsFilm = false

  /// The log, with the noise of a seed.
  func log(seed: UInt64 = 1) -> ThermalLog {
    var random = SeededGenerator(seed: seed)
    var samples: [ThermalLog.Sample] = []
    var (at, cells, shown, filmHas) = (Duration.zero, start, start, start)
    for (index, span) in hours.enumerated() {
      let heat = index.isMultiple(of: 2) ? power : .zero
      for _ in 0..<Int((.seconds(span * 3600) / interval).rounded()) {
        samples.append(
          ThermalLog.Sample(
            at: at, temperature: read(shown, &random), power: heat,
            ambient: showsAmbient ? ambient : nil,
            film: showsFilm ? read(filmHas, &random) : nil))
        let before = cells
        if let film {
          let pad = FilmAndCells(film: film.capacity, contact: film.contact, cells: node)
          let both = pad.temperatures(
            from: .init(film: filmHas, cells: cells), after: interval, power: heat,
            ambient: ambient)
          (filmHas, cells) = (both.film, both.cells)
        } else {
          cells = node.temperature(from: cells, after: interval, power: heat, ambient: ambient)
        }
        shown = lag.temperature(showing: shown, after: interval, touching: before, to: cells)
        at += interval
      }
    }
    return ThermalLog([samples])
  }

  /// What the sensor makes of a temperature: Gauss's noise, then its step.
  private func read(_ real: Celsius, _ random: inout SeededGenerator) -> Celsius {
    // Box and Muller, 1958. The first number is above zero.
    let first = (Double(random.next() >> 11) + 1) * 0x1p-53
    let second = Double(random.next() >> 11) * 0x1p-53
    let gauss = (-2 * naturalLogarithm(first)).squareRoot() * cos(2 * .pi * second)
    let noisy = real.rawValue + gauss * noise.rawValue
    guard step > .zero else { return Celsius(noisy) }
    return Celsius((noisy / step.rawValue).rounded() * step.rawValue)
  }
}

/// One of the measured runs in the folder Measured. Its heat was sampled, not held: between two
/// readings it is their mean.
func measured(_ name: String) throws -> ThermalLog {
  let folder = try #require(Bundle.module.resourceURL).appending(path: "Measured")
  let url = folder.appending(path: "arts-30Q-S001-\(name)-selfheating.csv")
  let log = try ThermalLog(csv: String(contentsOf: url, encoding: .utf8))
  return ThermalLog(
    log.runs.map { run in
      run.indices.map { index in
        var sample = run[index]
        if index + 1 < run.count { sample.power = (sample.power + run[index + 1].power) / 2 }
        return sample
      }
    })
}

extension Interval {
  func contains(_ value: Value) -> Bool { lower <= value && value <= upper }
}
