import BoardCatalog
public import ControlCore
public import Quantities

/// What a simulated pack really is: its heat, its charge, its pad and its charger.
///
/// Nothing of it is told to the controller but through the readings of the simulated board.
public struct PlantParameters: Hashable, Sendable {
  /// C of the cells; above zero.
  public var heatCapacity: JoulesPerKelvin
  /// UA of the enclosure when the mean of inside and outside is 10 °C; above zero.
  public var loss: WattsPerKelvin
  /// How much more the enclosure loses for each kelvin that it is warmer; −1 % to 1 %.
  ///
  /// Insulation conducts less in the cold: about 0.4 % for each kelvin. Source: EN ISO 10456,
  /// table 2, conversion for temperature. The loss stands for a minute, so that the model is no
  /// longer exact, but good to what the loss changes within a minute.
  public var lossPerKelvin: Percent
  /// The time constant with which the probes follow the cells.
  public var probeLag: Duration
  /// The pad's film, or `nil` where it is as warm as the cells.
  public var film: FilmSettings?
  /// The charge of the full pack; above zero.
  public var chargeCapacity: AmpereHours
  /// The voltage of a cell at rest.
  public var cellVoltage: VoltageCurve
  /// What the pack's voltage moves by for each ampere.
  public var internalResistance: Ohms
  /// The pad at 25 °C as it really is, or `nil` where there is none; above zero.
  public var padResistance: Ohms?
  /// How much more the pad has for each kelvin that its film is warmer; −1 % to 1 %.
  ///
  /// It stands for a minute, like the loss. Source: 0.39 % for copper; alloys of heaters have next
  /// to none.
  public var padPerKelvin: Percent
  /// What the charger puts into the pack while it may, until the pack is full.
  public var chargerCurrent: Amperes
  /// What other loads take out of the pack all the time, unless the charger feeds them.
  public var load: Watts
  /// The charge in the pack at the beginning.
  public var stateOfCharge: Percent
  /// The cells at the beginning; `nil` is as warm as the ambient.
  public var temperature: Celsius?
  /// The step in which the board reports its probes: a whole number of steps makes a kelvin. JK
  /// boards have 0.1 K; a finer one keeps what they round away out of the answer.
  public var probeResolution: Kelvins

  /// The plant that a configuration expects: the pad as its label says, or off by `padDeviation`,
  /// at the nominal voltage whatever its charge, half full, with a charger of 20 A and no load.
  public init(_ pack: PackSettings, padDeviation: Percent = .zero) {
    heatCapacity = pack.expectedHeatCapacity
    loss = pack.expectedLoss
    lossPerKelvin = .zero
    probeLag = pack.thermal.probeLag
    film = pack.thermal.film
    chargeCapacity = pack.expectedChargeCapacity
    cellVoltage = .flat(pack.chemistry.nominalCellVoltage)
    internalResistance = pack.thermal.internalResistance
    padResistance = (pack.heater?.resistance).map { $0 * (1 + padDeviation.fraction) }
    padPerKelvin = .zero
    chargerCurrent = Amperes(20)
    load = .zero
    stateOfCharge = Percent(50)
    temperature = nil
    probeResolution = Kelvins(0.01)
  }
}
