/// Why a battery could not be read: where, what was found, and what to do about it.
public struct LinkFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Kind: Hashable, Sendable {
    /// There is no such device node, or nothing behind it.
    case deviceMissing
    /// This user may not open the device.
    case notPermitted
    /// Another program has the device open.
    case deviceBusy
    /// The device is no serial port, or does not take the rate.
    case unsuitableDevice
    /// The device was open and has gone.
    case unplugged
    /// A board address that is never asked.
    case badAddress
    /// The board did not answer in time.
    case timeOut
    /// The adapter sends back what it is told to send.
    case echo
    /// What arrived is not a reply that makes sense.
    case badReply
    /// The board refused the request with this Modbus exception code.
    case exception(code: UInt8)
  }

  /// What went wrong.
  public var kind: Kind
  /// The device, and the board on it where one was asked.
  public var place: String
  /// What was found there.
  public var found: String
  /// What to do about it, as a sentence.
  public var remedy: String

  /// A failure at `place`.
  public init(_ kind: Kind, place: String, found: String, remedy: String) {
    (self.kind, self.place, self.found, self.remedy) = (kind, place, found, remedy)
  }

  /// A sentence for a person, and the remedy.
  public var description: String { "\(place): \(found). \(remedy)" }
}

extension LinkFailure.Kind {
  /// Whether asking once more at once may help.
  var isWorthAnotherTry: Bool {
    switch self {
    case .timeOut, .badReply, .echo, .exception(code: 6): true
    case .deviceMissing, .notPermitted, .deviceBusy, .unsuitableDevice, .unplugged, .badAddress,
      .exception:
      false
    }
  }

  /// Whether the device has to be opened again.
  var endsConnection: Bool {
    switch self {
    case .deviceMissing, .notPermitted, .deviceBusy, .unsuitableDevice, .unplugged: true
    case .badAddress, .timeOut, .echo, .badReply, .exception: false
    }
  }

  /// Whether the board answered nothing that can be used.
  var isSilence: Bool {
    switch self {
    case .timeOut, .badReply, .echo: true
    case .deviceMissing, .notPermitted, .deviceBusy, .unsuitableDevice, .unplugged, .badAddress,
      .exception:
      false
    }
  }
}
