import Foundation

/// A bar on standard error for what takes more than two seconds; nothing where that is no terminal.
final class ProgressBar {
  private let what: String
  private let began = ContinuousClock.now
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var shown: Int?

  /// A bar for `what`, a word in the form "simulating".
  init(_ what: String) { self.what = what }

  /// Shows the share that is done, 0 to 1.
  func show(_ share: Double) {
    let percent = Int(min(max(share, 0), 1) * 100)
    guard isTerminal, percent != shown, ContinuousClock.now - began > .seconds(2) else { return }
    shown = percent
    let filled = String(repeating: "#", count: percent / 4)
    let rest = String(repeating: "·", count: 25 - percent / 4)
    FileHandle.standardError.write(Data("\r\(what) [\(filled)\(rest)] \(percent) %".utf8))
  }

  /// Takes the bar away.
  func end() {
    if shown != nil { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
