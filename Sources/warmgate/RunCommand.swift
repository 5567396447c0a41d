import ArgumentParser
import ControlCore
import ControllerService
import GPIOLines
import JKLink
import Logging
import SettingsFile

/// `warmgate run`: the controller, as a service manager starts it.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs the controller: reads the BMS, decides, drives charge gate and heater.",
    discussion: """
      Both outputs start off; the first permission needs three good readings. SIGTERM and SIGINT \
      turn both off and end the program; SIGHUP reads the configuration again.

      Example: warmgate run --config /etc/warmgate.yaml
      """)

  @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"))
  var config: String

  func run() throws {
    let settings = try loadSettings(config)
    guard let signals = SignalRelay() else {
      throw Failure(.hardware, "the system refused a signal handler; nothing was started.")
    }
    let memory = BlockMemory(path: settings.stateFile)
    let logger = Logger(label: "warmgate") { _ in LineLogHandler() }
    let recorder = EventRecorder(memory: memory, logger: logger)
    let events = EventQueue { recorder.record($0) }
    let controller = Controller(parts: parts(settings, events, memory))
    signals.start(
      reload: { [config] in reload(config, controller, logger) }, stop: { controller.stop() })
    do {
      try controller.run(settings)
    } catch {
      events.close(waitingAtMost: .milliseconds(300))
      throw Failure(.hardware, "\(error)")
    }
    events.close(waitingAtMost: .milliseconds(300))
  }

  private func parts(
    _ settings: Settings, _ events: EventQueue, _ memory: BlockMemory
  ) -> ControllerParts {
    let clock = SystemClock()
    let lease = settings.control.lease
    let leaseGuard = LeaseGuard(interval: LeaseGuard.interval(forLease: lease))
    return ControllerParts(
      clock: clock,
      openLines: { (pack) throws(OutputFailure) in
        let drivers = try PackDrivers(opening: pack.lines, clock: clock, leaseGuard: leaseGuard)
        return PackDrive(outputs: drivers.outputs, inputs: drivers.inputs)
      },
      openBus: { bus, _ in JKBus(bus, timing: .standard, clock: clock) },
      events: events, memory: memory)
  }

  private func reload(_ path: String, _ controller: Controller, _ logger: Logger) {
    do throws(SettingsErrors) {
      controller.reload(try SettingsFile.load(path: path))
    } catch {
      logger.error("not reloaded, the old settings hold:\n\(error)")
    }
  }
}
