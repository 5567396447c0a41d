import ArgumentParser
import ControlCore
import SettingsFile

/// `warmgate check`: is a configuration right, and what does it come to.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks a configuration, and shows what each pad draws and which limit binds.",
    discussion: """
      Every error of the file is named in one run: its place, what was found, what is allowed, \
      and what to do. Nothing is opened or switched.

      Example:
        warmgate check config/b2a8s20p-8s-lfp.yaml
        warmgate check --schema > config/warmgate.schema.json

      Exit codes: 0 the configuration is right, 2 it is not.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print the JSON schema of configurations, for editors.")
  var schema = false

  @Argument(help: "The configuration.")
  var file: String?

  func validate() throws {
    guard (file == nil) == schema else {
      throw ValidationError(
        schema ? "--schema takes no file." : "Give a file, for example config/minimal.yaml.")
    }
  }

  func run() throws {
    guard let file else {
      print(SettingsFile.schema, terminator: "")
      return
    }
    var zoneProblem: String?
    do throws(SettingsErrors) {
      let settings = try SettingsFile.load(path: file)
      zoneProblem = unknownTimeZone(settings)
      if zoneProblem == nil {
        let text = CheckText(file: file, settings: settings)
        print(json ? jsonText(text.jsonObject) : text.text)
      }
    } catch {
      if json { print(jsonText(CheckText.jsonObject(file: file, error))) }
      throw Failure(.usage, error.description)
    }
    if let zoneProblem { throw Failure(.usage, zoneProblem) }
  }
}
