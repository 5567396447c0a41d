import Foundation

/// A copy of the pure targets and their tests in a folder of its own, with the mutants in it.
struct ScratchPackage {
  let root: URL
  private let project: URL
  /// Each may use those before it.
  private static let targets = [
    "Quantities", "BoardCatalog", "JKProtocol", "ThermalModel", "ControlCore", "JKLink",
    "Planning", "Simulation",
  ]
  private static let tests = ["JKProtocolTests", "ControlCoreTests", "SimulationTests"]
  private static let folders =
    targets.map { "Sources/\($0)" }
    + ["Sources/CModbus", "Sources/Locks", "Tests/TestSupport", "Tests/Worlds", "config/weather"]
    + tests.map { "Tests/\($0)" }
  /// Optimised: what a mutant costs is the time of the tests.
  static let build = [
    "build", "--build-tests", "-c", "release", "-Xswiftc", "-enable-testing", "-Xswiftc",
    "-suppress-warnings",
  ]

  /// Copies sources and tests as they are now, but for the `changed` files. The folder stays from
  /// run to run, so that only what changed is built again.
  init(of project: URL, in folder: URL, changed: Set<String>) throws {
    self.project = project
    root = folder
    for folder in ScratchPackage.folders { try mirror(folder, unlike: changed) }
    try write(ScratchPackage.manifest, to: "Package.swift")
  }

  /// The test bundle.
  var bundle: URL {
    get throws {
      let shown = try swift(["build", "-c", "release", "--show-bin-path"])
      let path = shown.output.split(separator: "\n").last.map(String.init) ?? ""
      return URL(fileURLWithPath: path).appending(path: "mutantsPackageTests.xctest")
    }
  }

  /// Copies what differs and removes what is gone: times of unchanged files stay, for the build.
  private func mirror(_ folder: String, unlike changed: Set<String>) throws {
    let files = FileManager.default
    let (from, to) = (project.appending(path: folder), root.appending(path: folder))
    let wanted = try files.subpathsOfDirectory(atPath: from.path)
    for path in (try? files.subpathsOfDirectory(atPath: to.path)) ?? []
    where !wanted.contains(path) && !changed.contains("\(folder)/\(path)") {
      try? files.removeItem(at: to.appending(path: path))
    }
    for path in wanted.sorted() where !changed.contains("\(folder)/\(path)") {
      let file = from.appending(path: path)
      if !file.hasDirectoryPath, let data = files.contents(atPath: file.path) {
        try write(data, to: "\(folder)/\(path)")
      }
    }
  }

  /// Writes a file below the copy, unless it is like that already.
  func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  private func write(_ data: Data, to path: String) throws {
    let file = root.appending(path: path)
    guard FileManager.default.contents(atPath: file.path) != data else { return }
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// Runs `swift` on the copy.
  func swift(_ arguments: [String]) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swift"] + arguments + ["--package-path", root.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  private static var manifest: String {
    func quoted(_ names: some Sequence<String>) -> String {
      "[" + names.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    }
    var lines = targets.indices.map { index in
      let lower = targets[..<index] + (targets[index] == "JKLink" ? ["CModbus"] : [])
      return ".target(name: \"\(targets[index])\", dependencies: \(quoted(lower)), "
        + "swiftSettings: strict),"
    }
    let all = targets + ["TestSupport", "Worlds"]
    lines += tests.map { name in
      let resources =
        name == "JKProtocolTests" ? "resources: [.copy(\"Captures\")], " : ""
      return ".testTarget(name: \"\(name)\", dependencies: \(quoted(all)), \(resources)"
        + "swiftSettings: strict),"
    }
    return """
      // swift-tools-version: 6.2
      import PackageDescription
      let strict: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]
      let package = Package(name: "mutants", targets: [
      .target(name: "CModbus", linkerSettings: [.linkedLibrary("modbus")]),
      .target(name: "Locks", swiftSettings: strict),
      .target(name: "TestSupport", dependencies: ["Locks"], path: "Tests/TestSupport",
        swiftSettings: strict),
      .target(name: "Worlds", dependencies: \(quoted(targets + ["Locks", "TestSupport"])),
        path: "Tests/Worlds", swiftSettings: strict),
      \(lines.joined(separator: "\n"))
      ], swiftLanguageModes: [.v6])

      """
  }
}
