import Glibc

/// The service manager's socket: one datagram for each message, and nobody waits for it.
///
/// Source: sd_notify(3) and sd_watchdog_enabled(3), the protocol of systemd; written without its
/// library, which a controller on a small board need not have.
public final class NotifySocket: Sendable {
  /// How long the manager waits for `WATCHDOG=1` before it ends this process; `nil` where it does
  /// not, or where that is meant for another process.
  public let watchdogInterval: Duration?
  private let descriptor: Int32
  private let address: sockaddr_un
  private let addressLength: socklen_t

  /// A message of more bytes is dropped whole by systemd. Source: systemd, NOTIFY_BUFFER_MAX, which
  /// is Linux's PIPE_BUF.
  static let longest = 4096

  /// The socket that `environment` names, or `nil` where it names none.
  ///
  /// Throws `NotifyFailure` where it names one that cannot be used. `process` is this process
  /// unless a test says otherwise.
  public init?(
    environment: [String: String], process: Int32? = nil
  ) throws(NotifyFailure) {
    guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else { return nil }
    guard let (address, length) = sockaddr_un.notify(name) else {
      throw NotifyFailure(
        "NOTIFY_SOCKET is `\(name.prefix(120))`; allowed: a path from the root or an abstract name "
          + "after @, of at most 107 bytes. Leave it to the service manager to set it")
    }
    (self.address, addressLength) = (address, length)
    watchdogInterval = try NotifySocket.interval(environment, process ?? getpid())
    let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else {
      throw NotifyFailure("there is no socket to be had: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  private static func interval(
    _ environment: [String: String], _ process: Int32
  ) throws(NotifyFailure) -> Duration? {
    guard let text = environment["WATCHDOG_USEC"] else { return nil }
    if let meant = environment["WATCHDOG_PID"], meant != "\(process)" { return nil }
    guard let microseconds = Int64(text), microseconds > 0 else {
      throw NotifyFailure(
        "WATCHDOG_USEC is `\(text.prefix(40))`; allowed: a number of microseconds above 0. Leave "
          + "it to the service manager to set it")
    }
    return .microseconds(microseconds)
  }

  /// Sends assignments such as `READY=1` as one message. Never blocks.
  ///
  /// Returns 0, or the error number with which the system refused; EAGAIN where the manager has not
  /// read what it was sent before.
  func send(_ assignments: [String]) -> Int32 {
    let message = Array(assignments.joined(separator: "\n").utf8)
    let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    let count = withUnsafePointer(to: address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, message, message.count, flags, $0, addressLength)
      }
    }
    return count < 0 ? errno : 0
  }

  /// The assignment that shows `sentences` in `systemctl status`: one line, cut where it would not
  /// leave room for the other assignments of its message.
  static func status(_ sentences: [String]) -> String {
    let line = sentences.joined(separator: " ").map { $0.isNewline ? " " : $0 }
    let room = longest - 64
    var text = "STATUS="
    for character in line {
      guard text.utf8.count + character.utf8.count <= room else { return text + "…" }
      text.append(character)
    }
    return text
  }
}

/// Why the service manager cannot be told anything.
public struct NotifyFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found, what is allowed, and what to do; without its full stop.
  public var description: String
  init(_ description: String) { self.description = description }
}

extension sockaddr_un {
  /// The address of a socket's file, or of an abstract name after `@`, with its length.
  fileprivate static func notify(_ name: String) -> (sockaddr_un, socklen_t)? {
    var bytes = Array(name.utf8)
    guard bytes.count > 1, let first = bytes.first, !bytes.contains(0) else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    switch first {
    // An abstract name is all the bytes that the length says; a path ends with its zero.
    case UInt8(ascii: "@"): bytes[0] = 0
    case UInt8(ascii: "/"): bytes.append(0)
    default: return nil
    }
    let isRoom = withUnsafeMutableBytes(of: &address.sun_path) { room in
      guard bytes.count <= room.count else { return false }
      room.copyBytes(from: bytes)
      return true
    }
    guard isRoom, let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) else { return nil }
    return (address, socklen_t(start + bytes.count))
  }
}
