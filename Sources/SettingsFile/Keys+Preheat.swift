/// The keys of a pack's schedule.
extension Keys {
  static let preheat = SettingKey(
    "preheat",
    .section([
      readyBy, latitude, longitude, sunriseOffset, timeZone, readyFor, margin, preheatFloor,
      ambient,
    ]), .otherwise("no schedule: the pad heats as `heat_when` says"),
    "Heats the pack out of its own charge, as late as it can, to be warm when its charger comes",
    ifWrong: "Write for example `preheat: { ready_by: \"07:30\" }`.")

  static let readyBy = SettingKey(
    "ready_by", .text(.readyBy), .required(like: "\"07:30\""),
    "What the pack is to be warm for: a local time, the sunrise, or the charger's usual return",
    ifWrong: "Write the time in quotes, for example `ready_by: \"07:30\"`: without them it is a "
      + "number to some readers.")

  static let latitude = SettingKey(
    "latitude", .quantity(.angle, Span(-90, 90)),
    .otherwise("required with `ready_by: sunrise`, and not allowed without"),
    "Where the sun rises; south is negative", ifWrong: "Take it from a map.")

  static let longitude = SettingKey(
    "longitude", .quantity(.angle, Span(-180, 180)),
    .otherwise("required with `ready_by: sunrise`, and not allowed without"),
    "Where the sun rises; west of Greenwich is negative", ifWrong: "Take it from a map.")

  static let sunriseOffset = SettingKey(
    "sunrise_offset", .quantity(.duration, Span(-43_200, 43_200)),
    .otherwise("0 s; only with `ready_by: sunrise`"),
    "So much later than the sunrise; negative is before it",
    ifWrong: "Panels that face south-east give power half an hour after sunrise, others later.")

  static let timeZone = SettingKey(
    "time_zone", .text(.timeZone), .otherwise("the machine's own"),
    "The zone of the local time, as the tz database names it",
    ifWrong: "Write for example `time_zone: Europe/Zurich`; `timedatectl list-timezones` has all.")

  static let readyFor = SettingKey(
    "ready_for", .quantity(.duration, Span(0, 43_200)), .defaults(to: "2 h"),
    "The pack is kept ready so long after that, as its charger may be late",
    ifWrong: "Where no charger is sensed, give the time for which it is usually there.")

  static let margin = SettingKey(
    "margin", .quantity(.duration, Span(0, 14_400)), .defaults(to: "15 min"),
    "The start is so much earlier than what is known of the pack asks for",
    ifWrong: "It covers the pad's film, the probe's lag, and weather that gets colder meanwhile.")

  static let preheatFloor = SettingKey(
    "soc_above", .quantity(.share, Span(0, 95)), .defaults(to: "30%"),
    "A preheat stops at this state of charge and returns 5 points above it",
    ifWrong: "The heat comes out of the pack: leave it enough for what else hangs on it.")

  static let ambient = SettingKey(
    "ambient", .quantity(.temperature, Span(-60, 40)),
    .otherwise("no preheat until it has been learned from how the pack cools"),
    "The coldest weather to plan for, until it has been learned",
    ifWrong: "Take the site's coldest usual night: too cold begins too early, too warm too late.")
}
