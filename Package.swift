// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: warnings are errors, existentials and imports say what they expose.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// `hw/sanitize.sh thread` asks for locks that the thread sanitizer understands.
let locks: [SwiftSetting] =
  Context.environment["WARMGATE_THREAD_SANITIZER"] == nil ? [] : [.define("THREAD_SANITIZER")]

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
    // Below all of them: what lets a sanitizer see the locks.
    .target(name: "Locks", swiftSettings: strict + locks),
    library("BoardCatalog", ["Quantities"]),
    library("JKProtocol", ["Quantities"]),
    library("ThermalModel", ["Quantities"]),
    library("Plots", ["Quantities"]),
    // Tier 2: the only place that decides.
    library("ControlCore", ["Quantities", "BoardCatalog"]),
    library("Learning", ["Quantities", "ThermalModel", "ControlCore"]),
    // Also tier 2: what is worked out beside the deciding, from clock and weather.
    library("Planning", ["Quantities", "ThermalModel", "ControlCore"]),
    // Tier 3: settings from a file, and the controller on a simulated pack.
    library("SettingsFile", ["Quantities", "BoardCatalog", "ControlCore", yams]),
    // What to choose before winter: sweeps, pads, and the change of a value in a file.
    library(
      "Tuning",
      [
        "Locks", "Quantities", "BoardCatalog", "ControlCore", "ThermalModel", "SettingsFile",
        "Simulation",
        yams,
      ]),
    library(
      "Simulation", ["Quantities", "BoardCatalog", "ControlCore", "Planning", "ThermalModel"]),
    // C: the smallest shims over system libraries.
    .target(
      name: "CGPIO",
      cSettings: [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")],
      linkerSettings: [.linkedLibrary("gpiod")]),
    .target(
      name: "CWatchdog",
      cSettings: [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")]),
    .target(name: "CModbus", linkerSettings: [.linkedLibrary("modbus")]),
    .target(
      name: "CBenchmark",
      cSettings: [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")],
      linkerSettings: [.linkedLibrary("modbus")]),
    // Tier 4: the edges.
    library("GPIOLines", ["Quantities", "Locks", "ControlCore", "CGPIO"]),
    library("JKLink", ["Quantities", "BoardCatalog", "ControlCore", "JKProtocol", "CModbus"]),
    library(
      "Bench",
      [
        "Locks", "Quantities", "BoardCatalog", "ControlCore", "Planning", "ThermalModel",
        "JKProtocol",
        "CModbus",
      ]),
    // Tier 5: the loop.
    library(
      "ControllerService",
      [
        "Locks", "Quantities", "ControlCore", "Learning", "Planning", "GPIOLines", "JKLink",
        "CWatchdog",
        logging,
      ]),
    // A bench with the real reader and the real loop on it.
    library(
      "BenchSession",
      [
        "Locks", "Quantities", "BoardCatalog", "ControlCore", "Planning", "SettingsFile",
        "GPIOLines",
        "JKLink", "Bench", "ControllerService",
      ]),
    // Whether a machine can be trusted with it: probes, a judgement, and a live test.
    library("Doctor", ["Quantities", "ControlCore", "SettingsFile", "GPIOLines"]),
    // Tier 6: wiring and nothing else.
    .executableTarget(
      name: "warmgate",
      dependencies: [
        "Locks", "Quantities", "BoardCatalog", "JKProtocol", "ThermalModel", "ControlCore",
        "Learning",
        "Planning", "Plots", "SettingsFile", "GPIOLines", "JKLink", "Bench", "ControllerService",
        "BenchSession", "Doctor", "Simulation", "Tuning", argumentParser, logging,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "warmgate-benchmark",
      dependencies: [
        "Quantities", "BoardCatalog", "JKProtocol", "ControlCore", "GPIOLines", "JKLink", "Bench",
        "ControllerService", "SettingsFile", "Simulation", "Tuning", "CBenchmark", argumentParser,
      ],
      resources: [.copy("peer.py")],
      swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Locks"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .target(
      name: "CLineLook", path: "Tests/LineLook",
      cSettings: [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")]),
    tests("QuantitiesTests", ["Quantities"]),
    tests("LocksTests", ["Locks"]),
    tests(
      "BoardCatalogTests", ["Quantities", "BoardCatalog"], resources: [.copy("Tables")]),
    tests(
      "JKProtocolTests", ["TestSupport", "Quantities", "JKProtocol"], resources: [.copy("Captures")]
    ),
    tests("ThermalModelTests", ["TestSupport", "Quantities", "ThermalModel"]),
    tests("PlotsTests", ["TestSupport", "Plots"]),
    tests(
      "LearningTests", ["TestSupport", "Quantities", "ThermalModel", "ControlCore", "Learning"],
      resources: [.copy("Measured"), .copy("Peers")]),
    tests(
      "PlanningTests",
      ["TestSupport", "Quantities", "BoardCatalog", "ThermalModel", "ControlCore", "Planning"]),
    tests("ControlCoreTests", ["TestSupport", "Quantities", "BoardCatalog", "ControlCore"]),
    tests(
      "SettingsFileTests",
      ["TestSupport", "Quantities", "BoardCatalog", "ControlCore", "SettingsFile"],
      resources: [.copy("Broken")]),
    tests(
      "TuningTests",
      [
        "TestSupport", "Quantities", "BoardCatalog", "ControlCore", "ThermalModel", "SettingsFile",
        "Simulation", "Tuning", yams,
      ]),
    tests("GPIOLinesTests", ["Locks", "Quantities", "ControlCore", "GPIOLines", "CGPIO"]),
    tests(
      "JKLinkTests",
      [
        "Locks", "Quantities", "BoardCatalog", "ControlCore", "JKProtocol", "JKLink", "Bench",
        "CModbus",
      ]),
    tests(
      "BenchTests",
      [
        "Locks", "Quantities", "BoardCatalog", "ControlCore", "ThermalModel", "JKProtocol",
        "Bench",
      ]),
    tests(
      "BenchSessionTests",
      [
        "Quantities", "BoardCatalog", "ControlCore", "ThermalModel", "SettingsFile", "Bench",
        "ControllerService", "BenchSession",
      ]),
    tests(
      "ControllerServiceTests",
      [
        "Locks", "TestSupport", "Quantities", "BoardCatalog", "ControlCore", "Learning", "Planning",
        "SettingsFile",
        "GPIOLines",
        "JKLink",
        "Bench", "ControllerService", logging,
      ]),
    tests(
      "DoctorTests",
      [
        "TestSupport", "Quantities", "BoardCatalog", "ControlCore", "SettingsFile", "GPIOLines",
        "Doctor",
      ]),
    // The built executable from outside; the second needs a gpio-sim chip (hw/test.sh makes one).
    tests("EndToEndTests", ["TestSupport", "warmgate"], resources: [.copy("Peers")]),
    tests(
      "GPIOSimTests",
      [
        "Locks", "TestSupport", "Quantities", "BoardCatalog", "JKProtocol", "ControlCore",
        "GPIOLines", "CGPIO", "CLineLook", "Bench", "ControllerService", "warmgate",
      ]),
    // Seeded worlds in which everything breaks, as tests and as a program for long runs.
    .target(
      name: "Worlds",
      dependencies: [
        "Locks", "TestSupport", "Quantities", "BoardCatalog", "JKProtocol", "ThermalModel",
        "ControlCore", "JKLink",
      ],
      path: "Tests/Worlds", swiftSettings: strict),
    .executableTarget(
      name: "warmgate-worlds", dependencies: ["Locks", "Worlds", argumentParser],
      path: "Tests/WorldsCommand", swiftSettings: strict),
    tests(
      "SimulationTests",
      [
        "Worlds", "TestSupport", "Quantities", "BoardCatalog", "ThermalModel", "ControlCore",
        "Planning", "Simulation",
      ], resources: [.copy("Weather")]),
    tests("TidyTests", ["Quantities", "ControlCore"]),
  ],
  swiftLanguageModes: [.v6]
)
