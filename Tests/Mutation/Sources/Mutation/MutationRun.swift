import Foundation
import Synchronization

/// Lets every mutant loose on the tests, and says which of them survive.
public struct MutationRun {
  /// What became of a mutant.
  public enum Fate: Hashable, Sendable {
    case killed(by: String)
    case survived
    /// It survived, and the table says why that must be so.
    case equivalent(String)
  }

  private let package: ScratchPackage
  private var numbered: [Schema.Numbered] = []
  private var files: [String: MutatedFile] = [:]
  /// Mutants that the compiler rejects.
  public private(set) var rejected: [Mutant] = []
  /// The mutants that compile.
  public var mutants: [Mutant] { numbered.map(\.mutant) }

  /// It decides nothing: it tells a simulation how far it may leap. A mutant that leaps less far
  /// changes nothing, by what it promises. `LeapTests` compares seeded leaps with each of the
  /// cycles that they leave out.
  private static let undeciding: Set = ["ControlCore/NextTimer.swift"]

  /// All the mutants of the core, and those that were planted by hand, in the project at `path`.
  ///
  /// - Parameter only: parts of paths; only files with one of them get mutants, unless it is empty.
  public init(project path: String, folder: String, only: [String] = []) throws {
    let project = URL(fileURLWithPath: path)
    let sources = project.appending(path: "Sources")
    var texts: [String: String] = [:]
    for target in ["Quantities", "BoardCatalog", "ControlCore", "JKProtocol"] {
      let folder = sources.appending(path: target).path
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      where name.hasSuffix(".swift") {
        texts["\(target)/\(name)"] = try String(
          contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      }
    }
    let known = texts.values.reduce(into: Set<String>()) { $0.formUnion(MutatedFile.names(in: $1)) }
    let planted = Dictionary(grouping: PlantedFault.all, by: \.file)
    for file in planted.keys where texts[file] == nil {
      throw MutationError("there is no \(file), in which a fault is to be planted")
    }
    for (file, text) in texts.sorted(by: { $0.key < $1.key })
    where only.isEmpty || only.contains(where: { file.contains($0) }) {
      let isCore = file.hasPrefix("ControlCore/") && !MutationRun.undeciding.contains(file)
      guard isCore || planted[file] != nil else { continue }
      let mutated = MutatedFile(file: file, text: text, known: known)
      files[file] = mutated
      var mutants = isCore ? mutated.mutants : []
      for fault in planted[file] ?? [] { mutants.append(try mutated.planted(fault)) }
      for mutant in mutants {
        numbered.append(Schema.Numbered(number: numbered.count + 1, mutant: mutant))
      }
    }
    let support = ["ControlCore", "JKProtocol"].map { "Sources/\($0)/PresentMutant.swift" }
    package = try ScratchPackage(
      of: project, in: URL(fileURLWithPath: folder),
      changed: Set(files.keys.map { "Sources/\($0)" } + support))
    for path in support { try package.write(Schema.support, to: path) }
  }

  /// Builds the tests with all mutants in them; those that do not compile are left out.
  public mutating func build(_ say: (String) -> Void) throws {
    var before = RejectedBefore(in: package.root)
    rejected = numbered.map(\.mutant).filter {
      before.contains($0, of: files[$0.file]?.source.text ?? "")
    }
    let gone = Set(rejected)
    numbered.removeAll { gone.contains($0.mutant) }
    for round in 1...12 {
      var schemas: [String: Schema] = [:]
      for (file, mutated) in files {
        let own = numbered.filter { $0.mutant.file == file }
        let schema = Schema(mutated.source, mutated.regions, own)
        schemas[file] = schema
        try package.write(schema.text, to: "Sources/\(file)")
      }
      say("build \(round) with \(numbered.count) mutants")
      let built = try package.swift(ScratchPackage.build)
      if built.code == 0 { return }
      let wrong = try rejected(in: built.output, schemas)
      let found = numbered.filter { wrong.contains($0.number) }.map(\.mutant)
      for mutant in found { before.insert(mutant, of: files[mutant.file]?.source.text ?? "") }
      try before.write(in: package.root)
      rejected += found
      numbered.removeAll { wrong.contains($0.number) }
    }
    throw MutationError("the mutants do not build after 12 rounds")
  }

  /// The mutants that the compiler complains of.
  private func rejected(
    in output: String, _ schemas: [String: Schema]
  ) throws(MutationError) -> Set<Int> {
    var wrong: Set<Int> = []
    for line in output.split(separator: "\n") where line.contains(": error: ") {
      let parts = line.split(separator: ":")
      guard parts.count > 3, let number = Int(parts[1]),
        let file = schemas.keys.first(where: { parts[0].hasSuffix("/Sources/\($0)") }),
        let schema = schemas[file]
      else { continue }
      let own = schema.places.filter { $0.lines.contains(number) }.map(\.number)
      // An error at the end of a function is of one of those that drop something of it.
      let region = schema.regions.last { $0.lines.lowerBound <= number }?.numbers ?? []
      wrong.formUnion(own.isEmpty ? region.filter(drops) : own)
    }
    guard !wrong.isEmpty else {
      throw MutationError("the mutants do not build:\n\(output.suffix(4000))")
    }
    return wrong
  }

  private func drops(_ number: Int) -> Bool {
    numbered.contains {
      $0.number == number && [.statement, .condition, .swap, .planted].contains($0.mutant.kind)
    }
  }

  /// The tests that a mutant of this target must pass to survive, the quickest first.
  private static let tests: [(target: String, phases: [[String]])] = {
    let slow = ["RandomRunTests", "ScenarioTests", "HeaterFaultTests", "FaultRowTests"]
    return [
      // The fuzz test finds crashes, not wrong numbers.
      ("JKProtocol", [["--filter", "JKProtocolTests", "--skip", "Fuzz"]]),
      (
        "ControlCore",
        [
          ["--filter", "ControlCoreTests"] + slow.flatMap { ["--skip", $0] },
          slow.flatMap { ["--filter", "ControlCoreTests.\($0)"] },
          ["--filter", "SimulationTests"],
        ]
      ),
    ]
  }()

  /// The runs that a mutant of each target must pass; without a mutant they all do.
  private func phases(withWorlds: Bool) throws -> [String: [TestRun]] {
    let bundle = try package.bundle
    var phases: [String: [TestRun]] = [:]
    for (target, all) in MutationRun.tests {
      for arguments in all where withWorlds || !arguments.contains("SimulationTests") {
        var run = TestRun(bundle: bundle, arguments: arguments, limit: .seconds(600))
        let start = ContinuousClock.now
        let outcome = try run.outcome(mutant: nil)
        guard outcome == .passed else {
          throw MutationError("without a mutant, \(arguments): \(outcome)")
        }
        // The machine may be busier later.
        run.limit = (ContinuousClock.now - start) * 10 + .seconds(20)
        phases[target, default: []].append(run)
      }
    }
    return phases
  }

  /// Runs the tests with each of the mutants, `jobs` at a time; `step` is told of each, with the
  /// number of those that are done. Without the worlds it is quicker, and more survive.
  public func fates(
    of mutants: [Mutant], jobs: Int, withWorlds: Bool, _ step: @Sendable (Int, Mutant, Fate) -> Void
  ) throws -> [(Mutant, Fate)] {
    let phases = try phases(withWorlds: withWorlds)
    let wanted = Set(mutants)
    let queue = numbered.filter { wanted.contains($0.mutant) }
    let next = Mutex(0)
    let found = Mutex<[Int: Result<Fate, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while true {
        let index = next.withLock { (at: inout Int) in
          defer { at += 1 }
          return at
        }
        guard index < queue.count else { return }
        let fate = Result { try MutationRun.fate(of: queue[index], phases) }
        let count = found.withLock { (all: inout [Int: Result<Fate, any Error>]) in
          all[index] = fate
          return all.count
        }
        if let fate = try? fate.get() { step(count, queue[index].mutant, fate) }
      }
    }
    return try found.withLock { $0 }.sorted { $0.key < $1.key }.map {
      (queue[$0.key].mutant, try $0.value.get())
    }
  }

  private static func fate(
    of numbered: Schema.Numbered, _ phases: [String: [TestRun]]
  ) throws -> Fate {
    let target = String(numbered.mutant.file.prefix { $0 != "/" })
    for run in phases[target] ?? [] {
      switch try run.outcome(mutant: numbered.number) {
      case .passed: continue
      case .failed(let test): return .killed(by: test)
      case .broken(let text): throw MutationError("\(numbered.mutant): no test ran:\n\(text)")
      }
    }
    let row = Equivalent.all.first { $0.names(numbered.mutant) }
    return row.map { .equivalent($0.reason) } ?? .survived
  }
}
