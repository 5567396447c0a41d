import ControlCore
import Foundation
import Glibc
import Testing

@testable import GPIOLines

@Suite("Finding a line, and saying why there is none") struct LineFailureTests {
  private static let bench = ChipFacts(
    path: "/dev/gpiochip0", name: "gpiochip0", label: "bench", lineCount: 8)
  private static let relays = ChipFacts(
    path: "/dev/gpiochip1", name: "gpiochip1", label: "relays", lineCount: 4)
  private static let closed = ChipFacts(
    path: "/dev/gpiochip2", name: "gpiochip2", label: "", lineCount: 0, errorNumber: EACCES)

  private static func matching(_ chip: ChipFacts, _ offsets: UInt32...) -> ChipFacts {
    var chip = chip
    chip.matches = offsets
    return chip
  }

  @Test("a name that one line has is found on whichever chip has it, even beside a closed chip")
  func name() throws {
    let chips = [Self.bench, Self.matching(Self.relays, 3), Self.closed]
    #expect(
      try place(ofName: "HEATER", on: chips) == LinePlace(path: "/dev/gpiochip1", offset: 3))
  }

  @Test(
    "a name that does not lead to one line says why",
    arguments: [  // chips, kind, found
      (
        [ChipFacts](), .chipMissing,
        "this machine has no GPIO chip (no /dev/gpiochip*)"
      ),
      (
        [bench, relays], .lineUnknown,
        "no line of this name on gpiochip0 (bench), gpiochip1 (relays)"
      ),
      ([bench, closed], .notPermitted, "this user may not open /dev/gpiochip2"),
      (
        [matching(bench, 1), matching(relays, 0)], .lineAmbiguous,
        "2 lines are meant by this name: /dev/gpiochip0 offset 1, /dev/gpiochip1 offset 0"
      ),
      (
        [matching(bench, 1, 5)], .lineAmbiguous,
        "2 lines are meant by this name: /dev/gpiochip0 offset 1, /dev/gpiochip0 offset 5"
      ),
    ] as [([ChipFacts], OutputFailure.Kind, String)])
  func nameFailure(chips: [ChipFacts], kind: OutputFailure.Kind, found: String) throws {
    let failure = try #require(throws: OutputFailure.self) {
      try place(ofName: "HEATER", on: chips)
    }
    #expect(failure.kind == kind)
    #expect(failure.line == "HEATER")
    #expect(failure.found == found)
    #expect(!failure.remedy.isEmpty)
  }

  @Test(
    "a chip is found by name, by path and by label",
    arguments: [
      "gpiochip1", "/dev/gpiochip1", "relays",
    ])
  func chip(text: String) throws {
    #expect(
      try place(ofOffset: 3, onChip: text, among: [Self.bench, Self.relays])
        == LinePlace(path: "/dev/gpiochip1", offset: 3))
  }

  @Test("a name of a chip wins over another chip's label")
  func nameBeforeLabel() throws {
    var disguised = Self.bench
    disguised.label = "gpiochip1"
    #expect(
      try place(ofOffset: 0, onChip: "gpiochip1", among: [disguised, Self.relays]).path
        == "/dev/gpiochip1")
  }

  @Test(
    "a chip and offset that do not lead to one line say why",
    arguments: [  // chip, offset, chips, kind, found
      (
        "gpiochip9", 0, [bench], .chipMissing,
        "no GPIO chip is called gpiochip9; there are gpiochip0 (bench)"
      ),
      ("gpiochip0", 0, [], .chipMissing, "this machine has no GPIO chip (no /dev/gpiochip*)"),
      (
        "gpiochip0", 8, [bench], .lineUnknown,
        "gpiochip0 has 8 lines, with the offsets 0 to 7"
      ),
      ("gpiochip2", 0, [bench, closed], .notPermitted, "this user may not open /dev/gpiochip2"),
      (
        "bench", 2,
        [
          bench,
          ChipFacts(
            path: "/dev/gpiochip7", name: "gpiochip7", label: "bench", lineCount: 8),
        ],
        .lineAmbiguous,
        "2 lines are meant by this name: /dev/gpiochip0 offset 2, /dev/gpiochip7 offset 2"
      ),
    ] as [(String, UInt32, [ChipFacts], OutputFailure.Kind, String)])
  func offsetFailure(
    chip: String, offset: UInt32, chips: [ChipFacts], kind: OutputFailure.Kind, found: String
  ) throws {
    let failure = try #require(throws: OutputFailure.self) {
      try place(ofOffset: offset, onChip: chip, among: chips)
    }
    #expect(failure.kind == kind)
    #expect(failure.line == "\(chip):\(offset)")
    #expect(failure.found == found)
    #expect(!failure.remedy.isEmpty)
  }

  @Test(
    "a request that the kernel refuses becomes a failure with the finding",
    arguments: [  // error number, holder, kind, found
      (
        EBUSY, "warmgate heater", .lineBusy,
        "/dev/gpiochip0 offset 3 is held by \"warmgate heater\""
      ),
      (EBUSY, nil, .lineBusy, "/dev/gpiochip0 offset 3 is held by a driver that gives no name"),
      (EACCES, nil, .notPermitted, "this user may not open /dev/gpiochip0"),
      (
        ENODEV, nil, .writeFailed,
        "/dev/gpiochip0 offset 3 was not granted: No such device (19)"
      ),
      (
        ECANCELED, nil, .writeFailed,
        "refused, because this process has dropped its outputs for good"
      ),
    ] as [(Int32, String?, OutputFailure.Kind, String)])
  func requestFailure(
    errorNumber: Int32, holder: String?, kind: OutputFailure.Kind, found: String
  ) {
    let failure = OutputFailure.requesting(
      "HEATER", at: LinePlace(path: "/dev/gpiochip0", offset: 3), errorNumber: errorNumber,
      holder: holder)
    #expect(failure.kind == kind)
    #expect(failure.found == found)
    #expect(!failure.remedy.isEmpty)
  }

  @Test(
    "a line that cannot be driven or read says so",
    arguments: [  // error number, found when driving, found when reading
      (
        EIO, "the line cannot be driven: Input/output error (5)",
        "the line cannot be read: Input/output error (5)"
      ),
      (EBADF, "the line was given back", "the line was given back"),
    ] as [(Int32, String, String)])
  func useFailure(errorNumber: Int32, driving: String, reading: String) {
    let written = OutputFailure.driving("HEATER", errorNumber: errorNumber)
    let read = OutputFailure.reading("HEATER", errorNumber: errorNumber)
    #expect((written.kind, written.found) == (.writeFailed, driving))
    #expect((read.kind, read.found) == (.readFailed, reading))
  }

  @Test("a chip that is not in /dev is missing, whatever this machine has")
  func missingChip() {
    let failure = #expect(throws: OutputFailure.self) {
      _ = try OutputLine(
        LineSettings(.offset(chip: "/dev/warmgate-no-such-chip", offset: 0)), consumer: "test")
    }
    #expect(failure?.kind == .chipMissing)
    #expect(failure?.line == "/dev/warmgate-no-such-chip:0")
  }

  @Test("a device that is no GPIO chip is said to be none")
  func notAChip() {
    let failure = #expect(throws: OutputFailure.self) {
      _ = try InputLine(LineSettings(.offset(chip: "/dev/null", offset: 0)))
    }
    #expect(failure?.kind == .chipMissing)
    #expect(failure?.found.hasPrefix("/dev/null cannot be opened") == true)
  }

  @Test("the libgpiod that is linked says which it is, so that both bodies are known to be tested")
  func library() throws {
    let maps = try #require(FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile())
    let text = String(decoding: maps, as: UTF8.self)
    // The shared library's version is one ahead: libgpiod.so.2 is 1.x, libgpiod.so.3 is 2.x.
    let isFirst = text.contains("/libgpiod.so.2")
    let isSecond = text.contains("/libgpiod.so.3")
    #expect(isFirst != isSecond)
    #expect(SignalGuard.libraryVersion.hasPrefix(isFirst ? "1." : "2."))
  }
}
