import ControlCore
import SettingsFile

extension Judgement {
  /// Whether only those may read and write the program's files who have to.
  static func files(
    _ facts: MachineFacts, _ settings: Settings, _ account: ServiceAccount?
  ) -> [Finding] {
    var findings = config(facts, account)
    if !facts.seesAll {
      findings.append(
        Finding(
          .files, "user", .warning,
          "An ordinary user does not see who else has the ports and the watchdog open.",
          remedy: "Run this with sudo."))
    }
    let folder = settings.stateFile.map(folderOf)
    for path in [settings.stateFile, settings.latchFile, settings.lineFile].compactMap(\.self) {
      findings += own(path, most: 0o640, facts, account)
    }
    if let folder { findings += own(folder, most: 0o750, facts, account) }
    if let socket = settings.controlSocket {
      findings += own(socket, most: 0o660, facts, account)
    }
    return findings
  }

  private static func config(_ facts: MachineFacts, _ account: ServiceAccount?) -> [Finding] {
    let path = facts.files.config
    guard let file = facts.files.rights[path] else {
      return [
        Finding(
          .files, path, .unknown, "Who may change \(path) cannot be seen.",
          remedy: "Run this as root.")
      ]
    }
    let rights = ConfigurationRights(
      path: path, file: file, folder: facts.files.rights[folderOf(path)],
      user: account?.number ?? 0)
    if let refusal = rights.refusal {
      return [
        Finding(
          .files, path, .wrong, "\(path) is \(refusal.found): the controller does not start.",
          remedy: refusal.remedy)
      ]
    }
    var findings = rights.warnings.map { concern in
      Finding(.files, path, .warning, "\(path) is \(concern.found).", remedy: concern.remedy)
    }
    if let account, !account.may(0o4, file) {
      findings.append(
        Finding(
          .files, path, .wrong,
          "\(account.name) may not read \(path): it is \(facts.accounts.words(file)).",
          remedy: "`sudo chgrp \(account.name) \(path) && sudo chmod 0640 \(path)`."))
    }
    if findings.isEmpty {
      findings.append(
        Finding(
          .files, path, .right,
          "\(path) is \(facts.accounts.words(file))."))
    }
    return findings
  }

  /// A file, folder or socket that is the service's own; nothing where it is not there yet.
  private static func own(
    _ path: String, most: UInt32, _ facts: MachineFacts, _ account: ServiceAccount?
  ) -> [Finding] {
    guard let rights = facts.files.rights[path] else { return [] }
    let found = "\(path) is \(facts.accounts.words(rights))"
    let limit = String(most, radix: 8)
    if rights.mode & 0o777 & ~most != 0 {
      return [
        Finding(
          .files, path, .wrong, "\(found); at most 0\(limit) is allowed.",
          remedy: "`sudo chmod 0\(limit) \(path)`, after you have looked at what is in it.")
      ]
    }
    if let account, rights.owner != account.number {
      return [
        Finding(
          .files, path, .wrong, "\(found), but the service is \(account.name).",
          remedy: "`sudo chown \(account.name): \(path)`; a run by hand may have made it.")
      ]
    }
    return [Finding(.files, path, .right, "\(found).")]
  }

  /// The folder that a path is in.
  static func folderOf(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether the running program takes calls from beyond this machine.
  static func network(_ facts: MachineFacts) -> [Finding] {
    let open = facts.network.listeners.filter { !$0.isLoopback }
    if !open.isEmpty {
      let list = open.map { "\($0.kind) port \($0.port)" }
      return [
        Finding(
          .network, "controller", .wrong,
          "The controller listens beyond this machine: \(String(listing: list)).",
          remedy: "Let it listen at 127.0.0.1 only, and reach it through a tunnel (ssh -L).")
      ]
    }
    if !facts.network.processes.isEmpty {
      return [
        Finding(
          .network, "controller", .right,
          "The running controller listens at nothing beyond this machine.")
      ]
    }
    let isFenced = facts.unit.text?.last("PrivateNetwork") == "yes"
    return [
      Finding(
        .network, "controller", .right,
        "No controller runs, so nothing of it listens"
          + (isFenced ? "; its unit gives it no network." : "."))
    ]
  }
}

extension NetworkFacts.Listener {
  /// Whether only this machine can call it.
  ///
  /// Source: Linux, net/ipv4/tcp_ipv4.c: the address is printed as words in the machine's own byte
  /// order; 127.0.0.0/8 ends in 7F on a little-endian machine. ::1 is seven zero words and 1; an
  /// IPv4 address in IPv6 has FFFF before it.
  var isLoopback: Bool {
    let digits = address.uppercased()
    if digits.count == 8 { return digits.hasSuffix("7F") }
    return digits == "00000000000000000000000001000000"
      || digits.hasPrefix("0000000000000000FFFF0000") && digits.hasSuffix("7F")
  }
}
