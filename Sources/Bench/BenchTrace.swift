import BoardCatalog
public import ControlCore
public import Quantities

/// What was seen of one pack in a run: every change of its outputs, of the reason and of the
/// thresholds, and whether a rule was ever broken.
public struct BenchTrace: Hashable, Sendable {
  /// A change.
  public struct Turn: Hashable, Sendable {
    /// When.
    public var time: Uptime
    /// Both outputs from then on.
    public var outputs: Outputs
    /// What really was on: switches that are stuck are, and nothing is without the master relay.
    public var fed: Outputs
    /// Whether the master relay was closed.
    public var hasPower: Bool
    /// What the cells really had.
    public var cells: Celsius
    /// What has gone wrong so far.
    public var alarms: FaultSet
    /// Why the outputs are so, as far as anything has been decided.
    public var reason: Reason?
    /// What the temperatures are compared with, where that is known.
    public var thresholds: Thresholds?
    /// How much lower the coldest probe may be than it reports.
    public var doubt: Kelvins
  }

  /// The most turns that are kept; later ones are not.
  static let turnsKept = 4096

  /// The pack's settings.
  public let pack: PackSettings
  /// The pack as it was when it was first seen.
  public private(set) var beginning: PackPlant?
  /// The changes, oldest first. The first is the beginning.
  public private(set) var turns: [Turn] = []
  /// When the pack was last seen.
  public private(set) var lastSeen = Uptime.start
  /// How often the pack was seen.
  public private(set) var sightCount = 0
  /// When both outputs were first seen on together (S1), or `nil`.
  public private(set) var bothOnAt: Uptime?
  /// When charging was first seen on at or below the protection (S2), or `nil`.
  public private(set) var coldChargeAt: Uptime?
  /// When the pad was first seen on over a limit of the board (S3), or `nil`.
  public private(set) var overLimitAt: Uptime?

  /// When a write was first asked of the board, which nobody may, or `nil`.
  public private(set) var wroteAt: Uptime?

  /// Nothing has been seen of a pack with these settings.
  public init(_ pack: PackSettings) { self.pack = pack }

  /// Takes in what is seen, with the decision that the outputs come from, where there is one.
  public mutating func note(_ sight: BenchSight, _ decision: Decision?) {
    if beginning == nil { beginning = sight.plant }
    sightCount += 1
    lastSeen = sight.time
    checkRules(sight, decision)
    let turn = Turn(
      time: sight.time, outputs: sight.outputs, fed: sight.plant.effective(sight.outputs),
      hasPower: sight.plant.hasPower, cells: sight.plant.cells,
      alarms: decision?.alarms ?? [], reason: decision?.reason,
      thresholds: decision?.figures.thresholds,
      doubt: decision?.figures.coldest.value.map { $0.reported - $0.lowest } ?? .zero)
    if turns.last.map({ turn.isNews(after: $0) }) ?? true, turns.count < BenchTrace.turnsKept {
      turns.append(turn)
    }
  }

  /// The first turn at or after an instant that `isIt`.
  public func first(from time: Uptime = .start, where isIt: (Turn) -> Bool) -> Turn? {
    turns.first { $0.time >= time && isIt($0) }
  }

  /// The turns at which an output changed, and the beginning.
  public var outputTurns: [Turn] {
    var (last, changes) = (Outputs?.none, [Turn]())
    for turn in turns where turn.outputs != last {
      changes.append(turn)
      last = turn.outputs
    }
    return changes
  }

  private mutating func checkRules(_ sight: BenchSight, _ decision: Decision?) {
    let (outputs, plant) = (sight.outputs, sight.plant)
    if sight.boardWrites > 0 { wroteAt = wroteAt ?? sight.time }
    if outputs.charge, outputs.heater { bothOnAt = bothOnAt ?? sight.time }
    let protection = decision?.figures.thresholds?.protection ?? pack.chemistry.chargeFloor
    if outputs.charge, plant.cells <= protection { coldChargeAt = coldChargeAt ?? sight.time }
    if outputs.heater {
      let isWithin =
        if let heater = pack.heater, let rating = pack.heaterRating {
          HeaterDraw(heater, packVoltage: plant.packVoltage).exceeded(of: rating) == nil
        } else { false }
      if !isWithin { overLimitAt = overLimitAt ?? sight.time }
    }
  }
}

extension BenchTrace.Turn {
  fileprivate func isNews(after last: BenchTrace.Turn) -> Bool {
    outputs != last.outputs || fed != last.fed || hasPower != last.hasPower || reason != last.reason
      || thresholds != last.thresholds
      || alarms != last.alarms
  }
}
