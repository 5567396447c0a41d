import Quantities

/// Fields to the register image, for an emulated board.
enum RegisterEncoding {
  /// The status block of a board that says `status`.
  ///
  /// A probe that is `.absent` reads −200.0 °C with its presence bit clear, any other unknown one
  /// an impossible number. On models without T4 and T5 those read the phantom 0.0 °C of real
  /// boards, and T3 repeats the MOSFET sensor on all.
  static func status(_ status: BoardStatus, model: String) -> RegisterImage {
    var image = RegisterImage(.status)
    encodeCells(status.cellVoltages, into: &image)
    setScaled(.packVoltage, status.packVoltage.value?.rawValue ?? 0, &image)
    setScaled(.packVoltageCoarse, status.packVoltage.value?.rawValue ?? 0, &image)
    let power = (status.packVoltage.value?.rawValue ?? 0) * (status.current.value?.rawValue ?? 0)
    setScaled(.power, power.magnitude, &image)
    setScaled(.current, status.current.value?.rawValue ?? 0, &image)
    image.set(.alarms, to: Int(UInt32(truncatingIfNeeded: status.alarms.value?.rawValue ?? 0)))
    image.set(.stateOfCharge, to: Int(status.stateOfCharge.value?.rawValue.rounded() ?? 0))
    image.set(.chargeMosfet, to: status.chargeMosfetOn.value == true ? 1 : 0)
    image.set(.dischargeMosfet, to: status.dischargeMosfetOn.value == true ? 1 : 0)
    image.set(.heating, to: status.heatingOn.value == true ? 1 : 0)
    image.set(.emergencySeconds, to: status.emergency.value == true ? 60 : 0)
    setScaled(.heaterCurrent, status.heaterCurrent.value?.rawValue ?? 0, &image)
    image.set(.chargerPlugged, to: status.chargerPlugged.value == true ? 1 : 0)
    encodeSensors(status, model: model, into: &image)
    return image
  }

  /// The settings block of a board on which the app has set `settings`.
  static func settings(_ settings: BoardSettings, deviceAddress: Int) -> RegisterImage {
    var image = RegisterImage(.settings)
    let temperatures: [(RegisterField, Measured<Celsius>)] = [
      (.chargeProtection, settings.chargeProtection), (.chargeRecovery, settings.chargeRecovery),
      (.chargeOvertemperature, settings.chargeOvertemperature),
      (.chargeOvertemperatureRecovery, settings.chargeOvertemperatureRecovery),
    ]
    for (field, value) in temperatures {
      switch value {
      case .measured(let celsius): setScaled(field, celsius.rawValue, &image)
      case .unknown: image.set(field, to: impossible32)
      }
    }
    image.set(.stringCount, to: settings.stringCount.value ?? 0)
    image.set(.chargeSwitch, to: settings.chargeSwitchOn.value == true ? 1 : 0)
    image.set(.dischargeSwitch, to: 1)
    image.set(.deviceAddress, to: deviceAddress)
    let heating = settings.heatingSwitchOn.value == true ? 1 : 0
    let probesDisabled = settings.probesDisabled.value == true ? 2 : 0
    image.set(.controlWord, to: heating | probesDisabled)
    // Older boards keep their battery alarm temperatures here, 60 and 50 °C from the factory.
    image.set(.heatStart, to: Int(settings.heatStart.value?.rawValue.rounded() ?? 60))
    image.set(.heatStop, to: Int(settings.heatStop.value?.rawValue.rounded() ?? 50))
    return image
  }

  /// The info block of the board `identity`.
  static func info(_ identity: BoardIdentity) -> RegisterImage {
    var image = RegisterImage(.info)
    image.set(.model, to: identity.model.value ?? "")
    image.set(.hardware, to: identity.hardware.value ?? "")
    image.set(.firmware, to: identity.firmware.value ?? "")
    return image
  }

  /// 3276.7 °C: what an implausible sensor reads.
  private static let impossible16 = 0x7FFF
  /// What an implausible setting reads.
  private static let impossible32 = 0x7FFF_FFFF

  private static func encodeCells(_ cells: [Volts], into image: inout RegisterImage) {
    precondition(cells.count <= 32, "a JK board has at most 32 cells")
    for index in 0..<32 { image.set(.cellVoltage, to: 0, index: index) }
    for (index, cell) in cells.enumerated() {
      image.set(.cellVoltage, to: Int((cell.rawValue * 1000).rounded()), index: index)
    }
    image.set(.cellsPresent, to: (1 << cells.count) - 1)
    guard let lowest = cells.min(), let highest = cells.max() else { return }
    let total = cells.reduce(Volts.zero, +)
    setScaled(.averageCellVoltage, total.rawValue / Double(cells.count), &image)
    setScaled(.cellVoltageDifference, (highest - lowest).rawValue, &image)
  }

  private static func encodeSensors(
    _ status: BoardStatus, model: String, into image: inout RegisterImage
  ) {
    var present = 0xFF
    func encode(_ field: RegisterField, bit: Int, _ value: Measured<Celsius>) {
      switch value {
      case .measured(let celsius): setScaled(field, celsius.rawValue, &image)
      case .unknown(.absent):
        image.set(field, to: RegisterDecoding.missingSensor)
        present &= ~(1 << bit)
      case .unknown: image.set(field, to: impossible16)
      }
    }
    encode(.mosfetTemperature, bit: 0, status.mosfet)
    encode(.temperature1, bit: 1, status.probes.t1.map(\.reported))
    encode(.temperature2, bit: 2, status.probes.t2.map(\.reported))
    encode(.temperature3, bit: 3, status.mosfet)
    let hasFour = BoardModel.hasFourProbes(model)
    let phantom = Measured.measured(Celsius(0))
    encode(.temperature4, bit: 4, hasFour ? status.probes.t4.map(\.reported) : phantom)
    encode(.temperature5, bit: 5, hasFour ? status.probes.t5.map(\.reported) : phantom)
    image.set(.sensorsPresent, to: present)
  }

  private static func setScaled(
    _ field: RegisterField, _ value: Double, _ image: inout RegisterImage
  ) {
    // Clamped so that an emulated fault cannot stop the emulator.
    let raw = (value * Double(field.row.perUnit)).rounded()
    image.set(field, to: raw.isFinite ? Int(raw.clamped(to: -4e9...4e9)) : 0)
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
