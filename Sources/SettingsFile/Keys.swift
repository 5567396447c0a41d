/// Every key of the configuration outside `packs`.
enum Keys {
  static let root = [buses, packs, control, stateFile, controlSocket, watchdog]

  /// Sections that the design names and this version does not have.
  static let later = ["journal", "dashboard", "mqtt"]

  static let buses = SettingKey(
    "buses", .named([device, protocolName, baud, registersPerRead]),
    .required(like: "{ rs485: { device: /dev/ttyUSB0 } }"),
    "The RS485 lines, each under a name of your choice",
    ifWrong: "Write `NAME: { device: /dev/ttyUSB0 }` below it.")

  static let device = SettingKey(
    "device", .text(.path), .required(like: "/dev/ttyUSB0"), "The serial port",
    ifWrong: "Prefer a path below /dev/serial/by-id/, which stays the same when ports are added.")

  static let protocolName = SettingKey(
    "protocol", .word(["auto", "jk-modbus", "jk-4e57", "jk-dda5"]), .defaults(to: "auto"),
    "What the boards on this line speak; `auto` finds it out by reading",
    ifWrong: "Choose what the board's app shows as UART protocol, or `auto`.")

  static let baud = SettingKey(
    "baud", .wholeOneOf([9600, 115_200]), .otherwise("9600 for jk-dda5, otherwise 115200"),
    "Bits per second on this line",
    ifWrong: "At a wrong rate the board stays silent; leave the key out for the protocol's own.")

  static let registersPerRead = SettingKey(
    "registers_per_read", .whole(4...120), .defaults(to: "40"),
    "The most registers that one Modbus read asks for",
    ifWrong: "40 suits every board; some answer up to 120.")

  static let control = SettingKey(
    "control", .section([period, readingLifetime, interlockDelay, minimumOn, minimumOff]),
    .otherwise("every key has its default"), "Times that hold for every pack",
    ifWrong: "Write for example `control: { period: 1 s }`.")

  static let period = SettingKey(
    "period", .quantity(.duration, Span(0.05, 10)), .defaults(to: "1 s"),
    "The time from one control cycle to the next",
    ifWrong: "Shorter cycles outrun a serial line; longer ones turn off too late.")

  static let readingLifetime = SettingKey(
    "reading_lifetime", .quantity(.duration, Span(0.1, 30)), .defaults(to: "5 s"),
    "A reading older than this is unknown, and unknown is off; at least two periods",
    ifWrong: "A reading older than 30 s says nothing of a pad that heats now.")

  static let interlockDelay = SettingKey(
    "interlock_delay", .quantity(.duration, Span(0.1, 60)), .defaults(to: "2 s"),
    "Between one output going off and the other going on",
    ifWrong: "A relay needs up to 0.1 s to open, and a contactor more; 2 s suits both.")

  static let minimumOn = SettingKey(
    "min_on", .quantity(.duration, Span(0, 3600)), .defaults(to: "60 s"),
    "A run shorter than this lengthens the pause after it; it never delays off",
    ifWrong: "It spares relays; an hour is more than any relay needs.")

  static let minimumOff = SettingKey(
    "min_off", .quantity(.duration, Span(0, 3600)), .defaults(to: "60 s"),
    "An output that went off stays off at least this long",
    ifWrong: "It spares relays; an hour is more than any relay needs.")

  static let stateFile = SettingKey(
    "state_file", .text(.path),
    .defaults(to: "/var/lib/warmgate/state.json"),
    "Where each pack's charge block is remembered across restarts; latched faults are in the file "
      + "`latches` beside it, the lines that are held in `lines`",
    ifWrong: "Write for example `state_file: /var/lib/warmgate/state.json`.")

  static let controlSocket = SettingKey(
    "control_socket", .text(.path), .defaults(to: "/run/warmgate/control.sock"),
    "Where `warmgate status` and `warmgate acknowledge` reach the running controller",
    ifWrong: "Write for example `control_socket: /run/warmgate/control.sock`.")

  static let watchdog = SettingKey(
    "watchdog", .text(.path), .otherwise("no watchdog device is opened"),
    "The watchdog device, for example `/dev/watchdog`, that resets the machine when the control "
      + "loop hangs or the program ends in disorder",
    ifWrong: "Leave it out where another program, often systemd, feeds the device.")
}
