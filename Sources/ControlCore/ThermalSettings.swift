public import Quantities

/// How a pack takes up heat and loses it, and how it gives its charge.
///
/// What is `nil` nobody has measured. Simulations then work with the expected values of
/// `PackSettings`, and rules that judge the real pack with a bound that is safe for any.
public struct ThermalSettings: Hashable, Sendable {
  /// C: the heat that raises the cells by one kelvin; above zero.
  public var heatCapacity: JoulesPerKelvin?
  /// UA: the heat that the enclosure loses for each kelvin above the ambient; above zero.
  public var loss: WattsPerKelvin?
  /// The time constant with which a probe follows its cells; zero follows at once.
  ///
  /// Source: 5 to 30 s with good contact; NTC 10 kΩ data sheets (cnfx, ATC Semitec) give below
  /// 10 s in still air and below 5 s on metal. Against the hours of a pack that is nothing.
  public var probeLag: Duration
  /// The pad's own film, or `nil` where it is not told from the cells.
  public var film: FilmSettings?
  /// The charge of a full pack.
  public var chargeCapacity: AmpereHours?
  /// What the voltage sags by for each ampere; zero is a voltage that no load moves.
  public var internalResistance: Ohms

  /// Thermal settings; none of them known unless given.
  public init(
    heatCapacity: JoulesPerKelvin? = nil, loss: WattsPerKelvin? = nil, probeLag: Duration = .zero,
    film: FilmSettings? = nil, chargeCapacity: AmpereHours? = nil, internalResistance: Ohms = .zero
  ) {
    self.heatCapacity = heatCapacity
    self.loss = loss
    self.probeLag = probeLag
    self.film = film
    self.chargeCapacity = chargeCapacity
    self.internalResistance = internalResistance
  }

  /// Nothing known.
  public static let unknown = ThermalSettings()
}

/// The film of a heating pad, between its wire and the cells.
///
/// Source: a silicone pad of 16 cells has about 200 J/K and 5 W/K (0.2 K/W), worked out from its
/// mass; it then follows within 40 s and runs 26 K above the cells at 131 W.
public struct FilmSettings: Hashable, Sendable {
  /// What raises the film by one kelvin; above zero.
  public var heatCapacity: JoulesPerKelvin
  /// What flows into the cells for each kelvin that the film is hotter; above zero.
  public var coupling: WattsPerKelvin

  /// A film.
  public init(heatCapacity: JoulesPerKelvin, coupling: WattsPerKelvin) {
    (self.heatCapacity, self.coupling) = (heatCapacity, coupling)
  }
}

extension PackSettings {
  /// The charge of a full pack: as configured, or 280 Ah, the commonest cell of such packs.
  public var expectedChargeCapacity: AmpereHours {
    thermal.chargeCapacity ?? ThermalSettings.commonChargeCapacity
  }

  /// The heat capacity to reckon with: as configured, or 5.53 kJ/K for each cell in series of
  /// 280 Ah, and in proportion for other charges.
  ///
  /// Source: 5.42 kg (LF280K) of 1020 J/kgK (LUT thesis 10024/171871); crino.de gives 10 % of drift
  /// over the working range. Other chemistries lie at 800 to 1130 J/kgK (batterydesign.net).
  public var expectedHeatCapacity: JoulesPerKelvin {
    let share: Double = expectedChargeCapacity / ThermalSettings.commonChargeCapacity
    return thermal.heatCapacity
      ?? ThermalSettings.commonHeatCapacityPerString * (Double(stringCount) * share)
  }

  /// The loss to reckon with: as configured, or 0.1 W/K for each cell in series.
  ///
  /// Source: 25 mm of XPS around 4 to 24 cells of 280 Ah lose 0.15 to 0.074 W/K for each, worked
  /// out from the mid-plane area with 0.034 W/mK and 8 and 15 W/m²K at the faces. Measured:
  /// 0.38 W/K for 4 cells in 50 mm (Leisure Solar), against 0.40 W/K worked out.
  public var expectedLoss: WattsPerKelvin {
    thermal.loss ?? ThermalSettings.commonLossPerString * Double(stringCount)
  }
}

extension ThermalSettings {
  fileprivate static let commonChargeCapacity = AmpereHours(280)
  fileprivate static let commonHeatCapacityPerString = JoulesPerKelvin(5.42 * 1020)
  fileprivate static let commonLossPerString = WattsPerKelvin(0.1)
}
