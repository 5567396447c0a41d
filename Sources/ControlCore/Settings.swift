/// A whole configuration: the buses, and the packs on them with their lines.
public struct Settings: Hashable, Sendable {
  /// The serial lines.
  public var buses: [BusSettings]
  /// The packs, in the order of the file.
  public var packs: [ConfiguredPack]
  /// Times that hold for every pack.
  public var control: ControlSettings
  /// Where each pack's charge block is remembered across restarts, or `nil` to remember nothing
  /// (a bench). Latched faults are in the file `latches` beside it, the lines that are held in
  /// `lines`.
  public var stateFile: String?
  /// Where the running controller can be asked, or `nil` for nowhere (a bench).
  public var controlSocket: String?

  /// Where the state is kept unless the configuration says otherwise.
  public static let standardStateFile = "/var/lib/warmgate/state.json"
  /// Where the controller can be asked unless the configuration says otherwise.
  public static let standardControlSocket = "/run/warmgate/control.sock"

  /// The record of latched faults, beside the state file.
  public var latchFile: String? { stateFile.map { Settings.file("latches", beside: $0) } }

  /// The record of the outputs that a running controller holds, beside the state file.
  public var lineFile: String? { stateFile.map { Settings.file("lines", beside: $0) } }

  /// A file called `name` in the folder of another.
  public static func file(_ name: String, beside other: String) -> String {
    guard let slash = other.lastIndex(of: "/") else { return name }
    return other[...slash] + name
  }

  /// A configuration of buses and packs.
  public init(
    buses: [BusSettings], packs: [ConfiguredPack], control: ControlSettings,
    stateFile: String? = nil, controlSocket: String? = nil
  ) {
    self.buses = buses
    self.packs = packs
    self.control = control
    self.stateFile = stateFile
    self.controlSocket = controlSocket
  }
}

/// A serial line with one or more boards on it.
public struct BusSettings: Hashable, Sendable {
  /// The name by which packs refer to it.
  public var name: String
  /// The device node, for example `/dev/ttyUSB0`.
  public var device: String
  /// What the boards on it speak.
  public var protocolName: BusProtocol
  /// Bits per second; the protocol's own rate unless the configuration says otherwise.
  public var baud: Int
  /// The most registers in one Modbus read: 40, or up to 120 for boards that can.
  public var registersPerRead: Int

  /// A bus on `device`.
  public init(
    name: String, device: String, protocolName: BusProtocol, baud: Int, registersPerRead: Int = 40
  ) {
    self.name = name
    self.device = device
    self.protocolName = protocolName
    self.baud = baud
    self.registersPerRead = registersPerRead
  }
}

/// What the boards on a bus speak.
public enum BusProtocol: String, Hashable, Sendable, CaseIterable {
  /// Found out by reading, never by writing.
  case automatic = "auto"
  case modbus = "jk-modbus"
  case jk4E57 = "jk-4e57"
  case ddA5 = "jk-dda5"

  /// The rate that the protocol's boards use unless told otherwise.
  public var standardBaud: Int {
    switch self {
    case .automatic, .modbus, .jk4E57: 115_200
    case .ddA5: 9600
    }
  }
}

/// A pack with its place on a bus and its GPIO lines.
public struct ConfiguredPack: Hashable, Sendable {
  /// What is decided with.
  public var pack: PackSettings
  /// The bus by its name.
  public var bus: String
  /// The board's address; 1 to 247. Only Modbus uses it.
  public var address: Int
  /// Where the decision goes.
  public var lines: PackLines

  /// A pack at `address` on `bus`.
  public init(pack: PackSettings, bus: String, address: Int, lines: PackLines) {
    self.pack = pack
    self.bus = bus
    self.address = address
    self.lines = lines
  }
}

/// The GPIO lines of a pack.
public struct PackLines: Hashable, Sendable {
  /// Permits the charger.
  public var charge: LineSettings
  /// `nil` where there is no pad.
  public var heater: LineSettings?
  /// Toggles once per healthy cycle, for a charge pump in hardware.
  public var alive: LineSettings?
  /// Input: a charger is there, sensed upstream of the charge gate.
  public var chargerPresent: LineSettings?
  /// Input: the heater's output really is on.
  public var heaterFeedback: LineSettings?

  /// Lines of a pack; only `charge` is always there.
  public init(
    charge: LineSettings, heater: LineSettings? = nil, alive: LineSettings? = nil,
    chargerPresent: LineSettings? = nil, heaterFeedback: LineSettings? = nil
  ) {
    self.charge = charge
    self.heater = heater
    self.alive = alive
    self.chargerPresent = chargerPresent
    self.heaterFeedback = heaterFeedback
  }
}

/// A GPIO line as a configuration names it.
public struct LineSettings: Hashable, Sendable {
  /// Where the line is.
  public var address: LineAddress
  /// Whether the line's low level is its active one.
  public var activeLow: Bool

  /// A line, active high unless said otherwise.
  public init(_ address: LineAddress, activeLow: Bool = false) {
    self.address = address
    self.activeLow = activeLow
  }
}

/// How a GPIO line is found.
public enum LineAddress: Hashable, Sendable, CustomStringConvertible {
  /// By its name, on whichever chip has it.
  case name(String)
  /// By chip (`gpiochip0`, a path, or a label) and offset.
  case offset(chip: String, offset: UInt32)

  /// The line as messages name it: `HEATER` or `gpiochip0:17`.
  public var description: String {
    switch self {
    case .name(let name): name
    case .offset(let chip, let offset): "\(chip):\(offset)"
    }
  }
}
