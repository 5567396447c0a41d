import SettingsFile

extension Judgement {
  /// Source: Linux, drivers/usb/serial/ftdi_sio.c: latency_timer, 16 ms unless set.
  static let longestLatency = 2

  /// Whether each bus has its port, the service may open it, nobody else has it, and the adapter
  /// gives what it receives without delay.
  static func serial(_ facts: MachineFacts, _ account: ServiceAccount?) -> [Finding] {
    facts.ports.flatMap { port -> [Finding] in
      guard let node = port.node else {
        return [
          Finding(
            .serial, port.device, .wrong, "\(port.device) is not there.",
            remedy: "Plug the adapter in; `ls -l /dev/serial/by-id` shows what there is, and "
              + "70-warmgate.rules gives it the name /dev/warmgate-rs485.")
        ]
      }
      return [access(port, node, account, facts.accounts)] + latency(port)
    }
  }

  private static func access(
    _ port: PortFacts, _ node: String, _ account: ServiceAccount?, _ accounts: Accounts
  ) -> Finding {
    let name = node == port.device ? node : "\(port.device) (\(node))"
    if !port.holders.isEmpty {
      return Finding(
        .serial, port.device, .wrong,
        "\(name) is open in \(String(listing: port.holders)) too: answers get lost between them.",
        remedy: "Stop it; for ModemManager, `sudo systemctl disable --now ModemManager`.")
    }
    guard let account, let rights = port.rights else {
      return Finding(
        .serial, port.device, .unknown, "Whether the service may open \(name) cannot be looked at.",
        remedy: "Install the unit with its user (commissioning.md), and run this as root.")
    }
    guard account.may(0o6, rights) else {
      return Finding(
        .serial, port.device, .wrong,
        "\(account.name) may not open \(name): it is \(accounts.words(rights)).",
        remedy:
          "Add `SupplementaryGroups=\(accounts.groupName(rights.group))` to the unit, or give "
          + "the port to the group dialout.")
    }
    return Finding(
      .serial, port.device, .right, "\(name) is there, and \(account.name) may open it.")
  }

  private static func latency(_ port: PortFacts) -> [Finding] {
    guard let driver = port.driver else { return [] }
    switch port.latencyMilliseconds {
    case .missing: return []
    case .unreadable(let why):
      return [
        Finding(
          .serial, port.device, .warning,
          "The latency timer of \(port.device) (\(driver)) cannot be read: \(why).",
          remedy: "Run this as root.")
      ]
    case .found(let milliseconds) where milliseconds > longestLatency:
      let name = port.node?.split(separator: "/").last ?? "ttyUSB0"
      return [
        Finding(
          .serial, port.device, .warning,
          "The adapter (\(driver)) keeps what it receives for \(milliseconds) ms: every answer "
            + "comes late by that.",
          remedy: "Install 70-warmgate.rules, or until the next start: `echo 1 | sudo tee "
            + "/sys/bus/usb-serial/devices/\(name)/latency_timer`.")
      ]
    case .found(let milliseconds):
      return [
        Finding(
          .serial, port.device, .right,
          "The adapter (\(driver)) gives on what it receives within \(milliseconds) ms.")
      ]
    }
  }
}
