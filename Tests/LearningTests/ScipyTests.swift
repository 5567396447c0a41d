import Foundation
import Quantities
import TestSupport
import Testing
import ThermalModel

@testable import Learning

/// `scipy.optimize.least_squares` on the same model, as a second opinion.
@Suite("The same fit by scipy") struct ScipyTests {
  private struct Problem: Encodable {
    var runs: [[[Double]]]
    var fitsAmbient: Bool
    var capacity: Double
    var loss: Double
    var ambient: Double
    var freedoms: [Double] = []
  }

  private struct Answer: Decodable {
    var values: [Double]
    var standardErrors: [Double]
    var sumOfSquares: Double
    var quantiles: [Double]
  }

  private func scipy(_ problem: Problem) throws -> Answer {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Peers")
    // A file, because a pipe that the peer has closed would end the whole test.
    let file = FileManager.default.temporaryDirectory.appending(path: "warmgate-fit-\(UUID())")
    try JSONEncoder().encode(problem).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = try PythonInterpreter.url()
    process.arguments = [folder.appending(path: "fit.py").path, file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "scipy failed; its message is above")
    return try JSONDecoder().decode(Answer.self, from: answer)
  }

  private func rows(_ log: ThermalLog) -> [[[Double]]] {
    log.runs.map { run in
      run.map {
        [$0.at.seconds, $0.temperature.rawValue, $0.power.rawValue, $0.ambient?.rawValue ?? 0]
      }
    }
  }

  private func compare(_ log: ThermalLog, capacity: Double, loss: Double) throws {
    let parameters = ThermalParameters(
      fitsLag: false, fitsFilm: false, fitsAmbient: !log.hasAmbient, fitsStarts: true,
      runCount: log.runs.count)
    let ours = try #require(Fitted(parameters, log, from: Fitted.start(parameters, log)))
    let theirs = try scipy(
      Problem(
        runs: rows(log), fitsAmbient: !log.hasAmbient, capacity: capacity, loss: loss, ambient: -15)
    )
    #expect(ours.hasConverged)
    try #require(ours.values.count == theirs.values.count)
    for (index, value) in ours.values.enumerated() {
      // Both minimise to far below a standard error.
      let difference = (value - theirs.values[index]).magnitude
      #expect(difference < 1e-3 * theirs.standardErrors[index], "\(parameters.name(index))")
      let ratio = ours.standardErrors[index] / theirs.standardErrors[index]
      #expect((ratio - 1).magnitude < 1e-3, "\(parameters.name(index)): \(ratio)")
    }
  }

  @Test("values and standard errors on noise in steps of 0.1 K and of 1 K, ambient given or not")
  func synthetic() throws {
    for (step, noise, showsAmbient) in [(0.1, 0.05, true), (1.0, 0.4, true), (0.1, 0.05, false)] {
      var pack = Synthetic()
      (pack.step, pack.noise, pack.showsAmbient) = (Kelvins(step), Kelvins(noise), showsAmbient)
      pack.interval = .seconds(120)
      try compare(pack.log(seed: 11), capacity: 60_000, loss: 1)
    }
  }

  @Test("values and standard errors on the measured cell")
  func measuredCell() throws {
    try compare(
      ThermalLog(try measured("2C").runs + measured("4C").runs), capacity: 100, loss: 0.05)
  }

  @Test("the quantiles of Student's t")
  func quantiles() throws {
    let freedoms = [1.0, 2, 3, 4, 5, 6.5, 8, 12.3, 25, 60, 400]
    let answer = try scipy(
      Problem(
        runs: rows(Synthetic(hours: [1]).log()), fitsAmbient: false, capacity: 80_000, loss: 1,
        ambient: 0, freedoms: freedoms))
    for (freedom, quantile) in zip(freedoms, answer.quantiles) {
      #expect((studentT95(freedom: freedom) / quantile - 1).magnitude < 1e-3, "\(freedom)")
    }
  }
}
