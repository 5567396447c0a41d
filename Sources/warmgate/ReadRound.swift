import ControlCore
import JKLink
import JKProtocol

/// A board to read.
struct ReadStation {
  /// The pack's name, where there is a configuration.
  var name: String?
  var bus: BusSettings
  var address: Int

  /// The boards of a configuration, in its order.
  static func all(_ settings: Settings) -> [ReadStation] {
    settings.packs.compactMap { pack in
      settings.buses.first { $0.name == pack.bus }.map { bus in
        ReadStation(name: pack.pack.name, bus: bus, address: pack.address)
      }
    }
  }
}

/// Reads the boards of all stations in turn; each line is opened once and stays open.
final class ReadRound {
  private let stations: [ReadStation]
  private var buses: [String: JKBus] = [:]

  init(_ stations: [ReadStation], clock: any ControlClock) {
    self.stations = stations
    for station in stations where buses[station.bus.name] == nil {
      buses[station.bus.name] = JKBus(station.bus, clock: clock)
    }
  }

  /// Reads every board once; `start` is told of each before it is asked.
  func read(_ start: (ReadStation) -> Void) -> [ReadOutcome] {
    stations.compactMap { station in
      buses[station.bus.name].map { bus in
        start(station)
        let result = Result { () throws(LinkFailure) in
          try bus.readReport(address: station.address)
        }
        return ReadOutcome(name: station.name, result: result, spoken: bus.spoken)
      }
    }
  }
}

/// What came of reading one board.
struct ReadOutcome {
  /// The pack's name, where there is a configuration.
  var name: String?
  var result: Result<BoardReport, LinkFailure>
  /// What the line speaks, where that is known.
  var spoken: SpokenProtocol?

  /// Whether the board could not be read.
  var hasFailed: Bool { message != nil }

  /// What went wrong, in a sentence.
  var message: String? {
    guard case .failure(let failure) = result else { return nil }
    return (name.map { "\($0): " } ?? "") + failure.description
  }

  /// One table a board that could be read, under its name where there are several.
  static func text(_ outcomes: [ReadOutcome]) -> String {
    outcomes.compactMap { outcome in
      guard case .success(let report) = outcome.result else { return nil }
      let heading = outcomes.count > 1 ? outcome.name.map { "\($0)\n" } ?? "" : ""
      return heading + BoardReportText(report: report).text
    }.joined(separator: "\n\n")
  }

  /// One object for one board, a list of them for several.
  static func json(_ outcomes: [ReadOutcome], pretty: Bool) -> String {
    let objects = outcomes.map(\.jsonObject)
    if objects.count == 1 { return jsonText(objects[0], pretty: pretty) }
    return jsonText(["packs": objects], pretty: pretty)
  }

  private var jsonObject: [String: Any] {
    var object: [String: Any]
    switch result {
    case .success(let report): object = BoardReportText(report: report).jsonObject
    case .failure(let failure): object = ["failure": failure.description]
    }
    if let name { object["name"] = name }
    if let spoken {
      object["protocol"] = spoken.protocolName.rawValue
      object["baud"] = spoken.baud
    }
    return object
  }
}
