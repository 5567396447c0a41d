import Foundation
import Testing

@testable import Mutation

@Suite("A run of the tests with a mutant in it") struct TestRunTests {
  @Test(
    "what a program says and how it ends are the outcome; a crash leaves no backtrace at work",
    arguments: [  // what the program does, outcome
      ("echo ✔ Test run passed after 1 s", TestRun.Outcome.passed),
      ("echo '✘ Test \"charges\" recorded an issue at x'; exec sleep 60", .failed("\"charges\"")),
      ("kill -SEGV $$", .failed("a crash with signal 11")),
      ("exec sleep 60", .failed("a hang of 3.0 seconds")),
      ("echo backtrace: $SWIFT_BACKTRACE", .broken("backtrace: enable=no\n")),
      ("echo nothing", .broken("nothing\n")),
    ])
  func outcome(script: String, outcome: TestRun.Outcome) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    try write("#!/bin/sh\n\(script)\n", executable: file)
    let run = TestRun(bundle: file, arguments: [], limit: .seconds(3))
    #expect(try run.outcome(mutant: nil) == outcome)
  }

  /// Has another process write it. What this one has open for writing, a child that another test
  /// forks just then has open too, until it is another program: nobody could execute it meanwhile.
  private func write(_ text: String, executable file: URL) throws {
    let process = try Process.run(
      URL(filePath: "/bin/sh"),
      arguments: ["-c", "printf %s \"$1\" >\"$2\" && chmod 755 \"$2\"", "sh", text, file.path])
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
