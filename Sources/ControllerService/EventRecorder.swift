public import Logging

/// Writes events to the log, and what must survive a restart to the memory.
public struct EventRecorder: Sendable {
  private let memory: BlockMemory
  private let logger: Logger

  /// A recorder of both.
  public init(memory: BlockMemory, logger: Logger) {
    self.memory = memory
    self.logger = logger
  }

  /// Takes one event. May block; belongs to the thread of an `EventQueue`.
  public func record(_ event: ControllerEvent) {
    switch event.kind {
    case .block(let block):
      if let pack = event.pack, let problem = memory.store(block, of: pack) {
        logger.warning("\(problem).")
      }
    case .decision, .appSettings, .link, .fault, .controller: break
    }
    switch event.level {
    case .notice: logger.notice("\(event.sentence)")
    case .warning: logger.warning("\(event.sentence)")
    case .error: logger.error("\(event.sentence)")
    }
  }
}
