public import ControlCore
import Foundation
import Locks
import Synchronization

/// A serial line with emulated boards on it, answering from a thread of its own.
///
/// Modbus boards share a line by their addresses; with the other protocols there is one board.
/// Destroying the bus stops its thread and closes the line.
public final class EmulatedBus: Sendable {
  /// Where the boards answer.
  public enum Line: Hashable, Sendable {
    /// A new pseudo-terminal, with a symbolic link to it where a path for one is given.
    case pseudoTerminal(link: String?)
    /// A serial device that exists.
    case device(String, baud: Int)
  }

  /// The boards on the line.
  public let boards: [EmulatedBoard]
  private let shared: BusShared

  /// Opens the line and starts to answer.
  ///
  /// Throws `BenchFailure` when the line cannot be opened, `protocolName` is `automatic`, two
  /// boards have the same address, or a protocol without addresses has several boards.
  public init(_ protocolName: BusProtocol, _ boards: [EmulatedBoard], on line: Line)
    throws(BenchFailure)
  {
    try EmulatedBus.check(protocolName, boards)
    self.boards = boards
    let opened = try line.open()
    let responder = try BusResponder(protocolName, boards)
    let shared = try BusShared(line: line, path: opened.path)
    self.shared = shared
    let loop = BusLoop(opened, responder, shared)
    let handover = Locked<BusLoop?>(consume loop)
    Thread.detachNewThread {
      var loop = handover.withLock { held in held.take() }
      loop?.run()
    }
  }

  deinit { shared.send(.stop) }

  /// What a master opens: the link where there is one, the device node otherwise.
  ///
  /// Without a link it may change when the line is plugged in again.
  public var path: String { shared.path }

  /// Pulls the line out: its device node and its link vanish, and whoever had it open sees it end.
  public func unplug() { shared.send(.unplug) }

  /// Plugs the line in again. Throws `BenchFailure` when it cannot be opened.
  public func replug() throws(BenchFailure) {
    shared.send(.replug)
    if let failure = shared.failure { throw failure }
  }

  /// Stops answering and closes the line.
  public func stop() { shared.send(.stop) }

  private static func check(_ protocolName: BusProtocol, _ boards: [EmulatedBoard])
    throws(BenchFailure)
  {
    guard protocolName != .automatic else {
      throw BenchFailure(
        "protocol", found: "auto", remedy: "A board speaks one: jk-modbus, jk-4e57 or jk-dda5.")
    }
    guard protocolName == .modbus || boards.count == 1 else {
      throw BenchFailure(
        "boards", found: "\(boards.count) on a line of \(protocolName.rawValue)",
        remedy: "This protocol has no addresses: give each board a line of its own.")
    }
    var addresses: Set<Int> = []
    for board in boards where !addresses.insert(board.address).inserted {
      throw BenchFailure(
        "address", found: "two boards have \(board.address)",
        remedy: "Give each board on a line its own address.")
    }
  }
}

extension EmulatedBus.Line {
  func open() throws(BenchFailure) -> SerialLine {
    switch self {
    case .pseudoTerminal(let link): try .pseudoTerminal(link: link)
    case .device(let path, let baud): try .device(path, baud: baud)
    }
  }
}
