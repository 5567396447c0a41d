import ControlCore
import Quantities

/// Where the sun stands, as far as a sunrise needs it.
///
/// Source: J. Meeus, *Astronomical Algorithms*, 2nd ed. 1998, chapter 25 (low accuracy, 0.01°) and
/// chapter 28 (equation of time), in the form of NOAA's solar calculator. Between 72° south and
/// north NOAA gives a minute for its sunrises; refraction in cold, dense air is not in it.
struct Sun {
  /// δ: north of the equator is positive.
  let declination: Degrees
  /// How far a sundial is ahead of a clock, as an angle; 15° are an hour.
  let equationOfTime: Degrees

  /// The sun at an instant.
  init(at time: WallTime) {
    // Julian centuries since 2000-01-01 12:00. That it counts by another clock matters by 1 min
    // of the sun's 365 days.
    let t = Double(time.seconds - Sun.epoch) / 86_400 / 36_525
    let meanLongitude = Degrees(280.46646 + t * (36_000.76983 + 0.0003032 * t))
    let anomaly = Degrees(357.52911 + t * (35_999.05029 - 0.0001537 * t))
    let eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    let center = Degrees(
      sine(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + sine(anomaly * 2) * (0.019993 - 0.000101 * t) + sine(anomaly * 3) * 0.000289)
    let node = Degrees(125.04 - 1934.136 * t)
    let longitude = meanLongitude + center - Degrees(0.00569 + 0.00478 * sine(node))
    let obliquity = Degrees(
      23.43929111 - t * (0.01300417 + t * (1.64e-7 - 5.04e-7 * t)) + 0.00256 * cosine(node))
    let sineOfDeclination = sine(obliquity) * sine(longitude)
    declination = (arccosine(sineOfDeclination) ?? Degrees(90)) * -1 + Degrees(90)
    let y = tangent(obliquity / 2) * tangent(obliquity / 2)
    let radians =
      y * sine(meanLongitude * 2) - 2 * eccentricity * sine(anomaly)
      + 4 * eccentricity * y * sine(anomaly) * cosine(meanLongitude * 2)
      - y * y * sine(meanLongitude * 4) / 2
      - 1.25 * eccentricity * eccentricity * sine(anomaly * 2)
    equationOfTime = Degrees(radians / radiansPerDegree)
  }

  /// The sunrise of a day: the last before the sun stands highest on it; `nil` where it does not
  /// rise, or does not set.
  static func rise(day: Int, at place: PreheatSettings.Place) -> WallTime? {
    var time = noon(day, place, Degrees(0))
    // Each turn takes the sun where the turn before had it rise; the third changes no second.
    for _ in 0..<4 {
      let sun = Sun(at: time)
      let cosineOfHour =
        (sine(horizon) - sine(place.latitude) * sine(sun.declination))
        / (cosine(place.latitude) * cosine(sun.declination))
      guard let hour = arccosine(cosineOfHour) else { return nil }
      time = noon(day, place, sun.equationOfTime + hour)
    }
    return time
  }

  /// The day's noon at a place by an even sundial, and so much before it.
  private static func noon(
    _ day: Int, _ place: PreheatSettings.Place, _ before: Degrees
  ) -> WallTime {
    let angle = Degrees(180) - place.longitude - before
    return WallTime(
      seconds: WallTime(day: day).seconds + Int64((angle.rawValue * 240).rounded()))
  }

  /// The middle of the rising sun is 50′ below the horizon: 34′ of refraction, 16′ of its radius.
  /// Source: Meeus, chapter 15.
  private static let horizon = Degrees(-0.8333)
  /// 2000-01-01 12:00 UTC in seconds since 1970.
  private static let epoch: Int64 = 946_728_000
}
