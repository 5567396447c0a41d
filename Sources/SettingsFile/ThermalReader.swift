import ControlCore
import Quantities
import Yams

/// Reads `thermal`: how the pack takes up heat and loses it.
enum ThermalReader {
  static func read(_ section: Section) -> ThermalSettings {
    ThermalSettings(
      heatCapacity: section.quantity(Keys.heatCapacity), loss: section.quantity(Keys.loss),
      probeLag: section.duration(Keys.probeLag) ?? .zero, film: film(section),
      chargeCapacity: section.quantity(Keys.chargeCapacity),
      internalResistance: section.quantity(Keys.internalResistance) ?? .zero)
  }

  /// A film needs both: one alone says nothing.
  private static func film(_ section: Section) -> FilmSettings? {
    let capacity: JoulesPerKelvin? = section.quantity(Keys.filmHeatCapacity)
    let coupling: WattsPerKelvin? = section.quantity(Keys.filmCoupling)
    let keys = [Keys.filmHeatCapacity, Keys.filmCoupling]
    let (given, absent) = (
      keys.filter { section.node($0) != nil }, keys.filter { section.node($0) == nil }
    )
    if let key = given.first, let missing = absent.first, let node = section.node(key) {
      section.errors.add(
        node.mark, section.path(missing.name), found: "missing beside `\(key.name)`",
        allowed: allowed(missing), remedy: missing.ifWrong)
    }
    guard let capacity, let coupling else { return nil }
    return FilmSettings(heatCapacity: capacity, coupling: coupling)
  }
}
