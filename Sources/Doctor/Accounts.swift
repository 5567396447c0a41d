internal import SettingsFile

/// The machine's users and groups, as `/etc/passwd` and `/etc/group` have them.
public struct Accounts: Hashable, Sendable {
  /// A user's numbers.
  public struct User: Hashable, Sendable {
    /// The user's number.
    public var number: UInt32
    /// The number of the user's own group.
    public var group: UInt32
  }

  /// A group's number, and who is in it by name.
  public struct Group: Hashable, Sendable {
    /// The group's number.
    public var number: UInt32
    /// The names of its members.
    public var members: [String]
  }

  /// By name.
  public var users: [String: User] = [:]
  /// By name.
  public var groups: [String: Group] = [:]

  /// Reads the texts of both files; a line that is none is left out.
  public init(passwd: String, group: String) {
    for line in passwd.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count >= 4, let number = UInt32(fields[2]), let group = UInt32(fields[3])
      else { continue }
      users[String(fields[0])] = User(number: number, group: group)
    }
    for line in group.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count >= 4, let number = UInt32(fields[2]) else { continue }
      groups[String(fields[0])] = Group(
        number: number, members: fields[3].split(separator: ",").map(String.init))
    }
  }

  /// The name of a user's number, or the number.
  func userName(_ number: UInt32) -> String {
    users.first { $0.value.number == number }?.key ?? "user \(number)"
  }

  /// Rights as `ls -l` would show them, for example `0640 root:warmgate`.
  func words(_ rights: FileRights) -> String {
    "\(rights.octal) \(userName(rights.owner)):\(groupName(rights.group))"
  }

  /// The name of a group's number, or the number.
  func groupName(_ number: UInt32) -> String {
    groups.first { $0.value.number == number }?.key ?? "group \(number)"
  }
}

/// The account that the service runs as.
struct ServiceAccount: Hashable {
  var name: String
  var number: UInt32
  /// The user's own group, the unit's, and those that it adds.
  var groups: Set<UInt32>

  /// The account of a unit; `nil` where the machine does not have it.
  init?(_ unit: UnitText?, _ accounts: Accounts) {
    let name = unit?.last("User") ?? "root"
    guard let user = accounts.users[name] else { return nil }
    self.name = name
    number = user.number
    let named = [unit?.last("Group") ?? ""] + (unit?.words("SupplementaryGroups") ?? [])
    let added = named.compactMap { accounts.groups[$0]?.number }
    let member = accounts.groups.values.filter { $0.members.contains(name) }.map(\.number)
    groups = Set([user.group] + added + member)
  }

  /// Whether the account may use a file so; `bits` are those of "others", for example `0o6`.
  func may(_ bits: UInt32, _ file: FileRights) -> Bool {
    if number == 0 { return true }
    if file.owner == number { return file.mode >> 6 & bits == bits }
    if groups.contains(file.group) { return file.mode >> 3 & bits == bits }
    return file.mode & bits == bits
  }
}
