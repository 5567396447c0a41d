import ArgumentParser
import Foundation
import Mutation

@main struct Mutants: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "warmgate-mutants",
    abstract: "Makes every small mistake in the core, and sees that a test fails with each.",
    discussion: """
      Each mutant of the core is one change: a comparison turned, a guard dropped, a limit taken \
      for another. All of them are built at once into a copy of the core; one is \
      present at a time, and the core's own tests and the worlds must notice it. Those that change \
      nothing that matters are in a table with the reason.

      Ends with 1 when a mutant survives that is not in the table.

      Example: warmgate-mutants --only Interlock
      """)

  @Option(help: "The folder of the project.")
  var project = "."

  @Option(help: "Where the copy with the mutants is made; it is kept for the next run.")
  var folder = ".build/mutants"

  @Option(
    parsing: .singleValue,
    help: "Only mutants of files whose path contains this; can be given again.")
  var only: [String] = []

  @Option(help: "Only so many of the mutants, drawn by the seed; those planted by hand stay in.")
  var sample: Int?

  @Option(help: "The seed of the sample.")
  var seed: UInt64 = 1

  @Option(help: "How many mutants are tried at a time.")
  var jobs = 2

  @Flag(help: "Print the mutants and try none of them.")
  var list = false

  @Flag(help: "Leave out the worlds: quicker, and more survive.")
  var withoutWorlds = false

  @Flag(help: "Print also what killed each mutant.")
  var killers = false

  func run() throws {
    var run = try MutationRun(project: project, folder: folder, only: only)
    if list {
      run.mutants.forEach { print($0) }
      print("mutants: \(run.mutants.count), before the compiler has seen them")
      return
    }
    let start = ContinuousClock.now
    try run.build(Progress.say)
    let built = ContinuousClock.now
    var chosen = run.mutants
    if let sample { chosen = Sample(seed: seed).drawn(sample, of: chosen) }
    let progress = Progress(of: chosen.count)
    let fates = try run.fates(of: chosen, jobs: jobs, withWorlds: !withoutWorlds, progress.reached)
    let report = MutationReport(
      fates, rejected: run.rejected.count, isWhole: only.isEmpty && sample == nil)
    if killers { report.killers.forEach { print($0) } }
    print(report)
    print(
      "built in \(Int((built - start) / .seconds(1))) s, "
        + "tried in \(Int((ContinuousClock.now - built) / .seconds(1))) s"
        + (sample == nil ? "" : ", seed \(seed)"))
    guard report.isGood else { throw ExitCode(1) }
  }
}
