public import ControlCore
public import Quantities

/// What a simulation came to.
public struct SimulationResult: Hashable, Sendable {
  /// How long was simulated.
  public var span = Duration.zero
  /// All heat that the pad gave.
  public var padEnergy = Joules.zero
  /// The part of it that the charger gave (`supply: charger`); the pack gave the rest.
  public var padEnergyFromCharger = Joules.zero
  /// How many times the pad went on.
  public var heaterStarts = 0
  /// How long it was on.
  public var heaterOn = Duration.zero
  /// How many times the charge gate went on.
  public var chargeStarts = 0
  /// How long the charge gate was off, charger or not.
  public var chargeBlocked = Duration.zero
  /// How long it was off while a charger was there and the pack was not full.
  public var chargeWanted = Duration.zero
  /// What the charger gave to the pack.
  public var charged = AmpereHours.zero
  /// What a pack that nothing ever blocks, with the same loads and the same heat, takes in more:
  /// how far it gets ahead of this one in each visit of the charger, summed over the visits. What
  /// comes later in the same visit is late and not missed, and the same room is missed only once.
  public var missedCharge = AmpereHours.zero
  /// The first time at which charging was permitted; `nil` where it never was.
  public var firstChargeAllowed: Duration?
  /// The first time at which the pack was warm, once it had been blocked by cold; `nil` where it
  /// never was.
  public var firstRecovery: Duration?
  /// The coldest that a probe showed.
  public var coldest = Celsius(.infinity)
  /// The hottest that a probe showed.
  public var hottest = Celsius(-.infinity)
  /// How long the coldest probe was at or below each watched temperature, in their order.
  public var below: [TimeBelow] = []
  /// How full the pack was in the end, 0 % to 100 %.
  public var stateOfCharge = Percent.zero
  /// The cells in the end.
  public var cells = Celsius(0)
  /// What went wrong on the way, as the controller saw it.
  public var alarms: FaultSet = []
  /// When the first fault that latches did so; from then on a person is waited for.
  public var firstLatched: Duration?
  /// How many times the pack was to be warm, by its schedule.
  public var dueTimes = 0
  /// How many of these times it could be charged.
  public var dueTimesReady = 0
  /// Why the schedule could not be followed, at one time or another.
  public var preheatDoubts: Set<PreheatDoubt> = []
  /// How many cycles the controller ran; the others were leapt over, because nothing could change.
  public var cyclesRun = 0
  /// How many cycles the span has.
  public var cycles = 0

  /// How long a pack was at or below a temperature.
  public struct TimeBelow: Hashable, Sendable {
    /// The temperature.
    public var temperature: Celsius
    /// How long the coldest probe was at or below it.
    public var span: Duration
  }

  /// The pack's part of the pad's energy.
  public var padEnergyFromPack: Joules { padEnergy - padEnergyFromCharger }

  /// How often a relay that switches the pad can do so before it wears out.
  /// Source: Omron G5LE data sheet, electrical durability at rated load: 100 000 operations.
  public static let relayOperations = 100_000

  /// The share of a pad relay's life that was used.
  public var relayLifeUsed: Percent {
    Percent(100 * Double(heaterStarts) / Double(SimulationResult.relayOperations))
  }
}
