import Doctor
import Foundation

/// Findings for a person and for programs.
struct DoctorText {
  let findings: [Finding]
  let trials: [LiveTrial]
  let conclusion: Conclusion

  /// A paragraph for each topic, then the conclusion.
  var text: String {
    let topics = Finding.Topic.allCases.compactMap { topic -> String? in
      let own = findings.filter { $0.topic == topic }
      guard !own.isEmpty else { return nil }
      return ([topic.rawValue] + own.map(paragraph)).joined(separator: "\n")
    }
    return topics.joined(separator: "\n\n") + "\n\n" + conclusion.sentence
  }

  private func paragraph(_ finding: Finding) -> String {
    let mark =
      switch finding.verdict {
      case .right: "ok     "
      case .warning: "warning"
      case .wrong: "WRONG  "
      case .unknown: "UNKNOWN"
      }
    let remedy = finding.remedy.map { wrapped($0, first: "           → ") } ?? []
    return (wrapped(finding.sentence, first: "  \(mark)  ") + remedy).joined(separator: "\n")
  }

  /// Lines of at most 100 columns, those after the first set under its text.
  private func wrapped(_ text: String, first: String) -> [String] {
    let indent = String(repeating: " ", count: first.count)
    var lines: [String] = []
    var line = first
    for word in text.split(separator: " ") {
      if line.count + word.count + 1 > 100, line.count > first.count {
        lines.append(line)
        line = indent
      }
      line += line.count == first.count ? "\(word)" : " \(word)"
    }
    return lines + [line]
  }

  /// The same as an object.
  var jsonObject: [String: Any] {
    [
      "isTrusted": conclusion.isTrusted, "conclusion": conclusion.sentence,
      "trials": trials.map { trial -> [String: Any] in
        [
          "pack": trial.pack, "role": trial.use.rawValue, "line": trial.line,
          "ending": trial.ending.word,
        ]
      },
      "findings": findings.map { finding -> [String: Any] in
        [
          "topic": finding.topic.rawValue, "subject": finding.subject,
          "verdict": finding.verdict.rawValue, "sentence": finding.sentence,
          "remedy": finding.remedy ?? NSNull(),
        ]
      },
    ]
  }
}
