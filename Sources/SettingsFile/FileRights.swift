import Glibc

/// Who may change a file: whoever can write the configuration decides over heater and charge gate.
public struct FileRights: Hashable, Sendable {
  /// The permission bits, for example `0o640`; the sticky bit is `0o1000`.
  public var mode: UInt32
  /// The owner's number.
  public var owner: UInt32
  /// The group's number.
  public var group: UInt32

  /// Rights of a file or folder.
  public init(mode: UInt32, owner: UInt32, group: UInt32) {
    (self.mode, self.owner, self.group) = (mode, owner, group)
  }

  /// Those of a file or folder, followed through links; `nil` where it cannot be looked at.
  public init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    self.init(mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid)
  }

  /// The bits as `chmod` takes them.
  public var octal: String {
    let text = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
  }

  /// Whether every user of the machine may change it.
  public var isWritableByAll: Bool { mode & 0o002 != 0 }

  /// Whether every user may replace what is in this folder. The sticky bit keeps others' files.
  public var letsAllReplace: Bool { isWritableByAll && mode & 0o1000 == 0 }
}

/// What is wrong with the rights on a configuration.
///
/// A file that every user may change, by itself or through its folder, is refused: settings that
/// anybody can have written cannot be known to be right (S9). One that a group or another user may
/// change is warned of: that may be meant so.
public struct ConfigurationRights: Hashable, Sendable {
  /// What is found, as the end of "the file is …", and what to do; `nil` where nothing is refused.
  public var refusal: Concern?
  /// The same for what is only warned of.
  public var warnings: [Concern]

  /// One thing that is found.
  public struct Concern: Hashable, Sendable {
    /// As the end of "the file is …".
    public var found: String
    /// What to do, as a sentence.
    public var remedy: String
  }

  /// Judges a file in its folder for a program that runs as `user`.
  public init(path: String, file: FileRights, folder: FileRights?, user: UInt32) {
    warnings = []
    if file.isWritableByAll {
      refusal = Concern(
        found: "writable by every user of this machine (mode \(file.octal))",
        remedy: "`chmod o-w \(path)`, after you have looked at what is in it.")
    } else if let folder, folder.letsAllReplace {
      refusal = Concern(
        found: "in a folder in which every user may replace it (mode \(folder.octal))",
        remedy: "`chmod o-w` the folder of \(path), after you have looked at what is in the file.")
    }
    // What the group root may do, root may do.
    if file.mode & 0o020 != 0, file.group != 0 {
      warnings.append(
        Concern(
          found: "writable by the group \(file.group) (mode \(file.octal))",
          remedy: "`chmod g-w \(path)`, unless its members are to decide over heater and charger."))
    }
    if file.owner != 0, file.owner != user {
      warnings.append(
        Concern(
          found: "owned by user \(file.owner), who can change it at any time",
          remedy: "`chown root \(path)`, unless that user is to decide over heater and charger."))
    }
  }
}
