import Foundation
import Learning
import Quantities
import Testing

/// A real cell, heated by known power. Its fitted heat capacity is about twice that of the cell's
/// mass, because its holder is warmed too: this tests fit and prediction, not the material.
@Suite("A measured Samsung 30Q") struct MeasuredCellTests {
  @Test("one node on the 2C and the 4C run is within 0.6 K and 0.75 K")
  func together() throws {
    let log = ThermalLog(try measured("2C").runs + measured("4C").runs)
    let fit = ThermalFit(log)
    #expect(fit.errors.count == 2)
    #expect(fit.errors[0] <= Kelvins(0.6), "\(fit.errors[0])")
    #expect(fit.errors[1] <= Kelvins(0.75), "\(fit.errors[1])")
    // scipy.optimize on the same model: 87.62 J/K and 0.03801 W/K.
    let capacity = try #require(fit.capacity.interval)
    let loss = try #require(fit.loss.interval)
    #expect((capacity.likely.rawValue - 87.62).magnitude < 0.05, "\(capacity)")
    #expect((loss.likely.rawValue - 0.03801).magnitude < 0.00005, "\(loss)")
    // The model is wrong by more than the sensor: the interval must be far wider than that of
    // independent errors (±1.3 %), and hold what each run alone says (93.2 and 77.1 J/K) or nearly.
    #expect(capacity.upper / capacity.lower > 1.08, "\(capacity)")
    #expect(fit.independentCount < 30)
  }

  @Test("from the first readings on it is what others have fitted: 84.7 J/K, 0.040 W/K, 2116 s")
  func fromFirstReadings() throws {
    let log = ThermalLog(try measured("2C").runs + measured("4C").runs)
    let fit = ThermalFit(log, fitsStarts: false)
    #expect(fit.errors[0] <= Kelvins(0.6) && fit.errors[1] <= Kelvins(0.75), "\(fit.errors)")
    let capacity = try #require(fit.capacity.interval?.likely)
    let loss = try #require(fit.loss.interval?.likely)
    let time = try #require(fit.timeConstant.interval?.likely)
    #expect((capacity.rawValue / 84.7 - 1).magnitude < 0.01, "\(capacity)")
    #expect((loss.rawValue / 0.040 - 1).magnitude < 0.01, "\(loss)")
    #expect((time.seconds / 2116 - 1).magnitude < 0.015, "\(time)")
  }
}
