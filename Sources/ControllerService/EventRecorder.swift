public import Logging

/// Writes events to the log, and what must survive a restart to the memory.
public struct EventRecorder: Sendable {
  private let memory: BlockMemory
  private let learned: LearnedMemory?
  private let returns: ReturnMemory
  private let logger: Logger

  /// A recorder of all.
  public init(
    memory: BlockMemory, learned: LearnedMemory? = nil,
    returns: ReturnMemory = ReturnMemory(path: nil), logger: Logger
  ) {
    self.memory = memory
    self.learned = learned
    self.returns = returns
    self.logger = logger
  }

  /// Takes one event. May block; belongs to the thread of an `EventQueue`.
  public func record(_ event: ControllerEvent) {
    switch event.kind {
    case .block(let block):
      if let pack = event.pack, let problem = memory.store(block, of: pack) {
        logger.warning("\(problem).")
      }
    case .decision:
      if let problem = memory.storeCounts() { logger.warning("\(problem).") }
      if let problem = learned?.store() { logger.warning("\(problem).") }
    case .chargerReturn(let new):
      if let pack = event.pack, let problem = returns.store(new, of: pack) {
        logger.warning("\(problem).")
      }
    case .appSettings, .schedule, .link, .fault, .controller: break
    }
    switch event.level {
    case .notice: logger.notice("\(event.sentence)")
    case .warning: logger.warning("\(event.sentence)")
    case .error: logger.error("\(event.sentence)")
    }
  }
}
