import ControlCore
import Quantities
import Testing

@testable import Worlds

@Suite("Every state that the controller can come to") struct ExplorationTests {
  /// The whole product of inputs is visited by `warmgate-worlds --explore`.
  @Test("breaks no rule and has a way back, with longer delays and a part of the inputs")
  func everyState() throws {
    let figures = try Exploration(narrow: true).run()
    // 3 bands × charger × 2 conditions × 2 orders, a line that is down × charger × 2 orders, and 2
    // more schedules for each answer without a charger.
    #expect(figures.situations == 3 * 2 * 2 * 2 + 2 * 2 + 3 * 2 * 2 * 2)
    #expect(figures.states > 1000)
    #expect(figures.transitions == figures.states * figures.situations)
  }

  @Test("the whole product has every input in it")
  func product() {
    // 6 bands × charger × 6 conditions × 4 orders with an answer; a silent line and one that is
    // down × charger × 4 orders; and 2 more schedules for each answer without a charger.
    #expect(Situation.all.count == 6 * 2 * 6 * 4 + 2 * 2 * 4 + 6 * 6 * 4 * 2)
    #expect(Set(Situation.all).count == Situation.all.count)
  }

  @Test("the key knows every field of what it is the key of")
  func fields() {
    let states: [Any] = [
      ControllerState(), ControllerState().charge, Interlock(), ControllerState().supervisor,
      ControllerState().supervisor.pad, ControllerState().probes.t1,
    ]
    for state in states {
      let mirror = Mirror(reflecting: state)
      let name = String(describing: mirror.subjectType)
      #expect(ExploredKey.fields[name] == Set(mirror.children.compactMap(\.label)), "\(name)")
    }
  }
}
