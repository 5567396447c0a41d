import ControlCore
import Quantities
import Testing

@testable import Planning

@Suite("When the charger returns") struct ChargerReturnTests {
  private static let hour = Duration.seconds(3600)

  @Test("a return counts after three hours of absence, once a day, and is to be remembered")
  func counts() {
    var returns = ChargerReturns()
    let start = utc(2026, 11, 10, 0, 0)
    // Hours since the start, presence, and whether it is a new return.
    let rows: [(Double, Measured<Bool>, Bool)] = [
      (0, .measured(true), false), (1, .measured(false), false), (3.9, .measured(true), false),
      (4, .measured(false), false), (7, .measured(true), true), (8, .measured(false), false),
      (12, .measured(true), false), (20, .measured(false), false),
      (21, .unknown(.notRead), false), (25, .measured(true), false),
      (26, .measured(false), false), (31, .measured(true), true),
    ]
    for (hours, presence, isNew) in rows {
      let span = ChargerReturnTests.hour * hours
      #expect(returns.note(presence, at: Uptime(span), start + span, zurich) == isNew, "\(hours) h")
    }
    let day = WallTime.day(year: 2026, month: 11, day: 10)
    #expect(
      returns.returns == [
        .init(day: day, time: TimeOfDay(minute: 8 * 60)),
        .init(day: day + 1, time: TimeOfDay(minute: 8 * 60)),
      ])
  }

  @Test(
    "the earliest of the last three is expected, around midnight too",
    arguments: [  // minutes of day on days 1 to n, the day asked about, and the minute expected
      ([480, 470], 3, nil), ([480, 470, 490], 4, 470), ([100, 480, 470, 490], 5, 470),
      ([1435, 5, 1430], 4, 1430), ([5, 10, 1430], 4, 1430), ([480, 470, 490], 8, 470),
      // Day 1 is eight days before day 9.
      ([480, 470, 490], 9, nil),
    ] as [([Int], Int, Int?)])
  func expected(minutes: [Int], day: Int, result: Int?) {
    let returns = ChargerReturns(
      minutes.enumerated().map { .init(day: $0.offset + 1, time: TimeOfDay(minute: $0.element)) })
    #expect(returns.expected(on: day)?.minute == result)
  }
}
