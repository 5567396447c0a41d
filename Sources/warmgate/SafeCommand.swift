import ArgumentParser
import ControlCore
import GPIOLines

/// `warmgate safe`: every output inactive; for `ExecStopPost` of a service manager.
struct SafeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "safe",
    abstract: "Drives every output of a configuration inactive, and exits.",
    discussion: """
      For ExecStopPost: after a crash or SIGKILL some kernels leave a line as it was.

      Example: warmgate safe --config /etc/warmgate.yaml
      """)

  @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"))
  var config: String

  func run() throws {
    let settings = try loadSettings(config)
    let clock = SystemClock()
    var problems: [String] = []
    for pack in settings.packs {
      do throws(OutputFailure) {
        // To request an output is to drive it inactive.
        let drivers = try PackDrivers(
          opening: pack.lines, clock: clock, leaseGuard: LeaseGuard())
        drivers.outputs.close()
        print("\(pack.pack.name): charge and heater are inactive")
      } catch {
        problems.append("\(pack.pack.name): \(error)")
      }
    }
    if !problems.isEmpty { throw Failure(.hardware, problems.joined(separator: "\n")) }
  }
}
