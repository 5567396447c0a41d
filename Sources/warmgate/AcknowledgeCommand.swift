import ArgumentParser
import ControlCore
import ControllerService
import Foundation

/// How to reach the running controller.
struct ControllerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The configuration that the controller runs with.", valueName: "file"))
  var config: String?

  @Option(name: .long, help: ArgumentHelp("The controller's socket.", valueName: "path"))
  var socket: String?

  /// Asks the controller. Throws where it cannot be reached, and where it says no.
  func ask(_ request: ControlRequest) throws -> [String: Any] {
    let path: String
    if let socket {
      path = socket
    } else if let config {
      path = try loadSettings(config).controlSocket ?? Settings.standardControlSocket
    } else {
      path = Settings.standardControlSocket
    }
    let reply: String
    do throws(ControlSocketFailure) {
      reply = try ControlSocket.ask(request.line, at: path)
    } catch {
      throw Failure(.hardware, "\(error)")
    }
    guard
      let object = try? JSONSerialization.jsonObject(with: Data(reply.utf8)) as? [String: Any]
    else { throw Failure(.hardware, "\(path): the answer is not the controller's: \(reply)") }
    guard object["ok"] as? Bool == true else {
      throw Failure(.answerIsNo, object["sentence"] as? String ?? reply)
    }
    return object
  }
}

/// `warmgate acknowledge`: clears a latched fault.
struct AcknowledgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge",
    abstract: "Clears a latched fault of a pack, once what caused it is gone.",
    discussion: """
      Heater faults and faults of a switch stay until a person has looked, across restarts. \
      `warmgate status` lists them. The very first start has `latches-unknown`.

      Example: warmgate acknowledge shed heater-open
      """)

  @Argument(help: "The pack, as in the configuration.")
  var pack: String

  @Argument(help: "The fault, for example heater-open.")
  var fault: String

  @OptionGroup var controller: ControllerOptions

  func run() throws {
    guard let known = Fault(rawValue: fault) else {
      let names = FaultSet.latching.faults.map(\.rawValue).joined(separator: ", ")
      throw Failure(.usage, "there is no fault \"\(fault)\"; those that latch are: \(names)")
    }
    let answer = try controller.ask(.acknowledge(pack: pack, fault: known))
    print(answer["sentence"] as? String ?? "done")
  }
}
