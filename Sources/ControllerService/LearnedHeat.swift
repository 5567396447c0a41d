public import ControlCore
import Foundation
import Quantities

/// What the running controller has learned of a pack's heat, for whoever asks.
public struct LearnedHeat: Hashable, Sendable {
  /// How long the pad still needs until the pack may be charged.
  public struct WarmUp: Hashable, Sendable {
    /// The shortest, the most likely and the longest time.
    public var shortest, likely: Duration
    /// `nil` where the pad may never get there.
    public var longest: Duration?
  }

  /// Heat capacity, loss and ambient, as far as they are known.
  public var estimate = ThermalEstimate.unknown
  /// The windows of heating and cooling that they come from.
  public var windowCount = 0
  /// `nil` where the pack is not cold, or too little is known.
  public var warmUp: WarmUp?
}

extension LearnedHeat {
  /// For programs: null for unknown.
  var jsonObject: [String: Any] {
    var object: [String: Any] = ["windows": windowCount]
    put("heatCapacity", "JoulesPerKelvin", estimate.capacity, &object)
    put("loss", "WattsPerKelvin", estimate.loss, &object)
    put("ambient", "Celsius", estimate.ambient, &object)
    let unknown: Any = NSNull()
    object["timeToWarmSeconds"] = warmUp?.likely.seconds ?? unknown
    object["timeToWarmShortestSeconds"] = warmUp?.shortest.seconds ?? unknown
    object["timeToWarmLongestSeconds"] = warmUp?.longest?.seconds ?? unknown
    return object
  }

  private func put<Value: Quantity>(
    _ name: String, _ unit: String, _ interval: Interval<Value>?, _ object: inout [String: Any]
  ) {
    let unknown: Any = NSNull()
    object["\(name)\(unit)"] = interval?.likely.rawValue ?? unknown
    object["\(name)Lower\(unit)"] = interval?.lower.rawValue ?? unknown
    object["\(name)Upper\(unit)"] = interval?.upper.rawValue ?? unknown
  }
}
