import ControlCore
import Foundation
import GPIOLines
import TestSupport
import Testing

extension GPIOSimTests {
  /// The built `warmgate doctor` on simulated lines; all else of the machine is prepared.
  @Suite("warmgate doctor on simulated lines (S6)") struct DoctorTests {
    private static let lines = """
      outputs: { charge: { line: CHARGE }, heater: { line: HEATER }, alive: { line: ALIVE } }
      """

    private func commissioned() throws -> PreparedRoot {
      try PreparedRoot.commissioned(
        lines: DoctorTests.lines, chip: "/dev/" + (try GPIOSim("HEATER").chip))
    }

    /// Starts it; `input` is what a person types, or `nil` where the test types.
    private func start(_ root: PreparedRoot, _ more: [String], input: String? = "") throws -> Run {
      try Run(
        ["doctor", "--config", root.path + "/etc/warmgate/warmgate.yaml", "--root", root.path]
          + more, input: input, on: root)
    }

    @Test(
      "every line falls when its holder is killed: the set-up is trusted, and the lines are low")
    func falls() throws {
      let root = try commissioned()
      let run = try start(root, ["--live", "--yes"])
      var seen: Set<String> = []
      var bothOn = 0
      let (charge, heater) = (try GPIOSim("CHARGE"), try GPIOSim("HEATER"))
      while run.process.isRunning {
        let levels = (try charge.level(), try heater.level())
        if levels.0 == 1 { seen.insert("CHARGE") }
        if levels.1 == 1 { seen.insert("HEATER") }
        if levels == (1, 1) { bothOn += 1 }
        usleep(20_000)
      }
      let outcome = run.outcome()
      #expect(outcome.code == 0, "\(outcome)")
      #expect(seen == ["CHARGE", "HEATER"], "each was on")
      #expect(bothOn == 0, "never both")
      for line in ["CHARGE (charge of shed)", "HEATER (heater of shed)"] {
        #expect(
          outcome.output.contains("\(line) went off when the program that held it was killed."))
      }
      #expect(outcome.output.contains("let the lines go in the live test"))
      #expect(
        outcome.output.hasSuffix(
          "This set-up can be trusted, and the lines fell when their program was killed.\n"))
      #expect(try charge.level() == 0 && heater.level() == 0)
      #expect(try charge.holder() == nil && heater.holder() == nil)
    }

    @Test("without the live test this chip's driver says nothing, so the set-up is not trusted")
    func unknown() throws {
      let run = try start(try commissioned(), [])
      let outcome = run.outcome()
      #expect(outcome.code == 1)
      #expect(
        outcome.output.contains("Do not trust this set-up yet: 0 wrong, 1 unknown, 0 warnings."),
        "\(outcome.output)")
      #expect(outcome.output.contains("`warmgate doctor --live`"))
    }

    /// Takes a copy of the holder's line request, as a kernel that keeps levels keeps the line: it
    /// stays requested and high when the holder is killed.
    @Test(
      "a line that stays on after its holder was killed is found, and turned off when it can be")
    func stays() throws {
      let root = try commissioned()
      let heater = try GPIOSim("HEATER")
      let run = try start(root, ["--live", "--yes"])
      #expect(try eventually { try heater.level() == 1 })
      let holder = try #require(try child(of: run.process.processIdentifier))
      let kept = try copyOfLineRequest(of: holder)
      let outcome = run.outcome()
      #expect(try heater.level() == 1, "the plant works: the line has stayed on")
      close(kept)
      #expect(outcome.code == 1, "\(outcome)")
      #expect(
        outcome.output.contains(
          "HEATER (heater of shed) stayed as it was when the program that held it was killed"))
      #expect(outcome.output.contains("CHARGE (charge of shed) went off"))
      #expect(try eventually { try heater.level() == 0 })
    }

    /// A pull to "on" while the line is held: what the kernel then lets go does not fall.
    @Test("a line that its pull turns on is found, and is not trusted")
    func pulledUp() throws {
      let root = try commissioned()
      let heater = try GPIOSim("HEATER")
      defer { try? heater.setPull(.down) }
      let run = try start(root, ["--live", "--yes"])
      #expect(try eventually { try heater.level() == 1 })
      try heater.setPull(.up)
      let outcome = run.outcome()
      #expect(outcome.code == 1, "\(outcome)")
      #expect(
        outcome.output.contains(
          "HEATER (heater of shed) stayed on when the program that held it was killed, and as an"),
        "\(outcome.output)")
      try heater.setPull(.up)
      let rest = try start(root, []).outcome()
      #expect(rest.code == 1)
      #expect(rest.output.contains("HEATER rests at \"on\" while nobody drives it"))
    }

    @Test(
      "a person's yes starts it, a charger that is plugged in is sensed; JSON says how each ended"
    )
    func asks() throws {
      let root = try PreparedRoot.commissioned(
        lines: DoctorTests.lines + "\n    inputs: { charger_present: { line: CHG_DET } }",
        chip: "/dev/" + (try GPIOSim("HEATER").chip))
      let charger = try GPIOSim("CHG_DET")
      defer { try? charger.setPull(.down) }
      let run = try start(root, ["--live", "--json"], input: nil)
      #expect(try eventually { try run.said.contains("Type yes when both are unplugged") })
      try run.type("yes\n")
      #expect(try eventually { try run.said.contains("Plug the charger of shed in") })
      try charger.setPull(.up)
      try run.type("yes\n")
      let outcome = run.outcome()
      #expect(outcome.code == 0, "\(outcome)")
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(object["isTrusted"] as? Bool == true)
      let trials = try #require(object["trials"] as? [[String: String]])
      #expect(
        trials == [
          ["pack": "shed", "role": "charge", "line": "CHARGE", "ending": "falls"],
          ["pack": "shed", "role": "heater", "line": "HEATER", "ending": "falls"],
        ])
      #expect(outcome.output.contains("CHG_DET (charger_present of shed) follows the charger"))
    }

    @Test("a line in other hands is told with its holder, and is not tried; exit code 3")
    func held() throws {
      let root = try commissioned()
      let holder = try OutputLine(LineSettings(.name("HEATER")), consumer: "someone else")
      let outcome = try start(root, ["--live", "--yes"]).outcome()
      holder.release()
      #expect(outcome.code == 3)
      #expect(outcome.output.contains("is held by \"someone else\""), "\(outcome.output)")
      #expect(outcome.output.contains("HEATER (heater of shed) was not tried: "))
    }

    @Test("when the doctor itself is killed, its child turns the line off and ends")
    func doctorKilled() throws {
      let heater = try GPIOSim("HEATER")
      let run = try start(try commissioned(), ["--live", "--yes"])
      #expect(try eventually { try heater.level() == 1 })
      kill(run.process.processIdentifier, SIGKILL)
      run.process.waitUntilExit()
      #expect(try eventually { try heater.holder() == nil && heater.level() == 0 })
    }
  }
}

/// A run of the built program.
private final class Run {
  let process = Process()
  private let root: PreparedRoot
  private let typed = Pipe()
  private let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID())")

  /// Starts it; the root stays as long as the run.
  init(_ arguments: [String], input: String?, on root: PreparedRoot) throws {
    self.root = root
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["out", "err"] { try Data().write(to: folder.appending(path: name)) }
    process.executableURL = try ControlledPack.executable
    process.arguments = arguments
    process.standardInput = typed
    process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
    process.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
    try process.run()
    if let input {
      try type(input)
      try typed.fileHandleForWriting.close()
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Types what a person would.
  func type(_ text: String) throws {
    try typed.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  /// What it has asked and told so far, beside its result.
  var said: String {
    get throws { try String(contentsOf: folder.appending(path: "err"), encoding: .utf8) }
  }

  /// Waits for its end.
  func outcome() -> (code: Int32, output: String) {
    process.waitUntilExit()
    let text = try? String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
    return (process.terminationStatus, text ?? "")
  }
}

/// The number of a process's child, or `nil` where it has none.
private func child(of process: Int32) throws -> Int32? {
  let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init)
  return numbers.first { number in
    // Source: proc_pid_stat(5): the parent is the second word behind the name in brackets.
    let text = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
    let words = text?.split(separator: ")").last?.split(separator: " ") ?? []
    return words.count > 1 && words[1] == "\(process)"
  }
}

/// A descriptor of this process for the line that another one holds.
private func copyOfLineRequest(of process: Int32) throws -> Int32 {
  let folder = "/proc/\(process)/fd"
  let requests = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
    return target?.hasPrefix("anon_inode:gpio-line") == true
  }
  let request = try #require(requests.first.flatMap { Int($0) })
  let symbol = try #require(dlsym(nil, "syscall"))
  // Variadic in C, which Swift does not call; its arguments are all words.
  typealias Call = @convention(c) (Int, Int, Int, Int) -> Int
  let call = unsafeBitCast(symbol, to: Call.self)
  // Source: pidfd_open(2), number 434, and pidfd_getfd(2), number 438, on every architecture.
  let handle = call(434, Int(process), 0, 0)
  try #require(handle >= 0)
  defer { close(Int32(handle)) }
  let copy = call(438, handle, request, 0)
  try #require(copy >= 0)
  return Int32(copy)
}
