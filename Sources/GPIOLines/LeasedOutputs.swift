public import ControlCore
public import Quantities
internal import Synchronization

/// A pack's output lines, each on only until a deadline that every control cycle renews (S5).
///
/// One thread applies; the lease guard and `shutDown` may come from any other. Nothing here waits
/// for a lock.
public final class LeasedOutputs: OutputDriver {
  private let charge: any LineDriving
  private let heater: (any LineDriving)?
  private let alive: (any LineDriving)?
  private let clock: any ControlClock
  private let leaseGuard: LeaseGuard?
  private let lease = OutputLease()
  private let isShutDown = Atomic(false)
  private let aliveLevel = Atomic(false)

  /// Leases lines that are inactive now. Without a guard the lease is only looked at when the
  /// outputs are applied and when `expire` is called.
  public init(
    charge: any LineDriving, heater: (any LineDriving)? = nil, alive: (any LineDriving)? = nil,
    clock: any ControlClock, leaseGuard: LeaseGuard?
  ) {
    self.charge = charge
    self.heater = heater
    self.alive = alive
    self.clock = clock
    self.leaseGuard = leaseGuard
    leaseGuard?.watch(self)
  }

  deinit { close() }

  /// How many leases ran out with an output on, since no control cycle renewed them in time.
  public var expirations: Int { lease.expirations }

  /// Applies `outputs`: what goes off goes off first, and each level is driven anew every time.
  /// A deadline that has passed turns everything off and counts as an expiration.
  ///
  /// Throws `OutputFailure` when a line could not be driven, when both outputs or a heater that is
  /// not there were asked for, and after `shutDown`. Every line that still can be is then inactive.
  public func apply(_ outputs: Outputs, until deadline: Uptime) throws(OutputFailure) {
    try apply(outputs, until: deadline, pumping: true)
  }

  /// Drives everything inactive and lets the `alive` line rest. Throws as `apply` does.
  public func cutPower() throws(OutputFailure) {
    try apply(.safe, until: clock.now, pumping: false)
  }

  /// What the kernel reports for both lines.
  public func readback() -> Measured<Outputs> {
    do throws(OutputFailure) {
      return .measured(
        Outputs(charge: try charge.isActive(), heater: try heater?.isActive() ?? false))
    } catch {
      return .unknown(.notRead)
    }
  }

  private func apply(
    _ outputs: Outputs, until deadline: Uptime, pumping: Bool
  ) throws(OutputFailure) {
    do throws(OutputFailure) {
      try check(outputs)
      if !outputs.charge { try charge.drive(false) }
      if !outputs.heater { try heater?.drive(false) }
      let aliveNext = pumping && alive != nil && !aliveLevel.load(ordering: .relaxed)
      if outputs.charge || outputs.heater || aliveNext {
        lease.begin(until: deadline)
        // Looked at before, so that a late cycle gives no pulse, and after, so that a thread that
        // was held up in between leaves nothing on.
        if expire() { return }
      } else {
        lease.end()
      }
      if outputs.charge { try charge.drive(true) }
      if outputs.heater { try heater?.drive(true) }
      try alive?.drive(aliveNext)
      aliveLevel.store(aliveNext, ordering: .relaxed)
      if isShutDown.load(ordering: .sequentiallyConsistent) { throw OutputFailure.shutDown }
      _ = expire()
    } catch {
      dropForbidden()
      throw error
    }
  }

  /// Turns every line off at once and for good. The lines stay requested, so that nobody else and
  /// no pull can turn them on.
  public func shutDown() {
    isShutDown.store(true, ordering: .sequentiallyConsistent)
    dropForbidden()
  }

  /// Turns every line off for good and gives the lines back, for example to a new configuration.
  public func close() {
    shutDown()
    leaseGuard?.forget(self)
    charge.release()
    heater?.release()
    alive?.release()
    lease.end()
  }

  /// Drives every line inactive when the lease has run out, and says whether it has. The lease
  /// guard calls this; it never waits for the control thread.
  @discardableResult public func expire() -> Bool {
    guard lease.hasRunOut(at: clock.now) else { return false }
    drop()
    return true
  }

  private func check(_ outputs: Outputs) throws(OutputFailure) {
    if isShutDown.load(ordering: .sequentiallyConsistent) { throw .shutDown }
    if outputs.charge && outputs.heater { throw .bothOutputs }
    if outputs.heater && heater == nil { throw .noHeater }
  }

  /// Drives every line inactive, each even when another cannot be, again at each look of the guard.
  private func dropForbidden() {
    lease.forbid()
    drop()
  }

  private func drop() {
    try? charge.drive(false)
    try? heater?.drive(false)
    try? alive?.drive(false)
    aliveLevel.store(false, ordering: .relaxed)
  }
}

extension OutputFailure {
  /// S1, looked at once more where the lines are driven.
  fileprivate static let bothOutputs = OutputFailure(
    .writeFailed, line: "charge, heater", found: "both outputs were asked for at once",
    remedy: "Report this as a defect: the interlock must never permit it.")
  fileprivate static let noHeater = OutputFailure(
    .writeFailed, line: "heater", found: "the heater was asked for, but the pack has no such line",
    remedy: "Report this as a defect: the interlock must never permit it.")
  fileprivate static let shutDown = OutputFailure(
    .writeFailed, line: "charge, heater", found: "the outputs are shut down",
    remedy: "Start the program again.")
}
