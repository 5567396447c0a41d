import ArgumentParser

/// The command line: wiring and nothing else.
@main
struct Warmgate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "warmgate",
    abstract: "Heats a cold lithium pack before it is charged, with a JK BMS as the thermometer.",
    subcommands: [DecodeCommand.self]
  )
}
