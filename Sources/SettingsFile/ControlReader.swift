import ControlCore
import Quantities
import Yams

/// Reads `control`: the times that hold for every pack.
enum ControlReader {
  /// The times; where one cannot be read, the error is reported and the standard stands for it.
  static func read(_ section: Section?) -> ControlSettings {
    guard let section else { return .standard }
    let standard = ControlSettings.standard
    let control = ControlSettings(
      period: section.duration(Keys.period) ?? standard.period,
      readingLifetime: section.duration(Keys.readingLifetime) ?? standard.readingLifetime,
      interlockDelay: section.duration(Keys.interlockDelay) ?? standard.interlockDelay,
      minimumOn: section.duration(Keys.minimumOn) ?? standard.minimumOn,
      minimumOff: section.duration(Keys.minimumOff) ?? standard.minimumOff)
    if control.readingLifetime < control.period * 2 {
      let text = Dimension.duration.text
      let node = section.node(Keys.readingLifetime) ?? section.node(Keys.period)
      section.errors.add(
        node?.mark, section.path(Keys.readingLifetime.name),
        found: text(control.readingLifetime.seconds),
        allowed: "at least two periods, \(text((control.period * 2).seconds))",
        remedy: "Lengthen it or shorten `period`: every second reading would be too old.")
    }
    return control
  }
}
