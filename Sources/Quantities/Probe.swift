/// A battery temperature sensor of a JK board.
///
/// T3 and the MOSFET sensor sit on the board, not on cells: they are not probes and have no case
/// here. T4 and T5 exist on `JK_PB` models only. Source: JK RS485 Modbus V1.1 field list and
/// captures from B, BD and PB boards, in which T3 equals the MOSFET temperature throughout.
public enum Probe: Int, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case t1, t2, t4, t5

  /// The name in JK's app: `T1`, `T2`, `T4`, `T5`.
  public var description: String {
    switch self {
    case .t1: "T1"
    case .t2: "T2"
    case .t4: "T4"
    case .t5: "T5"
    }
  }
}

/// One value for each battery probe, in fixed places so that copying it never allocates.
public struct PerProbe<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Battery probe 1.
  public var t1: Value
  /// Battery probe 2.
  public var t2: Value
  /// Battery probe 4, on `JK_PB` models.
  public var t4: Value
  /// Battery probe 5, on `JK_PB` models.
  public var t5: Value

  /// One value for each probe.
  public init(t1: Value, t2: Value, t4: Value, t5: Value) {
    (self.t1, self.t2, self.t4, self.t5) = (t1, t2, t4, t5)
  }

  /// The same value for every probe.
  public init(all value: Value) { self.init(t1: value, t2: value, t4: value, t5: value) }

  /// The value of one probe.
  public subscript(probe: Probe) -> Value {
    @inlinable get {
      switch probe {
      case .t1: t1
      case .t2: t2
      case .t4: t4
      case .t5: t5
      }
    }
    @inlinable set {
      switch probe {
      case .t1: t1 = newValue
      case .t2: t2 = newValue
      case .t4: t4 = newValue
      case .t5: t5 = newValue
      }
    }
  }
}

/// What a probe's report says: the temperature to show, and the lowest that it can stand for.
///
/// The two differ where the protocol rounds or saturates: 4E 57 reports −5 °C for anything from
/// −5 down to −6, and −40 °C for −40 and everything colder.
public struct ProbeTemperature: Hashable, Sendable {
  /// The temperature as the board's own display shows it.
  public var reported: Celsius
  /// The coldest temperature that this report can mean; protection is decided with this one.
  public var lowest: Celsius

  /// A report and the coldest temperature that it can mean.
  public init(reported: Celsius, lowest: Celsius) {
    (self.reported, self.lowest) = (reported, lowest)
  }

  /// A report that means what it says.
  public init(exactly temperature: Celsius) {
    self.init(reported: temperature, lowest: temperature)
  }
}
