import ArgumentParser
import ControlCore
import ControllerService
import Foundation
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

  /// Says something to a person, without waiting.
  private typealias Say = @Sendable (ControllerEvent.Level, String) -> Void

  func run() throws {
    var warnings: [String] = []
    let file: ProgramSettings
    do throws(SettingsErrors) {
      file = try SettingsFile.loadProgram(toActOn: config) { warnings.append($0) }
    } catch {
      throw Failure(.usage, error.description)
    }
    let settings = file.settings
    if let problem = unknownTimeZone(settings) { throw Failure(.usage, problem) }
    guard let signals = SignalRelay() else {
      throw Failure(.hardware, "the system refused a signal handler; nothing was started.")
    }
    let memory = BlockMemory(path: settings.stateFile)
    let logger = Logger(label: "warmgate") { _ in LineLogHandler() }
    let learned = LearnedMemory(besideStateFile: settings.stateFile)
    let returns = ReturnMemory(path: settings.chargerReturnFile)
    let recorder = EventRecorder(
      memory: memory, learned: learned, returns: returns, logger: logger)
    let events = EventQueue { recorder.record($0) }
    // Nobody but the queue's own thread writes to the log: a log that hangs holds up nothing else.
    let clock = SystemClock()
    let say: Say = { events.say($0, $1, at: clock.now) }
    for warning in warnings { say(.warning, warning) }
    let latches = LatchMemory(
      path: settings.latchFile, packs: settings.packs.map(\.pack.name)
    ) { problem in
      if let problem {
        say(
          .error, "the record of latched faults: \(problem). Nothing is heated until it is written."
        )
      } else {
        say(.notice, "the record of latched faults is written again.")
      }
    }
    let watchdogs = try watchdogs(file, say)
    var parts = parts(settings, clock, events, memory, latches, learned, watchdogs)
    parts.returns = returns
    let controller = Controller(parts: parts)
    let lines = LineMemory(path: settings.lineFile)
    let hold = { @Sendable (settings: Settings) in
      if let problem = lines.hold(settings.packs) {
        say(.warning, "after a crash `warmgate safe` goes by the configuration alone: \(problem).")
      }
    }
    hold(settings)
    defer { lines.forget() }
    let socket = open(settings, controller, say)
    defer { socket?.shutDown() }
    signals.start(
      reload: { [config] in reload(config, replacing: file, controller, hold, say) },
      stop: { controller.stop() })
    do {
      try controller.run(settings)
    } catch {
      watchdogs.stop()
      events.close(waitingAtMost: .milliseconds(300))
      throw Failure(.hardware, "\(error)")
    }
    events.close(waitingAtMost: .milliseconds(300))
  }

  private func parts(
    _ settings: Settings, _ clock: SystemClock, _ events: EventQueue, _ memory: BlockMemory,
    _ latches: LatchMemory, _ learned: LearnedMemory, _ watchdogs: Watchdogs
  ) -> ControllerParts {
    let lease = settings.control.lease
    let leaseGuard = LeaseGuard(interval: LeaseGuard.interval(forLease: lease))
    return ControllerParts(
      clock: clock,
      openLines: { (pack) throws(OutputFailure) in
        let drivers = try PackDrivers(opening: pack.lines, clock: clock, leaseGuard: leaseGuard)
        return PackDrive(outputs: drivers.outputs, inputs: drivers.inputs)
      },
      openBus: { bus, _ in JKBus(bus, timing: .standard, clock: clock) },
      events: events, memory: memory, latches: latches, learned: learned, watchdogs: watchdogs)
  }

  /// Those that the service manager and the configuration ask for. A manager that cannot be told
  /// anything ends the service by itself; a device that is asked for must be there.
  private func watchdogs(_ file: ProgramSettings, _ say: Say) throws -> Watchdogs {
    var manager: NotifySocket?
    do throws(NotifyFailure) {
      manager = try NotifySocket(environment: ProcessInfo.processInfo.environment)
    } catch {
      say(.warning, "the service manager is told nothing: \(error).")
    }
    guard let path = file.watchdog else { return Watchdogs(manager: manager) }
    do throws(WatchdogFailure) {
      let lease = file.settings.control.lease
      return Watchdogs(manager: manager, device: try WatchdogDevice(path: path, lease: lease))
    } catch {
      throw Failure(.hardware, "\(error).")
    }
  }

  /// Opens the socket at which the controller can be asked. Without it the controller still runs.
  private func open(
    _ settings: Settings, _ controller: Controller, _ say: Say
  ) -> ControlSocket? {
    guard let path = settings.controlSocket else { return nil }
    do throws(ControlSocketFailure) {
      return try ControlSocket(path: path) { controller.answer($0) }
    } catch {
      say(.warning, "nothing can be asked or acknowledged: \(error).")
      return nil
    }
  }

  private func reload(
    _ path: String, replacing started: ProgramSettings, _ controller: Controller,
    _ hold: (Settings) -> Void, _ say: Say
  ) {
    do throws(SettingsErrors) {
      let file = try SettingsFile.loadProgram(toActOn: path) { say(.warning, $0) }
      if let problem = unknownTimeZone(file.settings) {
        return say(.error, "not reloaded, the old settings hold: \(problem)")
      }
      if file.watchdog != started.watchdog {
        say(.warning, "`watchdog` has changed: that holds from the next start on.")
      }
      hold(file.settings)
      controller.reload(file.settings)
    } catch {
      say(.error, "not reloaded, the old settings hold:\n\(error)")
    }
  }
}
