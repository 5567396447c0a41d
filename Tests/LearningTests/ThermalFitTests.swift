import Learning
import Quantities
import Testing
import ThermalModel

@Suite("A log tells heat capacity and loss") struct ThermalFitTests {
  @Test("without noise the known numbers come back to a part in 10⁶, ambient given or not")
  func exact() throws {
    for showsAmbient in [true, false] {
      var pack = Synthetic()
      pack.showsAmbient = showsAmbient
      let fit = ThermalFit(pack.log())
      let capacity = try #require(fit.capacity.interval?.likely)
      let loss = try #require(fit.loss.interval?.likely)
      // R16: 88 454.4 J/K and 1.6 W/K, so that τ = 55 284 s.
      #expect((capacity.rawValue - 88_454.4).magnitude < 0.1, "\(capacity)")
      #expect((loss.rawValue - 1.6).magnitude < 2e-6, "\(loss)")
      let time = try #require(fit.timeConstant.interval?.likely)
      #expect((time.seconds - 55_284).magnitude < 0.1, "\(time)")
      #expect(fit.probeLag.obstacle == .noLagSeen(interval: .seconds(60)))
      #expect(fit.film.obstacle == .noFilmColumn)
      #expect((fit.errors.first ?? Kelvins(1)) < Kelvins(1e-6))
      if showsAmbient {
        #expect(fit.ambient == nil)
      } else {
        let ambient = try #require(fit.ambient?.interval?.likely)
        #expect((ambient - Celsius(-20)).magnitude < Kelvins(1e-4), "\(ambient)")
      }
    }
  }

  @Test("a probe that is late and a film come back with their intervals")
  func lagAndFilm() throws {
    var pack = Synthetic()
    pack.lag = ProbeLag(timeConstant: .seconds(240))
    pack.film = (JoulesPerKelvin(200), WattsPerKelvin(5))
    pack.showsFilm = true
    pack.interval = .seconds(20)
    pack.hours = [1, 1, 1, 1]
    pack.noise = Kelvins(0.02)
    let fit = ThermalFit(pack.log(seed: 7))
    #expect(try #require(fit.capacity.interval).contains(JoulesPerKelvin(88_454.4)))
    #expect(try #require(fit.probeLag.interval).contains(.seconds(240)))
    #expect(try #require(fit.film.interval).contains(JoulesPerKelvin(200)))
    #expect(try #require(fit.contact.interval).contains(WattsPerKelvin(5)))
    // Narrow enough to be of use: within 10 % to each side.
    let film = try #require(fit.film.interval)
    #expect(film.upper / film.lower < 1.2, "\(film)")
    let lag = try #require(fit.probeLag.interval)
    #expect(lag.upper / lag.lower < 1.2, "\(lag)")
  }

  @Test(
    "with the noise and the steps of real sensors the values are right to a few per cent",
    arguments: [  // step K, noise K, allowed of C, allowed of UA
      (0.1, 0.05, 0.01, 0.02), (1.0, 0.3, 0.03, 0.1),
    ])
  func sensors(step: Double, noise: Double, capacity: Double, loss: Double) throws {
    for seed in UInt64(1)...5 {
      var pack = Synthetic()
      (pack.step, pack.noise) = (Kelvins(step), Kelvins(noise))
      let fit = ThermalFit(pack.log(seed: seed))
      let c = try #require(fit.capacity.interval?.likely, "seed \(seed)")
      let ua = try #require(fit.loss.interval?.likely, "seed \(seed)")
      #expect((c.rawValue / 88_454.4 - 1).magnitude < capacity, "seed \(seed): \(c)")
      #expect((ua.rawValue / 1.6 - 1).magnitude < loss, "seed \(seed): \(ua)")
    }
  }

  @Test(
    "of 200 intervals of 95 % about 190 hold the true value",
    arguments: [  // step K, noise K, ambient in the log
      (0.1, 0.1, true), (0.1, 0.1, false), (1.0, 0.5, true),
    ])
  func coverage(step: Double, noise: Double, showsAmbient: Bool) throws {
    var pack = Synthetic()
    (pack.step, pack.noise, pack.showsAmbient) = (Kelvins(step), Kelvins(noise), showsAmbient)
    pack.interval = .seconds(240)
    var (capacity, loss) = (0, 0)
    for seed in UInt64(1)...200 {
      let fit = ThermalFit(pack.log(seed: seed))
      if try #require(fit.capacity.interval).contains(JoulesPerKelvin(88_454.4)) { capacity += 1 }
      if try #require(fit.loss.interval).contains(WattsPerKelvin(1.6)) { loss += 1 }
    }
    // 190 ± 3 · √(200 · 0.95 · 0.05): three standard deviations of a binomial count.
    #expect((180...200).contains(capacity), "seeds 1 to 200: \(capacity)")
    #expect((180...200).contains(loss), "seeds 1 to 200: \(loss)")
  }

  @Test("two runs with a pause between them are one log with two starts")
  func runs() throws {
    var warm = Synthetic()
    warm.start = Celsius(5)
    warm.hours = [0, 8]
    var cold = Synthetic()
    cold.hours = [6]
    let fit = ThermalFit(ThermalLog(warm.log().runs + cold.log().runs))
    #expect(fit.errors.count == 2)
    let capacity = try #require(fit.capacity.interval?.likely)
    #expect((capacity.rawValue - 88_454.4).magnitude < 0.1, "\(capacity)")
  }

  @Test("a long log is thinned without losing heat")
  func thinned() throws {
    var pack = Synthetic()
    pack.interval = .seconds(2)
    // 12 h at 2 s are 21 600 readings.
    let fit = ThermalFit(pack.log())
    #expect(fit.readingCount < 4100)
    let capacity = try #require(fit.capacity.interval?.likely)
    #expect((capacity.rawValue - 88_454.4).magnitude < 1, "\(capacity)")
  }
}
