import ControlCore
import Yams

/// A bus with its place in the file.
struct ReadBus {
  var name: String
  /// `nil` where a key of it cannot be read, which is reported.
  var settings: BusSettings?
  var place: Mark?
}

/// Reads `buses`: the serial lines by name.
enum BusesReader {
  static func read(_ root: Section) -> [ReadBus]? {
    guard let entries = root.named(Keys.buses) else { return nil }
    if entries.isEmpty, root.errors.isEmpty, let node = root.node(Keys.buses) {
      root.report(node, Keys.buses, found: "empty")
    }
    return entries.map { name, bus in
      let device = bus.text(Keys.device)
      let spoken = bus.word(Keys.protocolName).flatMap(BusProtocol.init)
      let baud = bus.whole(Keys.baud)
      let registers = bus.whole(Keys.registersPerRead)
      var read = ReadBus(name: name, place: bus.place)
      if let device, let spoken, let registers {
        read.settings = BusSettings(
          name: name, device: device, protocolName: spoken, baud: baud ?? spoken.standardBaud,
          registersPerRead: registers)
      }
      return read
    }
  }
}
