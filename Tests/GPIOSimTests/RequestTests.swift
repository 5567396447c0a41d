import ControlCore
import Foundation
import GPIOLines
import Quantities
import Testing

extension GPIOSimTests {
  @Suite("Requesting lines") struct RequestTests {
    @Test("a line requested by name is low from the first instant, even where a pull holds it high")
    func byName() throws {
      let pin = try GPIOSim("HEATER")
      try pin.setPull(.up)
      defer { try? pin.setPull(.down) }
      #expect(try pin.level() == 1)
      let line = try OutputLine(LineSettings(.name("HEATER")), consumer: "warmgate heater")
      #expect(try pin.level() == 0)
      #expect(try pin.holder() == "warmgate heater")
      try line.setActive(true)
      #expect(try pin.level() == 1)
      #expect(try line.isActive())
      try line.setActive(false)
      #expect(try pin.level() == 0)
      #expect(try !line.isActive())
    }

    @Test("a line is found by its chip's name, path and label, and its offset")
    func byChip() throws {
      let pin = try GPIOSim("SPARE_A")
      for chip in [pin.chip, "/dev/\(pin.chip)", "warmgate-bench"] {
        let line = try OutputLine(
          LineSettings(.offset(chip: chip, offset: pin.offset)), consumer: "test")
        try line.setActive(true)
        #expect(try pin.level() == 1)
        line.release()
        #expect(try pin.level() == 0)
      }
    }

    @Test("an active-low line is high while inactive, from the first instant, and low while active")
    func activeLow() throws {
      let pin = try GPIOSim("SPARE_A")
      #expect(try pin.level() == 0)
      let line = try OutputLine(
        LineSettings(.name("SPARE_A"), activeLow: true), consumer: "test")
      #expect(try pin.level() == 1)
      try line.setActive(true)
      #expect(try pin.level() == 0)
      #expect(try line.isActive())
      try line.setActive(false)
      #expect(try pin.level() == 1)
    }

    @Test("a line that was given back is free, reads as its pull, and its old owner is refused")
    func release() throws {
      let pin = try GPIOSim("SPARE_A")
      let first = try OutputLine(LineSettings(.name("SPARE_A")), consumer: "first")
      try first.setActive(true)
      first.release()
      #expect(try pin.holder() == nil)
      #expect(try output(of: "gpioget", pin.chip, "\(pin.offset)") == "0\n")
      let second = try OutputLine(LineSettings(.name("SPARE_A")), consumer: "second")
      try second.setActive(true)
      let failure = #expect(throws: OutputFailure.self) { try first.setActive(false) }
      #expect(failure?.found == "the line was given back")
      first.release()
      #expect(try pin.level() == 1)
    }

    @Test("lines can be requested and given back without end")
    func reuse() throws {
      // More often than the table has places.
      for _ in 0..<300 {
        let line = try OutputLine(LineSettings(.name("SPARE_B")), consumer: "test")
        try line.setActive(true)
      }
      #expect(try GPIOSim("SPARE_B").holder() == nil)
    }

    @Test("inputs read the level that the board pulls them to, with the polarity that is set")
    func inputs() throws {
      let present = try GPIOSim("CHG_DET")
      let feedback = try GPIOSim("HEAT_FB")
      let lines = try InputLines(
        PackLines(
          charge: LineSettings(.name("CHARGE")),
          chargerPresent: LineSettings(.name("CHG_DET")),
          heaterFeedback: LineSettings(.name("HEAT_FB"), activeLow: true)))
      #expect(try present.holder() == "warmgate input")
      for (pull, isActive) in [
        (GPIOSim.Pull.up, true), (.down, false), (.up, true), (.down, false),
      ] {
        try present.setPull(pull)
        try feedback.setPull(pull)
        #expect(lines.chargerPresent() == .measured(isActive))
        #expect(lines.heaterFeedback() == .measured(!isActive))
      }
    }

    @Test("an input that is not configured is absent")
    func absentInputs() throws {
      _ = try GPIOSim("CHG_DET")
      let lines = try InputLines(PackLines(charge: LineSettings(.name("CHARGE"))))
      #expect(lines.chargerPresent() == .unknown(.absent))
      #expect(lines.heaterFeedback() == .unknown(.absent))
    }
  }

  @Suite("Lines that cannot be had") struct RefusalTests {
    private func failure(_ address: LineAddress) -> OutputFailure? {
      #expect(throws: OutputFailure.self) {
        _ = try OutputLine(LineSettings(address), consumer: "warmgate charge")
      }
    }

    @Test("a line that this program holds is busy, and the failure names the holder")
    func busy() throws {
      let pin = try GPIOSim("CHARGE")
      let line = try OutputLine(LineSettings(.name("CHARGE")), consumer: "warmgate charge")
      let failure = failure(.name("CHARGE"))
      #expect(failure?.kind == .lineBusy)
      #expect(
        failure?.found == "/dev/\(pin.chip) offset \(pin.offset) is held by \"warmgate charge\"")
      #expect(failure?.remedy.contains("gpioinfo") == true)
      try line.setActive(true)
      #expect(try pin.level() == 1)
    }

    @Test("a line that another program holds is busy, and the failure names that program")
    func busyElsewhere() throws {
      let pin = try GPIOSim("CHARGE")
      let other = Process()
      other.executableURL = URL(fileURLWithPath: "/usr/bin/gpioset")
      other.arguments = ["--mode=signal", pin.chip, "\(pin.offset)=0"]
      try other.run()
      defer {
        other.terminate()
        other.waitUntilExit()
      }
      #expect(try eventually { try pin.holder() == "gpioset" })
      let failure = failure(pin.address)
      #expect(failure?.kind == .lineBusy)
      #expect(failure?.found.hasSuffix("is held by \"gpioset\"") == true)
    }

    @Test("a name that no chip has is unknown, and the failure lists the chips")
    func unknown() throws {
      let pin = try GPIOSim("CHARGE")
      let failure = failure(.name("CHARGE_EN"))
      #expect(failure?.kind == .lineUnknown)
      #expect(failure?.found.contains("\(pin.chip) (warmgate-bench)") == true)
    }

    @Test("a name that two chips have is refused, and the failure says where both are")
    func ambiguous() throws {
      let pin = try GPIOSim("TWICE")
      let failure = failure(.name("TWICE"))
      #expect(failure?.kind == .lineAmbiguous)
      #expect(failure?.found.contains("/dev/\(pin.chip) offset \(pin.offset)") == true)
      #expect(failure?.remedy.contains("the chip (by name or path) and the offset") == true)
      // The remedy works.
      let line = try OutputLine(LineSettings(pin.address), consumer: "test")
      try line.setActive(true)
      #expect(try pin.level() == 1)
    }

    @Test("a chip that is not there is missing, and an offset that it does not have is unknown")
    func missing() throws {
      let pin = try GPIOSim("CHARGE")
      let chip = failure(.offset(chip: "gpiochip99", offset: 0))
      #expect(chip?.kind == .chipMissing)
      #expect(chip?.found.contains("\(pin.chip) (warmgate-bench)") == true)
      let offset = failure(.offset(chip: pin.chip, offset: 40))
      #expect(offset?.kind == .lineUnknown)
      #expect(offset?.found == "\(pin.chip) has 40 lines, with the offsets 0 to 39")
    }

    @Test("a user who may not open the chip is told so, by name as well as by offset")
    func notPermitted() async throws {
      let pin = try GPIOSim("CHARGE")
      await #expect(processExitsWith: .success) { [pin = pin as GPIOSim] in
        try #require(setgid(65534) == 0 && setuid(65534) == 0)
        for address in [pin.address, .name("CHARGE")] {
          let failure = #expect(throws: OutputFailure.self) {
            _ = try OutputLine(LineSettings(address), consumer: "test")
          }
          #expect(failure?.kind == .notPermitted)
          #expect(failure?.found == "this user may not open /dev/\(pin.chip)")
        }
      }
    }
  }
}
