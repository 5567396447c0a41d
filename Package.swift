// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: warnings are errors, existentials and imports say what they expose.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target of ours.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one target, or of several together.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "warmgate",
  products: [
    .executable(name: "warmgate", targets: ["warmgate"]),
    .executable(name: "warmgate-benchmark", targets: ["warmgate-benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Tier 0 and 1: pure facts and arithmetic.
    library("Quantities"),
    library("BoardCatalog", ["Quantities"]),
    library("JKProtocol", ["Quantities"]),
    library("ThermalModel", ["Quantities"]),
    // Tier 2: the only place that decides.
    library("ControlCore", ["Quantities", "BoardCatalog"]),
    // Tier 3: settings from a file.
    library("SettingsFile", ["Quantities", "BoardCatalog", "ControlCore", yams]),
    // C: the smallest shims over system libraries.
    .target(
      name: "CGPIO",
      cSettings: [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")],
      linkerSettings: [.linkedLibrary("gpiod")]),
    .target(name: "CModbus", linkerSettings: [.linkedLibrary("modbus")]),
    .target(
      name: "CBenchmark",
      cSettings: [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")],
      linkerSettings: [.linkedLibrary("modbus")]),
    // Tier 4: the edges.
    library("GPIOLines", ["Quantities", "ControlCore", "CGPIO"]),
    library("JKLink", ["Quantities", "ControlCore", "JKProtocol", "CModbus"]),
    library(
      "Bench",
      ["Quantities", "BoardCatalog", "ControlCore", "ThermalModel", "JKProtocol", "CModbus"]),
    // Tier 5: the loop.
    library(
      "ControllerService",
      [
        "Quantities", "ControlCore", "GPIOLines", "JKLink", logging,
      ]),
    // A bench with the real reader and the real loop on it.
    library(
      "BenchSession",
      [
        "Quantities", "BoardCatalog", "ControlCore", "SettingsFile", "GPIOLines", "JKLink",
        "Bench", "ControllerService",
      ]),
    // Tier 6: wiring and nothing else.
    .executableTarget(
      name: "warmgate",
      dependencies: [
        "Quantities", "BoardCatalog", "JKProtocol", "ThermalModel", "ControlCore",
        "SettingsFile", "GPIOLines", "JKLink", "Bench", "ControllerService",
        "BenchSession", argumentParser, logging,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "warmgate-benchmark",
      dependencies: [
        "Quantities", "BoardCatalog", "JKProtocol", "ControlCore", "GPIOLines", "JKLink", "Bench",
        "ControllerService", "CBenchmark", argumentParser,
      ],
      resources: [.copy("peer.py")],
      swiftSettings: strict),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("QuantitiesTests", ["Quantities"]),
    tests(
      "BoardCatalogTests", ["Quantities", "BoardCatalog"], resources: [.copy("Tables")]),
    tests(
      "JKProtocolTests", ["TestSupport", "Quantities", "JKProtocol"], resources: [.copy("Captures")]
    ),
    tests("ThermalModelTests", ["TestSupport", "Quantities", "ThermalModel"]),
    tests("ControlCoreTests", ["TestSupport", "Quantities", "BoardCatalog", "ControlCore"]),
    tests(
      "SettingsFileTests",
      ["TestSupport", "Quantities", "BoardCatalog", "ControlCore", "SettingsFile"],
      resources: [.copy("Broken")]),
    tests("GPIOLinesTests", ["Quantities", "ControlCore", "GPIOLines", "CGPIO"]),
    tests(
      "JKLinkTests", ["Quantities", "ControlCore", "JKProtocol", "JKLink", "Bench", "CModbus"]),
    tests(
      "BenchTests",
      ["Quantities", "BoardCatalog", "ControlCore", "ThermalModel", "JKProtocol", "Bench"]),
    tests(
      "BenchSessionTests",
      [
        "Quantities", "BoardCatalog", "ControlCore", "ThermalModel", "SettingsFile", "Bench",
        "ControllerService", "BenchSession",
      ]),
    tests(
      "ControllerServiceTests",
      [
        "Quantities", "BoardCatalog", "ControlCore", "SettingsFile", "GPIOLines", "JKLink",
        "Bench", "ControllerService", logging,
      ]),
    // The built executable from outside; the second needs a gpio-sim chip (hw/test.sh makes one).
    tests("EndToEndTests", ["warmgate"], resources: [.copy("Peers")]),
    tests(
      "GPIOSimTests",
      [
        "Quantities", "BoardCatalog", "JKProtocol", "ControlCore", "GPIOLines", "CGPIO", "Bench",
        "warmgate",
      ]),
    tests("PlantedFaultTests", []),
    tests("TidyTests", []),
  ],
  swiftLanguageModes: [.v6]
)
