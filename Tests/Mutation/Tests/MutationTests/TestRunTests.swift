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
    try "#!/bin/sh\n\(script)\n".write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    let run = TestRun(bundle: file, arguments: [], limit: .seconds(3))
    #expect(try run.outcome(mutant: nil) == outcome)
  }
}
