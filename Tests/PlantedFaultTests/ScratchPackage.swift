import Foundation

/// A copy of the pure targets and their tests in a folder of its own, to plant faults in.
struct ScratchPackage {
  /// What building and testing the copy came to.
  enum Outcome: Equatable {
    case passed
    case failed
    /// It did not compile, or the tests did not run: that catches nothing.
    case broken(String)
  }

  let root: URL
  private static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let targets = ["Quantities", "BoardCatalog", "JKProtocol", "ControlCore"]
  private static let tests = ["TestSupport", "JKProtocolTests", "ControlCoreTests"]

  /// Copies sources and tests as they are now. The folder stays from run to run, so that only
  /// what changed is built again.
  init() throws {
    let project = ScratchPackage.project
    root = project.appendingPathComponent(".build/planted-faults")
    let files = FileManager.default
    for folder in ScratchPackage.targets.map({ "Sources/\($0)" })
      + ScratchPackage.tests.map({ "Tests/\($0)" })
    {
      let copy = root.appendingPathComponent(folder)
      try files.createDirectory(
        at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      try ScratchPackage.mirror(project.appendingPathComponent(folder), to: copy)
    }
    try ScratchPackage.manifest.write(
      to: root.appendingPathComponent("Package.swift"), atomically: true, encoding: .utf8)
  }

  /// Copies what differs and removes what is gone: times of unchanged files stay, for the build.
  private static func mirror(_ source: URL, to copy: URL) throws {
    let files = FileManager.default
    let wanted = Set(try files.subpathsOfDirectory(atPath: source.path))
    for path in (try? files.subpathsOfDirectory(atPath: copy.path)) ?? []
    where !wanted.contains(path) {
      try? files.removeItem(at: copy.appendingPathComponent(path))
    }
    for path in wanted.sorted() {
      let (from, to) = (source.appendingPathComponent(path), copy.appendingPathComponent(path))
      var isFolder: ObjCBool = false
      _ = files.fileExists(atPath: from.path, isDirectory: &isFolder)
      if isFolder.boolValue {
        try files.createDirectory(at: to, withIntermediateDirectories: true)
      } else if try files.contents(atPath: to.path) != Data(contentsOf: from) {
        try files.createDirectory(
          at: to.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(contentsOf: from).write(to: to)
      }
    }
  }

  /// Plants `fault`, builds and tests, and takes it out again.
  func outcome(with fault: PlantedFault) throws -> Outcome {
    let file = root.appendingPathComponent("Sources/\(fault.file)")
    let sound = try String(contentsOf: file, encoding: .utf8)
    let parts = sound.components(separatedBy: fault.text)
    guard parts.count == 2 else {
      return .broken("\(fault.file) has the text \(parts.count - 1) times instead of once")
    }
    try parts.joined(separator: fault.fault).write(to: file, atomically: true, encoding: .utf8)
    defer { try? sound.write(to: file, atomically: true, encoding: .utf8) }
    return try outcome()
  }

  /// Builds and tests the copy as it is.
  func outcome() throws -> Outcome {
    let build = try run(["build", "--build-tests"])
    guard build.code == 0 else { return .broken("does not compile:\n\(build.output.suffix(2000))") }
    // The fuzz test finds crashes, not wrong numbers; it would be run once for each fault.
    let test = try run(["test", "--skip-build", "--skip", "Fuzz"])
    if test.code == 0 {
      return test.output.contains("passed after") ? .passed : .broken("no test ran")
    }
    return test.output.contains("◇ Test run started")
      ? .failed : .broken("the tests did not run:\n\(test.output.suffix(2000))")
  }

  private func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swift"] + arguments + ["--package-path", root.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  private static let manifest = """
    // swift-tools-version: 6.2
    import PackageDescription

    let strict: [SwiftSetting] = [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
    let core: [Target.Dependency] = ["Quantities", "BoardCatalog"]
    let package = Package(
      name: "planted-faults",
      targets: [
        .target(name: "Quantities", swiftSettings: strict),
        .target(name: "BoardCatalog", dependencies: ["Quantities"], swiftSettings: strict),
        .target(name: "JKProtocol", dependencies: ["Quantities"], swiftSettings: strict),
        .target(name: "ControlCore", dependencies: core, swiftSettings: strict),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
          name: "JKProtocolTests", dependencies: ["Quantities", "JKProtocol", "TestSupport"],
          resources: [.copy("Captures")], swiftSettings: strict),
        .testTarget(
          name: "ControlCoreTests", dependencies: core + ["ControlCore", "TestSupport"],
          swiftSettings: strict),
      ],
      swiftLanguageModes: [.v6]
    )
    """
}
