/// Words that are easily taken for each other, in the names of the core.
struct Swaps {
  /// Each is put in the place of the other, wherever a name with it exists.
  private static let words: [(String, String)] = [
    ("current", "power"), ("protection", "recovery"), ("recovery", "stop"),
    ("charge", "heater"), ("charging", "heating"), ("charge", "heat"), ("coldest", "hottest"),
    ("lowest", "reported"), ("lowest", "highest"), ("with", "without"),
    ("floor", "recovery"), ("first", "last"), ("stop", "protection"), ("lower", "upper"),
    ("rise", "fall"), ("all", "damaged"), ("bad", "of"), ("idle", "current"),
    ("expected", "most"), ("open", "gate"), ("mosfet", "coldest"),
  ]
  /// Whole names that are put in the place of each other.
  private static let names: [(String, String)] = [
    ("insert", "remove"), ("union", "intersection"), ("formUnion", "subtract"),
    ("formUnion", "formIntersection"), ("union", "subtracting"), ("contains", "isDisjoint"),
    ("turnOn", "turnOff"), ("first", "last"), ("minimumOn", "minimumOff"),
    // Effects and clearings of a fault.
    ("bothOff", "chargingOff"), ("bothOff", "heatingOff"), ("bothOff", "powerCut"),
    ("bothOff", "report"), ("chargingOff", "heatingOff"), ("chargingOff", "report"),
    ("heatingOff", "report"), ("heatingOff", "powerCut"), ("acknowledged", "byItself"),
    // What was found.
    ("blocked", "released"), ("undecided", "released"), ("undecided", "blocked"),
    ("interlockDelay", "minimumOff"), ("noPad", "noHeatingOption"), ("stale", "notRead"),
    ("noCharger", "notWithCharger"), ("absent", "notRead"), ("implausible", "absent"),
    ("frozen", "jumped"), ("shorted", "sound"), ("proving", "sound"), ("shorted", "proving"),
    ("heaterNoRise", "heaterUnreachable"), ("notCarried", "notRead"), ("tooSoon", "bothOn"),
    ("chargeWhileCold", "tooSoon"), ("heatWhileWarm", "tooSoon"), ("app", "chemistry"),
    ("configuration", "chemistry"), ("t1AndT2", "t1"), ("seconds", "milliseconds"),
    ("resistance", "lowestResistance"), ("zero", "infinity"), ("standard", "limited100W"),
  ]

  /// Every name that the files use: another one would not compile.
  let known: Set<String>

  /// The names that could stand where `name` does.
  func mistakes(for name: String) -> [String] {
    var found: [String] = []
    for (one, other) in Swaps.names {
      if name == one { found.append(other) }
      if name == other { found.append(one) }
    }
    let parts = Swaps.parts(of: name)
    for (index, part) in parts.enumerated() {
      for (one, other) in Swaps.words + Swaps.words.map({ ($1, $0) }) where part.lowered == one {
        var changed = parts
        changed[index] = part.first?.isUppercase == true ? other.raised : other
        found.append(changed.joined())
      }
    }
    var seen: Set<String> = []
    return found.filter { $0 != name && known.contains($0) && seen.insert($0).inserted }
  }

  /// `chargeOvertemperature` is `charge` and `Overtemperature`.
  static func parts(of name: String) -> [String] {
    var parts: [String] = []
    for character in name {
      if character.isUppercase || parts.isEmpty {
        parts.append(String(character))
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}

extension String {
  fileprivate var raised: String { prefix(1).uppercased() + dropFirst() }
  fileprivate var lowered: String { lowercased() }
}
