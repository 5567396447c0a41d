public import ControlCore
public import GPIOLines
public import SettingsFile

/// What a look at the machine found; every judgement is made from this and the settings alone.
public struct MachineFacts: Hashable, Sendable {
  /// Each line of the configuration.
  public var lines: [SeenLine]
  /// What decides whether a line keeps its level when its program is gone.
  public var kernel: KernelFacts
  /// The serial port of each bus.
  public var ports: [PortFacts]
  /// The machine's clocks.
  public var clock: ClockFacts
  /// Where the state is kept.
  public var disk: DiskFacts
  /// What resets the machine when it hangs.
  public var watchdog: WatchdogFacts
  /// The service as it is installed.
  public var unit: UnitFacts
  /// The files of the program, and who may do what with them.
  public var files: FileFacts
  /// What the running program listens at.
  public var network: NetworkFacts
  /// Users and groups.
  public var accounts: Accounts
  /// Whether this user may see who has what open.
  public var seesAll: Bool
}

/// The outcome of looking for something.
public enum Looked<Value: Hashable & Sendable>: Hashable, Sendable {
  case found(Value)
  case missing
  /// It is there, or may be, and cannot be read; why, as the end of a sentence.
  case unreadable(String)

  /// What was found, or `nil`.
  public var value: Value? {
    switch self {
    case .found(let value): value
    case .missing, .unreadable: nil
    }
  }

  func map<Other>(_ transform: (Value) -> Other) -> Looked<Other> {
    switch self {
    case .found(let value): .found(transform(value))
    case .missing: .missing
    case .unreadable(let why): .unreadable(why)
    }
  }
}

/// A line of the configuration, as the kernel shows it.
public struct SeenLine: Hashable, Sendable {
  /// What a line is for.
  public enum Use: String, Hashable, Sendable, CaseIterable {
    case charge, heater, alive
    case chargerPresent = "charger_present"
    case heaterFeedback = "heater_feedback"

    /// Whether the program drives it.
    public var isOutput: Bool {
      switch self {
      case .charge, .heater, .alive: true
      case .chargerPresent, .heaterFeedback: false
      }
    }
  }

  /// The kernel's answer.
  public enum Sight: Hashable, Sendable {
    case seen(LineFacts)
    case failed(OutputFailure)
  }

  /// The pack's name.
  public var pack: String
  /// What the line is for.
  public var use: Use
  /// The line as the configuration gives it.
  public var settings: LineSettings
  /// What the kernel says.
  public var sight: Sight
  /// Who may use the chip's device node; `nil` where that cannot be looked at.
  public var chipRights: FileRights?

  /// What the kernel says, where it says something.
  public var facts: LineFacts? {
    switch sight {
    case .seen(let facts): facts
    case .failed: nil
    }
  }
}

/// What decides whether a line keeps its level when its program is gone, and what pulls it.
public struct KernelFacts: Hashable, Sendable {
  /// A level to which a pull pulls, inside the chip.
  public enum Pull: String, Hashable, Sendable {
    case up, down
    case floating = "none"
  }

  /// For example `6.6.31+rpt-rpi-v8`.
  public var release: String
  /// `persist_gpio_outputs` of `pinctrl_bcm2835`, as it is in force.
  public var keepsOnBCM: Looked<Bool>
  /// The same of `pinctrl_rp1` (Raspberry Pi 5).
  public var keepsOnRP1: Looked<Bool>
  /// What the kernel was started with.
  public var commandLine: String
  /// The firmware's configuration, where there is one.
  public var boot: Looked<BootConfig>
  /// The pulls that `warmgate-overlay.dts` set, where it is loaded.
  public var overlayPulls: Looked<[UInt32: Pull]>
}

/// The serial port of a bus.
public struct PortFacts: Hashable, Sendable {
  /// The device as the configuration names it.
  public var device: String
  /// The device node that is meant after all links; `nil` where there is none.
  public var node: String?
  /// Who may use it.
  public var rights: FileRights?
  /// The adapter's driver, for example `ftdi_sio`; `nil` where it is no USB adapter.
  public var driver: String?
  /// How long the adapter keeps what it has received, in ms.
  public var latencyMilliseconds: Looked<Int>
  /// The programs other than Warmgate that have it open.
  public var holders: [String]
}

/// The machine's clocks.
public struct ClockFacts: Hashable, Sendable {
  /// Whether the time of day is set from outside.
  public var isSynchronised: Looked<Bool>
  /// The name of a clock chip; missing where there is none.
  public var chip: Looked<String>
  /// Whether the uptime grew by what it should while it was looked at.
  public var goes: Bool
}

/// Where the state is kept.
public struct DiskFacts: Hashable, Sendable {
  /// A mounted file system.
  public struct Mount: Hashable, Sendable {
    /// For example `/dev/mmcblk0p2`.
    public var source: String
    /// Where it is mounted.
    public var point: String
    /// For example `ext4`.
    public var type: String
    /// For example `rw`, `noatime`.
    public var options: [String]
  }

  /// The folder of the state file.
  public var folder: String
  /// Whether it is there.
  public var isThere: Bool
  /// What it lies on.
  public var mount: Mount?
  /// The room that is left for the service's user, in bytes.
  public var freeBytes: UInt64?
}

/// What resets the machine when it hangs.
public struct WatchdogFacts: Hashable, Sendable {
  /// A watchdog device of the kernel.
  public struct Device: Hashable, Sendable {
    /// For example `watchdog0`.
    public var name: String
    /// What its driver calls it.
    public var identity: String
    /// After this time without food it resets the machine; `nil` where it does not say.
    public var timeout: Duration?
    /// Whether it counts; `nil` where it does not say.
    public var isActive: Bool?
    /// The programs that have it open.
    public var holders: [String]
  }

  /// All of them.
  public var devices: [Device]
  /// `RuntimeWatchdogSec` of systemd; zero where it is off.
  public var runtime: Duration
}

/// The program's files, and who may do what with them.
public struct FileFacts: Hashable, Sendable {
  /// The configuration, as it was named.
  public var config: String
  /// What is found at each path: the configuration, the state's files and the socket.
  public var rights: [String: FileRights]
}

/// What the running program listens at.
public struct NetworkFacts: Hashable, Sendable {
  /// A socket that takes calls from a network.
  public struct Listener: Hashable, Sendable {
    /// `tcp`, `tcp6`, `udp` or `udp6`.
    public var kind: String
    /// As the kernel writes it, in hexadecimal digits.
    public var address: String
    /// The port.
    public var port: Int
  }

  /// The process numbers of the running controllers.
  public var processes: [Int]
  /// What they listen at.
  public var listeners: [Listener]
}
