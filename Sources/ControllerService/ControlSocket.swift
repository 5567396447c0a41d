import Foundation
import Glibc
import Synchronization

/// The running controller's local socket: takes one line, answers with one line, and closes.
///
/// A file that only the service's user can open; nothing listens on a network. It runs on a thread
/// of its own, serves one caller at a time, and gives none more than two seconds.
public final class ControlSocket: Sendable {
  private let path: String
  private let listener: Int32
  private static let patience = timeval(tv_sec: 2, tv_usec: 0)

  /// Listens at `path`. Throws, in words, where that is not possible.
  ///
  /// A socket that a controller before left behind is replaced; one that answers is not.
  public init(
    path: String, answer: @escaping @Sendable (String) -> String
  ) throws(ControlSocketFailure) {
    self.path = path
    let folder = (path as NSString).deletingLastPathComponent
    if access(folder, F_OK) != 0 { mkdir(folder, 0o700) }
    if (try? ControlSocket.ask("status", at: path)) != nil {
      throw ControlSocketFailure("\(path): another controller answers there; stop it first")
    }
    unlink(path)
    guard let address = sockaddr_un(path: path) else {
      throw ControlSocketFailure("\(path): the path is too long for a socket (107 bytes at most)")
    }
    listener = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let mask = umask(0o177)
    let isBound = listener >= 0 && address.with { bind(listener, $0, $1) } == 0
    let problem = String(cString: strerror(errno))
    umask(mask)
    guard isBound, listen(listener, 4) == 0 else {
      if listener >= 0 { close(listener) }
      throw ControlSocketFailure("\(path): cannot listen: \(problem)")
    }
    let thread = Thread { [listener] in ControlSocket.serve(listener, answer) }
    thread.name = "control socket"
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Stops listening and removes the socket.
  public func shutDown() {
    unlink(path)
    Glibc.shutdown(listener, Int32(SHUT_RDWR))
  }

  private static func serve(_ listener: Int32, _ answer: (String) -> String) {
    while true {
      let caller = accept(listener, nil, nil)
      if caller < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        close(listener)
        return
      }
      setPatience(caller)
      if let line = readLine(from: caller, atMost: ControlRequest.longest) {
        send(answer(line) + "\n", to: caller)
      }
      close(caller)
    }
  }

  /// Asks the controller that listens at `path`, and returns its line.
  public static func ask(_ line: String, at path: String) throws(ControlSocketFailure) -> String {
    guard let address = sockaddr_un(path: path) else {
      throw ControlSocketFailure("\(path): the path is too long for a socket (107 bytes at most)")
    }
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { throw ControlSocketFailure("\(path): the system has no socket left") }
    defer { close(socket) }
    setPatience(socket)
    guard address.with({ connect(socket, $0, $1) }) == 0 else {
      throw ControlSocketFailure(
        "\(path): \(String(cString: strerror(errno))). Is `warmgate run` running, and are you its "
          + "user or root?")
    }
    guard send(line + "\n", to: socket), let reply = readLine(from: socket, atMost: 1 << 20) else {
      throw ControlSocketFailure("\(path): the controller did not answer within two seconds")
    }
    return reply
  }

  private static func setPatience(_ socket: Int32) {
    var patience = patience
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
  }

  /// One line without its end, or nothing where it is too long, not text, or does not come whole.
  private static func readLine(from socket: Int32, atMost limit: Int) -> String? {
    let deadline = ContinuousClock.now + .seconds(Int(patience.tv_sec))
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while line.count < limit, ContinuousClock.now < deadline {
      let count = recv(socket, &buffer, min(buffer.count, limit - line.count), 0)
      guard count > 0 else { return nil }
      line += buffer[..<count]
      if let end = line.firstIndex(of: UInt8(ascii: "\n")) {
        return String(validating: line[..<end], as: UTF8.self)
      }
    }
    return nil
  }

  @discardableResult private static func send(_ text: String, to socket: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// Why the socket cannot be used, in words.
public struct ControlSocketFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String
  init(_ description: String) { self.description = description }
}

extension sockaddr_un {
  /// The address of a socket file, or nothing where the path is too long.
  fileprivate init?(path: String) {
    self.init()
    sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let isRoom = withUnsafeMutableBytes(of: &sun_path) { room in
      guard bytes.count < room.count else { return false }
      room.copyBytes(from: bytes)
      return true
    }
    guard isRoom else { return nil }
  }

  fileprivate func with(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: self) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
