import ControlCore
import Foundation
import Quantities
import Testing

@Suite("The fault table in the documentation") struct FaultTableDocumentTests {
  @Test("Deciding.md has every row of the table as the code has it")
  func rows() throws {
    let url = SourceTree.root.appending(
      path: "Sources/ControlCore/Documentation.docc/Deciding.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let head = """
      | fault | what is seen | before it counts | what it does | how it clears |
      |---|---|---|---|---|
      """
    let rows = Fault.allCases.map { fault in
      let rule = fault.rule
      return "| `\(fault)` | \(rule.seen) | \(words(rule.delay)) | \(words(rule.effect)) | "
        + "\(words(rule.clearing)) |"
    }
    let table = ([head] + rows).joined(separator: "\n")
    #expect(text.contains(table), "\(table)")
  }

  private func words(_ delay: FaultDelay) -> String {
    switch delay {
    case .atOnce: "nothing"
    case .lasting(let span): "\(Int(span.seconds)) s"
    case .heat(let rise): "the heat for \(rise)"
    case .exchanges(let bad, let all): "\(bad) of \(all)"
    case .readingLifetime: "`reading_lifetime`"
    }
  }

  private func words(_ effect: FaultEffect) -> String {
    switch effect {
    case .report: "is said"
    case .chargingOff: "charging off"
    case .heatingOff: "heating off"
    case .bothOff: "both off"
    case .powerCut: "both off, `alive` rests"
    }
  }

  private func words(_ clearing: FaultClearing) -> String {
    switch clearing {
    case .byItself: "by itself"
    case .after(let pause): "tried again after \(Int(pause.seconds / 3600)) h"
    case .acknowledged: "latched: `warmgate acknowledge`"
    }
  }
}
