import ControlCore
import Quantities
import Yams

/// Reads `preheat`: what the pack is to be warm for, and on what terms.
enum PreheatReader {
  static func read(_ section: Section) -> PreheatSettings? {
    let place = place(section)
    let offset = section.duration(Keys.sunriseOffset)
    let zone = section.text(Keys.timeZone)
    let readyFor = section.duration(Keys.readyFor)
    let margin = section.duration(Keys.margin)
    let floor: Percent? = section.quantity(Keys.preheatFloor)
    let ambient: Celsius? = section.quantity(Keys.ambient)
    guard let word = section.text(Keys.readyBy), let readyFor, let margin, let floor else {
      return nil
    }
    if word != "sunrise" { refuseSunrise(section, word) }
    guard let readyBy = readyBy(word, section, place, offset) else { return nil }
    var settings = PreheatSettings(readyBy: readyBy)
    settings.readyFor = readyFor
    settings.margin = margin
    settings.stateOfChargeFloor = floor
    settings.ambient = ambient
    settings.timeZone = zone
    return settings
  }

  private static func readyBy(
    _ word: String, _ section: Section, _ place: PreheatSettings.Place?, _ offset: Duration?
  ) -> PreheatSettings.ReadyBy? {
    if word == "charger" { return .charger }
    if word == "sunrise" { return place.map { .sunrise($0, offset: offset ?? .zero) } }
    if let node = section.node(Keys.readyBy), node.scalar?.style == .plain {
      section.report(node, Keys.readyBy, found: "`\(word)` without quotes")
      return nil
    }
    let parts = word.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2 else { return nil }
    return .clock(TimeOfDay(minute: parts[0] * 60 + parts[1]))
  }

  /// The place, where both of its keys are given; with `sunrise` both must be.
  private static func place(_ section: Section) -> PreheatSettings.Place? {
    let latitude: Degrees? = section.quantity(Keys.latitude)
    let longitude: Degrees? = section.quantity(Keys.longitude)
    if section.node(Keys.readyBy)?.scalar?.string == "sunrise" {
      for key in [Keys.latitude, Keys.longitude] where section.node(key) == nil {
        section.errors.add(
          section.node(Keys.readyBy)?.mark, section.path(key.name), found: "missing",
          allowed: allowed(key),
          remedy: "The sun rises at a place: add it, for example `\(key.name): 46.5°`.")
      }
    }
    guard let latitude, let longitude else { return nil }
    return PreheatSettings.Place(latitude: latitude, longitude: longitude)
  }

  private static func refuseSunrise(_ section: Section, _ word: String) {
    for key in [Keys.latitude, Keys.longitude, Keys.sunriseOffset] {
      guard let node = section.node(key) else { continue }
      section.errors.add(
        node.mark, section.path(key.name), found: "given with `ready_by: \(word)`",
        allowed: "with `ready_by: sunrise` only",
        remedy: "Remove it, or write `ready_by: sunrise`.")
    }
  }
}
