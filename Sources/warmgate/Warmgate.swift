import ArgumentParser
import Foundation

/// The command line: wiring and nothing else.
@main
struct Warmgate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "warmgate",
    abstract: "Heats a cold lithium pack before it is charged, with a JK BMS as the thermometer.",
    discussion: """
      Exit codes: 0 done, 1 the answer is no, 2 usage or configuration error, 3 hardware or link \
      failure.
      """,
    version: "0.1.0",
    subcommands: [
      RunCommand.self,
      CheckCommand.self,
      BoardsCommand.self,
      SizeCommand.self,
      LearnCommand.self,
      ReadCommand.self,
      DecodeCommand.self,
      EmulateCommand.self,
      BenchCommand.self,
      SimulateCommand.self,
      TuneCommand.self,
      SafeCommand.self,
      DoctorCommand.self,
      HoldLineCommand.self,
      StatusCommand.self,
      AcknowledgeCommand.self,
    ]
  )

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("\(failure.description)\n".utf8))
      Foundation.exit(failure.kind.rawValue)
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      let isAnswer = exitCode(for: error) == .success
      let text = fullMessage(for: error)
      let stream = isAnswer ? FileHandle.standardOutput : FileHandle.standardError
      if !text.isEmpty { stream.write(Data("\(text)\n".utf8)) }
      Foundation.exit(isAnswer ? 0 : Failure.Kind.usage.rawValue)
    }
  }
}
