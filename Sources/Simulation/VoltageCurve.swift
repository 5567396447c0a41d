public import BoardCatalog
public import Quantities

/// The voltage of a cell at rest over its state of charge: straight lines between points.
public struct VoltageCurve: Hashable, Sendable {
  /// A point of the curve.
  public struct Point: Hashable, Sendable {
    /// 0 % to 100 %.
    public var stateOfCharge: Percent
    /// The cell's voltage there.
    public var voltage: Volts

    /// A point.
    public init(_ stateOfCharge: Percent, _ voltage: Volts) {
      (self.stateOfCharge, self.voltage) = (stateOfCharge, voltage)
    }
  }

  private let points: [Point]

  /// A curve through points, the emptiest first; at least one, and each fuller than the last.
  public init(_ points: [Point]) {
    precondition(!points.isEmpty, "a curve has a point")
    precondition(
      zip(points, points.dropFirst()).allSatisfy { $0.stateOfCharge < $1.stateOfCharge },
      "each point is fuller than the one before")
    self.points = points
  }

  /// The same voltage at every charge.
  public static func flat(_ voltage: Volts) -> VoltageCurve {
    VoltageCurve([Point(Percent(0), voltage)])
  }

  /// Whether the voltage is the same at every charge.
  var isFlat: Bool { points.count == 1 }

  /// The voltage at a state of charge; beyond the ends that of the end.
  public func voltage(at stateOfCharge: Percent) -> Volts {
    guard var below = points.first, stateOfCharge > below.stateOfCharge else {
      return points[0].voltage
    }
    for point in points.dropFirst() {
      if stateOfCharge < point.stateOfCharge {
        let share: Double =
          (stateOfCharge - below.stateOfCharge) / (point.stateOfCharge - below.stateOfCharge)
        return below.voltage + (point.voltage - below.voltage) * share
      }
      below = point
    }
    return below.voltage
  }

  /// The curve of a common cell of this chemistry.
  ///
  /// Source: LFP from a chart of 12 V packs at rest (gridwright.com, LiFePO4 voltage chart, a
  /// quarter each; 3.65 V at 100 % are seen while charging only). Li-ion and LTO are straight lines
  /// between the catalogue's lowest, nominal and highest voltage.
  public static func common(_ chemistry: Chemistry) -> VoltageCurve {
    switch chemistry {
    case .lfp:
      VoltageCurve([
        Point(Percent(0), Volts(2.5)), Point(Percent(10), Volts(3.0)),
        Point(Percent(20), Volts(3.2)), Point(Percent(30), Volts(3.25)),
        Point(Percent(40), Volts(3.3)), Point(Percent(70), Volts(3.325)),
        Point(Percent(90), Volts(3.35)), Point(Percent(99), Volts(3.4)),
      ])
    case .liIon, .lto:
      VoltageCurve([
        Point(Percent(0), chemistry.minimumCellVoltage),
        Point(Percent(50), chemistry.nominalCellVoltage),
        Point(Percent(100), chemistry.maximumCellVoltage),
      ])
    }
  }
}
