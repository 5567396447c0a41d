public import ControlCore
internal import Locks
public import Quantities
internal import Synchronization

/// A pack's lines in memory, with the same leases as real ones: for the bench and for tests.
///
/// Safe from every thread. Looking at it first ends a lease that has run out.
public final class MemoryLines: OutputDriver, InputReader {
  /// A change of an output line.
  public struct Edge: Hashable, Sendable {
    /// Which line.
    public var line: LineRole
    /// What it became.
    public var isActive: Bool
    /// When.
    public var time: Uptime

    /// A change at a time.
    public init(_ line: LineRole, isActive: Bool, time: Uptime) {
      self.line = line
      self.isActive = isActive
      self.time = time
    }
  }

  /// The most edges that are kept; older ones go.
  public static let edgesKept = 4096

  private let board: MemoryBoard
  private let leased: LeasedOutputs

  /// Lines that are all off. Without a guard, leases end when somebody looks or applies.
  public init(hasHeater: Bool = true, clock: any ControlClock, leaseGuard: LeaseGuard? = nil) {
    let board = MemoryBoard(clock: clock)
    self.board = board
    leased = LeasedOutputs(
      charge: MemoryLine(.charge, on: board),
      heater: hasHeater ? MemoryLine(.heater, on: board) : nil,
      alive: MemoryLine(.alive, on: board), clock: clock, leaseGuard: leaseGuard)
  }

  /// Both outputs as they are now.
  public var outputs: Outputs {
    leased.expire()
    return board.state.withLock { state in
      Outputs(charge: state.active.contains(.charge), heater: state.active.contains(.heater))
    }
  }

  /// The changes of charge and heater, oldest first; at most `edgesKept`.
  public var edges: [Edge] {
    leased.expire()
    return board.state.withLock { $0.edges }
  }

  /// How often the alive line has changed.
  public var aliveChanges: Int { board.state.withLock { $0.aliveChanges } }

  /// How many leases ran out with an output on.
  public var expirations: Int {
    leased.expire()
    return leased.expirations
  }

  /// Applies `outputs` as `LeasedOutputs` does, and throws for the same reasons.
  public func apply(_ outputs: Outputs, until deadline: Uptime) throws(OutputFailure) {
    try leased.apply(outputs, until: deadline)
  }

  /// Drives everything inactive and lets the `alive` line rest.
  public func cutPower() throws(OutputFailure) { try leased.cutPower() }

  /// What both lines read back.
  public func readback() -> Measured<Outputs> { leased.readback() }

  /// Turns both off at once and for good.
  public func shutDown() { leased.shutDown() }

  /// The charger's presence as it was set; absent until then.
  public func chargerPresent() -> Measured<Bool> { board.state.withLock { $0.chargerPresent } }

  /// The heater's feedback as it was set; absent until then.
  public func heaterFeedback() -> Measured<Bool> { board.state.withLock { $0.heaterFeedback } }

  /// Sets what `chargerPresent` reads.
  public func setChargerPresent(_ value: Measured<Bool>) {
    board.state.withLock { $0.chargerPresent = value }
  }

  /// Sets what `heaterFeedback` reads.
  public func setHeaterFeedback(_ value: Measured<Bool>) {
    board.state.withLock { $0.heaterFeedback = value }
  }

  /// Makes a line read back as active whatever it is set to, or as it is again.
  public func setStuck(_ line: LineRole, _ isStuck: Bool) {
    board.state.withLock { state in
      if isStuck { state.stuck.insert(line) } else { state.stuck.remove(line) }
    }
  }

  /// Makes a line refuse to be driven, or obey again. A broken line keeps its state.
  public func setBroken(_ line: LineRole, _ isBroken: Bool) {
    board.state.withLock { state in
      if isBroken { state.broken.insert(line) } else { state.broken.remove(line) }
    }
  }
}

/// What the lines of one `MemoryLines` share.
private final class MemoryBoard: Sendable {
  struct State {
    var active: Set<LineRole> = []
    var broken: Set<LineRole> = []
    var stuck: Set<LineRole> = []
    var edges: [MemoryLines.Edge] = []
    var aliveChanges = 0
    var chargerPresent: Measured<Bool> = .unknown(.absent)
    var heaterFeedback: Measured<Bool> = .unknown(.absent)
  }

  let state = Locked(State())
  let clock: any ControlClock

  init(clock: any ControlClock) { self.clock = clock }
}

private final class MemoryLine: LineDriving {
  private let role: LineRole
  private let board: MemoryBoard

  init(_ role: LineRole, on board: MemoryBoard) {
    self.role = role
    self.board = board
  }

  func drive(_ isActive: Bool) throws(OutputFailure) {
    let now = board.clock.now
    let isBroken = board.state.withLock { state in
      guard !state.broken.contains(role) else { return true }
      guard state.active.contains(role) != isActive else { return false }
      if isActive { state.active.insert(role) } else { state.active.remove(role) }
      if role == .alive {
        state.aliveChanges += 1
      } else {
        if state.edges.count == MemoryLines.edgesKept { state.edges.removeFirst() }
        state.edges.append(MemoryLines.Edge(role, isActive: isActive, time: now))
      }
      return false
    }
    guard !isBroken else {
      throw OutputFailure(
        .writeFailed, line: role.rawValue, found: "the line in memory is set to be broken",
        remedy: "Set it to obey again.")
    }
  }

  func isActive() throws(OutputFailure) -> Bool {
    board.state.withLock { $0.stuck.contains(role) || $0.active.contains(role) }
  }

  func release() { try? drive(false) }
}
