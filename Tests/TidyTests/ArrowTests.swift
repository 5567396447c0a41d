import Foundation
import Testing

@Suite("Imports point downwards only") struct ArrowTests {
  /// What each target may import, from the lowest tier to the highest.
  static let allowed: [String: Set<String>] = [
    "Quantities": [],
    "Locks": ["Glibc", "Synchronization"],
    "BoardCatalog": ["Quantities"],
    "JKProtocol": ["Quantities"],
    "ThermalModel": ["Quantities"],
    "Plots": ["Quantities", "Glibc"],
    "ControlCore": ["Quantities", "BoardCatalog"],
    "Learning": ["Quantities", "ThermalModel", "ControlCore"],
    "Planning": ["Quantities", "ThermalModel", "ControlCore"],
    "SettingsFile": ["Quantities", "BoardCatalog", "ControlCore", "Yams", "Glibc"],
    "Tuning": [
      "Quantities", "BoardCatalog", "ControlCore", "ThermalModel", "SettingsFile", "Simulation",
      "Yams", "Dispatch", "Locks", "Synchronization",
    ],
    "Simulation": ["Quantities", "BoardCatalog", "ThermalModel", "ControlCore", "Planning"],
    "GPIOLines": [
      "Quantities", "ControlCore", "CGPIO", "Foundation", "Glibc", "Locks", "Synchronization",
    ],
    "JKLink": [
      "BoardCatalog",
      "Quantities", "ControlCore", "JKProtocol", "CModbus", "Foundation", "Glibc",
      "Synchronization",
    ],
    "Bench": [
      "Quantities", "BoardCatalog", "ControlCore", "Planning", "ThermalModel", "JKProtocol",
      "CModbus",
      "Foundation", "Glibc", "Locks", "Synchronization",
    ],
    "ControllerService": [
      "Quantities", "ControlCore", "Learning", "Planning", "GPIOLines", "JKLink", "CWatchdog",
      "Logging", "Foundation", "Glibc", "Locks", "Synchronization",
    ],
    "BenchSession": [
      "Quantities", "BoardCatalog", "ControlCore", "Planning", "SettingsFile", "GPIOLines",
      "JKLink", "Bench", "ControllerService", "Foundation", "Glibc", "Locks",
      "Synchronization",
    ],
    "Doctor": [
      "Quantities", "ControlCore", "SettingsFile", "GPIOLines", "Foundation", "Glibc",
    ],
  ]
  /// The targets that decide or predict: no Foundation, no clock, no log, no C module.
  static let pure = [
    "Quantities", "BoardCatalog", "JKProtocol", "ThermalModel", "ControlCore", "Learning",
    "Planning",
    "Simulation",
  ]

  private func imports(_ file: SourceTree.File) -> [String] {
    file.lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at <= 1, words.count > at + 1 else {
        return nil
      }
      let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "var", "let"]
      let name = kinds.contains(words[at + 1]) ? words[at + 2] : words[at + 1]
      return name.split(separator: ".").first.map(String.init)
    }
  }

  @Test("every file imports only what its target may import")
  func arrows() throws {
    for (target, allowed) in ArrowTests.allowed {
      let files = try SourceTree.files(in: "Sources/\(target)", ending: ".swift")
      #expect(!files.isEmpty, "\(target)")
      for file in files {
        for name in imports(file) {
          #expect(allowed.contains(name), "\(file.path) imports \(name)")
        }
      }
    }
  }

  @Test("every library target has its row in the table")
  func complete() throws {
    let others: Set = [
      "CGPIO", "CModbus", "CWatchdog", "CBenchmark", "warmgate", "warmgate-benchmark",
    ]
    let targets = Set(try SourceTree.folders(in: "Sources")).subtracting(others)
    #expect(targets == Set(ArrowTests.allowed.keys))
  }

  @Test("the targets that decide know no clock, no log, no environment and no input or output")
  func purity() throws {
    let impure = [
      "Clock.now", "ContinuousClock", "SuspendingClock", "print(", "ProcessInfo", "getenv",
      "Task.sleep", "DispatchQueue", "Thread", ".random(",
    ]
    for target in ArrowTests.pure {
      for file in try SourceTree.files(in: "Sources/\(target)", ending: ".swift") {
        #expect(Set(imports(file)).isSubset(of: Set(ArrowTests.pure)), "\(file.path)")
        for word in impure { #expect(!file.text.contains(word), "\(file.path): \(word)") }
      }
    }
  }

  @Test("an enum of ours has no default case in the core")
  func noDefault() throws {
    for target in ["BoardCatalog", "ControlCore", "Quantities"] {
      for file in try SourceTree.files(in: "Sources/\(target)", ending: ".swift") {
        #expect(!file.lines.contains { $0.contains("default:") }, "\(file.path)")
      }
    }
  }
}
