import ControlCore
import ControllerService
import Foundation
import Planning
import Quantities
import Testing

@Suite("Time zones of the machine, and what is remembered for a schedule") struct PackScheduleTests
{
  @Test("Zürich changes by the rule of the EU, at 01:00 UTC, and UTC never does")
  func zones() throws {
    let zone = try #require(ZoneTable(named: "Europe/Zurich"))
    // The last Sundays of March and October 2026. Source: tz database, rule EU.
    let summer = WallTime(day: WallTime.day(year: 2026, month: 3, day: 29)) + .seconds(3600)
    let winter = WallTime(day: WallTime.day(year: 2026, month: 10, day: 25)) + .seconds(3600)
    for (instant, hours) in [
      (summer + .seconds(-1), 1), (summer, 2), (winter + .seconds(-1), 2), (winter, 1),
    ] {
      #expect(zone.secondsAhead(at: instant) == Int64(hours * 3600))
    }
    let utc = try #require(ZoneTable(named: "UTC"))
    #expect(utc.secondsAhead == 0 && utc.changes.isEmpty)
    #expect(ZoneTable(named: "Europe/Zuerich") == nil)
    #expect(ZoneTable(named: nil) != nil)
  }

  @Test("the machine's calendar is that of Foundation")
  func calendar() throws {
    let now = try #require(SystemCalendar.now())
    #expect(abs(Double(now.seconds) - Date().timeIntervalSince1970) < 60)
  }

  @Test("the charger's returns survive a restart; a damaged file remembers nothing")
  func returns() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "returns-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "charger-returns").path
    let three = ChargerReturns([
      .init(day: 20_001, time: TimeOfDay(minute: 480)),
      .init(day: 20_002, time: TimeOfDay(minute: 470)),
      .init(day: 20_003, time: TimeOfDay(minute: 490)),
    ])
    let memory = ReturnMemory(path: path)
    #expect(memory.returns(of: "shed") == ChargerReturns())
    #expect(memory.store(three, of: "shed") == nil)
    #expect(memory.store(ChargerReturns(), of: "roof") == nil)
    let again = ReturnMemory(path: path)
    #expect(again.returns(of: "shed") == three)
    #expect(again.returns(of: "roof") == ChargerReturns())
    for damage in ["", "{", #"{"shed": [[1, 2, 3]]}"#, #"{"shed": [7]}"#] {
      try Data(damage.utf8).write(to: URL(fileURLWithPath: path))
      #expect(ReturnMemory(path: path).returns(of: "shed") == ChargerReturns())
    }
    #expect(
      ReturnMemory(path: "/proc/nothing/charger-returns").store(three, of: "shed")?
        .hasPrefix("cannot remember when the charger returned") == true)
  }
}
