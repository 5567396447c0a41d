import ControlCore
public import Quantities
import ThermalModel

/// A run of the heater from its beginning to its end, beside the closed form for the same rise.
public struct HeatUp: Hashable, Sendable {
  /// When the heater went on.
  public var began: Uptime
  /// When it went off.
  public var ended: Uptime
  /// The cells when it went on.
  public var from: Celsius
  /// The temperature of the cells at which heating had to end.
  public var to: Celsius
  /// How long the configured pad needs for that, from the closed form of `ThermalNode`.
  public var closedForm: Duration

  /// How long it took.
  public var took: Duration { ended - began }
  /// How much longer it took than the closed form says; negative where it was quicker.
  public var difference: Percent { Percent(100 * (took / closedForm - 1)) }

  /// The most by which a run may differ from the closed form. A reading of 0.1 °C and a cycle of
  /// 1 s are less than half of it over a rise of 10 K.
  public static let allowedDifference = Percent(1)
}

extension BenchTrace {
  /// The first run of the heater at or after an instant, with the closed form for the pad as it is
  /// configured; `nil` where it did not end, or the closed form has no answer.
  public func heatUp(from time: Uptime = .start) -> HeatUp? {
    guard let on = first(from: time, where: { $0.outputs.heater }),
      let off = first(from: on.time, where: { !$0.outputs.heater }),
      let stop = turns.last(where: { $0.time < off.time })?.thresholds?.stop,
      var plant = beginning
    else { return nil }
    plant.cells = on.cells
    plant.padResistance = pack.heater?.resistance
    // A probe reported in whole degrees ends heating only where even its lowest meaning is warm.
    let target = stop + off.doubt
    guard let closedForm = plant.heatUpTime(to: target) else { return nil }
    return HeatUp(
      began: on.time, ended: off.time, from: on.cells, to: target, closedForm: closedForm)
  }
}
