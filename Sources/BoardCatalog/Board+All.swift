import Quantities

/// The columns of the table below, in its order; the units are those of its header.
private func row(
  _ name: String, _ liIon: ClosedRange<Int>, _ lfp: ClosedRange<Int>, _ lto: ClosedRange<Int>,
  _ balance: Double, _ milliohms: Double?, _ continuous: Double, _ twoMinutes: Double?,
  _ overcurrent: Double, _ heating: HeatingOption, _ size: String, _ wiring: Board.Wiring
) -> Board {
  Board(
    name: name, liIonStrings: liIon, lfpStrings: lfp, ltoStrings: lto,
    balanceCurrent: Amperes(balance), mainCircuitResistance: milliohms.map { Ohms($0 / 1000) },
    continuousCurrent: Amperes(continuous), twoMinuteCurrent: twoMinutes.map { Amperes($0) },
    chargeOvercurrentRange: Amperes(10)...Amperes(overcurrent), heating: heating, size: size,
    wiring: wiring)
}

// The words of the table below.
private let w200 = HeatingOption.optional(.standard)
private let w100 = HeatingOption.optional(.limited100W)
private let none = HeatingOption.unavailable
private let one = Board.Wiring.commonPort
private let two = Board.Wiring.splitPort

extension Board {
  /// Every board in the maker's table, in its order; a test compares it with `hw/boards.csv`.
  // swift-format-ignore
  public static let all: [Board] = [
    // Currents in their order: balancer, continuous, for two minutes, highest over-current.
    // name           Li-ion  LFP     LTO      A    mΩ    A     A    A     heat  mm            ports
    row("BD4A17S4P",  7...17, 8...17, 12...17, 0.4, 2.8,  40,   60,  40,   w200, "110x73x18",  one),
    row("BD4A20S4P",  7...20, 8...20, 12...20, 0.4, 2.8,  40,   60,  40,   w200, "110x73x18",  one),
    row("BD4A24S4P",  7...24, 8...24, 12...24, 0.4, 2.8,  40,   60,  40,   w200, "116x83x18",  one),
    row("BD6A17S6P",  7...17, 8...17, 12...17, 0.6, 1.53, 60,   100, 60,   w200, "133x81x18",  one),
    row("BD6A20S6P",  7...20, 8...20, 12...20, 0.6, 1.53, 60,   100, 60,   w200, "133x81x18",  one),
    row("BD6A24S6P",  7...24, 8...24, 12...24, 0.6, 1.53, 60,   100, 60,   w200, "133x81x18",  one),
    row("BD6A17S8P",  7...17, 8...17, 12...17, 0.6, 1.2,  80,   150, 80,   w200, "133x81x18",  one),
    row("BD6A20S8P",  7...20, 8...20, 12...20, 0.6, 1.2,  80,   150, 80,   w200, "133x81x18",  one),
    row("BD6A24S8P",  7...24, 8...24, 12...24, 0.6, 1.2,  80,   150, 80,   w200, "162x102x20", one),
    row("BD6A20S10P", 7...20, 8...20, 12...20, 0.6, 1,    100,  200, 100,  w200, "162x102x20", one),
    row("BD6A24S10P", 7...24, 8...24, 12...24, 0.6, 1,    100,  200, 100,  w200, "162x102x20", one),
    row("B1A17S12P",  7...17, 8...17, 12...17, 0.6, 0.65, 120,  250, 100,  w200, "162x102x20", one),
    row("B1A20S12P",  7...20, 8...20, 12...20, 0.6, 0.65, 120,  250, 100,  w200, "162x102x20", one),
    row("B1A20S15P",  7...20, 8...20, 12...20, 1,   0.65, 150,  300, 150,  w200, "162x102x20", one),
    row("B1A24S15P",  7...24, 8...24, 12...24, 1,   0.65, 150,  300, 150,  w200, "162x102x20", one),
    row("B2A24S15P",  7...24, 8...24, 12...24, 2,   0.47, 150,  300, 150,  w200, "162x102x20", one),
    row("B2A20S20P",  7...20, 8...20, 12...20, 2,   0.47, 200,  350, 200,  w200, "162x102x20", one),
    row("B2A24S20P",  7...24, 8...24, 12...24, 2,   0.47, 200,  350, 200,  w200, "162x102x20", one),
    row("BD4A8S4P",   3...8,  4...8,  6...8,   0.4, 2.8,  40,   60,  40,   w200, "110x73x18",  one),
    row("B1A8S10P",   3...8,  4...8,  6...8,   1,   0.3,  100,  200, 100,  w200, "153x136x18", one),
    row("B1A8S20P",   3...8,  4...8,  6...8,   1,   0.3,  200,  350, 200,  w200, "153x136x18", one),
    row("B2A8S20P",   3...8,  4...8,  6...8,   2,   0.3,  200,  350, 200,  w100, "153x136x18", one),
    row("B2A25SRP",   8...25, 8...25, 12...25, 2,   nil,  1000, nil, 1000, none, "189x94x24",  two),
    row("B5A25S60P",  8...25, 8...25, 12...25, 5,   nil,  500,  nil, 600,  none, "234x134x32", two),
  ]

  /// The board of this model, in any case and with or without the maker's prefix `JK-` or `JK_`.
  public static func named(_ name: String) -> Board? {
    var wanted = name.uppercased()
    if wanted.hasPrefix("JK-") || wanted.hasPrefix("JK_") { wanted.removeFirst(3) }
    return all.first { $0.name == wanted }
  }
}
