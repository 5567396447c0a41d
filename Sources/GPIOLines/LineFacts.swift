internal import CGPIO
public import ControlCore
public import Quantities

/// What the kernel says of a line.
public struct LineFacts: Hashable, Sendable {
  /// What pulls a line inside its chip.
  public enum Bias: Hashable, Sendable {
    case up, down, disabled
    /// The kernel does not say: what board and firmware have set.
    case unknown
  }

  /// The device node of its chip, for example `/dev/gpiochip0`.
  public var chip: String
  /// The driver's name for the chip, for example `pinctrl-bcm2711`.
  public var label: String
  /// The line's offset on it.
  public var offset: UInt32
  /// Whether somebody holds the line.
  public var isHeld: Bool
  /// Who holds it; `nil` where nobody does or the holder gave no name.
  public var holder: String?
  /// What pulls it.
  public var bias: Bias
  /// Whether it is at its active level now; not read while somebody holds it.
  public var isActive: Measured<Bool>

  /// A line of a chip.
  public init(
    chip: String, label: String, offset: UInt32, isHeld: Bool = false, holder: String? = nil,
    bias: Bias = .unknown, isActive: Measured<Bool>
  ) {
    (self.chip, self.label, self.offset) = (chip, label, offset)
    (self.isHeld, self.holder) = (isHeld, holder)
    (self.bias, self.isActive) = (bias, isActive)
  }

  /// Looks at a line and changes nothing: a free one is read with the direction that it has.
  ///
  /// Throws `OutputFailure` where there is no such line, or where this user may not look at it.
  public init(of settings: LineSettings, consumer: String) throws(OutputFailure) {
    let place = try locate(settings.address)
    var chip = cgpio_chip()
    var info = cgpio_line_info()
    _ = cgpio_describe_chip(place.path, &chip)
    let result = cgpio_describe_line(place.path, place.offset, &info)
    guard result == 0 else {
      throw .reading(settings.address.description, errorNumber: -result)
    }
    let consumerName = text(of: info.consumer)
    self.init(
      chip: place.path, label: text(of: chip.label), offset: place.offset, isHeld: info.used,
      holder: info.used && !consumerName.isEmpty ? consumerName : nil, bias: Bias(info.bias),
      isActive: .unknown(.notRead))
    if !isHeld, let level = try? LineFacts.level(settings, consumer) { isActive = .measured(level) }
  }

  private static func level(
    _ settings: LineSettings, _ consumer: String
  ) throws(OutputFailure) -> Bool {
    let line = try InputLine(settings, consumer: consumer, keepsDirection: true)
    return try line.isActive()
  }
}

extension LineFacts.Bias {
  fileprivate init(_ bias: Int32) {
    switch UInt32(bias) {
    case CGPIO_BIAS_UP.rawValue: self = .up
    case CGPIO_BIAS_DOWN.rawValue: self = .down
    case CGPIO_BIAS_DISABLED.rawValue: self = .disabled
    default: self = .unknown
    }
  }
}
