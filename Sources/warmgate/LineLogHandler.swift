import Foundation
import Glibc
import Logging

/// Log lines on stderr: with the time for a person, with the level for a service manager, which
/// notes the time by itself.
struct LineLogHandler: LogHandler {
  var logLevel = Logger.Level.notice
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  private let isJournal: Bool

  /// - Parameter environment: systemd sets JOURNAL_STREAM where stderr is the journal.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    isJournal = environment["JOURNAL_STREAM"] != nil
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let start =
      isJournal
      ? "<\(priority(event.level))>" : "\(Date.now.formatted(.iso8601)) \(word(event.level))"
    write("\(start)\(event.message)\n")
  }

  /// Writes as much as is taken: a log that has ended, or whose disk is full, ends nothing else.
  private func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// The levels of sd-daemon(3).
  private func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }

  /// What stands before a message that is more than news.
  private func word(_ level: Logger.Level) -> String {
    switch level {
    case .trace, .debug, .info, .notice: ""
    case .warning: "warning: "
    case .error, .critical: "error: "
    }
  }
}
