import BoardCatalog
import ControlCore
import Quantities
import Yams

/// The rules across keys: what is right by itself and wrong together.
struct Together {
  let buses: [ReadBus]
  let packs: [ReadPack]
  let errors: ErrorList

  func check() {
    checkDevices()
    checkNames()
    checkPlaces()
    checkLines()
    for pack in packs where pack.isWhole {
      PackRules(pack: pack, bus: bus(of: pack), errors: errors).check()
    }
  }

  private func bus(of pack: ReadPack) -> BusSettings? {
    buses.first { $0.name == pack.settings.bus }?.settings
  }

  private func checkDevices() {
    for (index, bus) in buses.enumerated() {
      guard let device = bus.settings?.device,
        let first = buses[..<index].first(where: { $0.settings?.device == device })
      else { continue }
      errors.add(
        bus.place, "buses.\(bus.name).device",
        found: "`\(device)`, the device of \(first.name)",
        allowed: "one bus for each device",
        remedy: "Put the packs of both on one bus, or name the other device.")
    }
  }

  private func checkNames() {
    for (index, pack) in packs.enumerated() {
      let name = pack.settings.pack.name
      guard let first = packs[..<index].first(where: { $0.settings.pack.name == name }) else {
        continue
      }
      errors.add(
        pack.section.node(Keys.name)?.mark, pack.section.path(Keys.name.name),
        found: "`\(name)`, the name of the pack in line \(first.section.place?.line ?? 0)",
        allowed: "a name of its own", remedy: "Rename one of the two.")
    }
  }

  /// One address, one board; and only Modbus has addresses that are known before reading.
  private func checkPlaces() {
    guard !buses.isEmpty else { return }
    for (index, pack) in packs.enumerated() {
      guard buses.contains(where: { $0.name == pack.settings.bus }) else {
        let hint = didYouMean(pack.settings.bus, among: buses.map(\.name))
        errors.add(
          pack.section.node(Keys.bus)?.mark, pack.section.path(Keys.bus.name),
          found: "`\(pack.settings.bus)`",
          allowed: buses.map { "`\($0.name)`" }.joined(separator: ", "),
          remedy: hint.map { "Did you mean `\($0)`?" } ?? Keys.bus.ifWrong)
        continue
      }
      guard let bus = bus(of: pack) else { continue }
      let others = packs[..<index].filter { $0.settings.bus == bus.name }
      guard let other = others.first else { continue }
      guard bus.protocolName == .modbus else {
        errors.add(
          pack.section.node(Keys.bus)?.mark, pack.section.path(Keys.bus.name),
          found: "`\(bus.name)`, which has the pack \(other.settings.pack.name) already",
          allowed: "one pack on a bus of protocol \(bus.protocolName.rawValue)",
          remedy: "Give each pack a bus, or write `protocol: jk-modbus` if all boards speak it.")
        continue
      }
      guard let twin = others.first(where: { $0.settings.address == pack.settings.address }) else {
        continue
      }
      errors.add(
        pack.section.node(Keys.address)?.mark ?? pack.section.place,
        pack.section.path(Keys.address.name),
        found: "\(pack.settings.address), the address of the pack \(twin.settings.pack.name)",
        allowed: "an address of its own on the bus \(bus.name)",
        remedy: "Set the boards' switches to different addresses and write them here.")
    }
  }

  private func checkLines() {
    let lines = packs.flatMap(\.lines)
    for (index, line) in lines.enumerated() {
      let address = line.settings.address
      guard let first = lines[..<index].first(where: { $0.settings.address == address }) else {
        continue
      }
      errors.add(
        line.place, line.key, found: "the line \(address), which is also \(first.key)",
        allowed: "a line of its own", remedy: "Name the line that is really wired here.")
    }
  }
}
