/// The service as it is installed.
public struct UnitFacts: Hashable, Sendable {
  /// The unit's name, for example `warmgate.service`.
  public var name: String
  /// The files that it was read from: the unit, then its drop-ins.
  public var paths: [String]
  /// What they say together; `nil` where there is none.
  public var text: UnitText?
  /// Whether it is started with the machine; `nil` where that cannot be seen.
  public var isEnabled: Bool?
  /// Whether systemd still has older files in mind; `nil` where it does not say.
  public var needsReload: Bool?
  /// What systemd says of it, for example `active`; `nil` where it does not say.
  public var state: String?
}
