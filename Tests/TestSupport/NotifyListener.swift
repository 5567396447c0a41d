import Foundation
import Glibc
import Locks
import Synchronization

/// A service manager's end of NOTIFY_SOCKET: keeps every assignment that it was sent.
public final class NotifyListener: Sendable {
  /// What NOTIFY_SOCKET is to be.
  public let name: String
  private let path: String?
  private let descriptor: Int32
  private let received = Locked<[String]>([])

  /// Why there is no listener.
  public struct Failure: Error {
    /// The error number of the system.
    public var errorNumber: Int32
  }

  /// Listens at a new path, or at a new abstract name.
  public init(isAbstract: Bool = false) throws {
    let unique = "\(getpid())-\(UUID().uuidString.prefix(8))"
    let path = FileManager.default.temporaryDirectory.appending(path: "notify-\(unique)").path
    self.path = isAbstract ? nil : path
    name = isAbstract ? "@warmgate-notify-\(unique)" : path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if isAbstract { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let result = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard result == 0 else { throw Failure(errorNumber: errno) }
  }

  deinit { end() }

  /// Goes away, as a manager does that has ended.
  public func end() {
    close(descriptor)
    if let path { unlink(path) }
  }

  /// The next message as it came, or `nil` where none is waiting.
  public func takeMessage() -> String? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    guard count >= 0 else { return nil }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    received.withLock { $0 += text.split(separator: "\n").map(String.init) }
    return text
  }

  /// Every assignment so far, in the order in which they came.
  public var assignments: [String] {
    while takeMessage() != nil {}
    return received.withLock { $0 }
  }

  /// How often `assignment` has come so far.
  public func count(_ assignment: String) -> Int { assignments.count { $0 == assignment } }

  /// What is shown as the status now.
  public var status: String? {
    assignments.last { $0.hasPrefix("STATUS=") }.map { String($0.dropFirst("STATUS=".count)) }
  }
}
