import GPIOLines
import Testing

@testable import Doctor

/// Source of each row: raspberrypi/linux pull requests 6117 and 6150, and Linux commit 8ff05989b44e
/// (6.10), as `Judgement.keeping` says.
@Suite("Whether a kernel keeps the level of a line whose program is gone") struct LevelTests {
  private static let chosen = "pinctrl_bcm2835.persist_gpio_outputs=n"
  private static let chosenRP1 = "pinctrl_rp1.persist_gpio_outputs=n"
  private typealias Row = (
    label: String, release: String, bcm: Looked<Bool>, rp1: Looked<Bool>, commandLine: String,
    verdict: Finding.Verdict
  )

  @Test(
    "each kind of machine is judged by the switch of its own driver, and by nothing else",
    arguments: [
      // Raspberry Pi OS as it comes, and with strict_gpiod
      ("pinctrl-bcm2711", "6.6.31+rpt-rpi-v8", .found(true), .missing, "", .wrong),
      ("pinctrl-bcm2835", "6.12.20+rpt-rpi-v7", .found(true), .missing, "", .wrong),
      ("pinctrl-bcm2711", "6.6.31+rpt-rpi-v8", .found(false), .missing, chosen, .right),
      // written to the parameter by hand: gone after a restart
      ("pinctrl-bcm2711", "6.6.31+rpt-rpi-v8", .found(false), .missing, "", .warning),
      // a Pi 5 has both drivers, and the lines are on RP1
      ("pinctrl-rp1", "6.6.31+rpt-rpi-2712", .found(true), .found(true), "", .wrong),
      ("pinctrl-rp1", "6.6.31+rpt-rpi-2712", .found(true), .found(false), chosenRP1, .right),
      ("pinctrl-rp1", "6.6.31+rpt-rpi-2712", .found(false), .found(true), chosen, .wrong),
      ("pinctrl-rp1", "6.6.31+rpt-rpi-2712", .found(false), .missing, chosen, .unknown),
      // Raspberry Pi kernels before the switch
      ("pinctrl-bcm2711", "6.1.21-v8+", .missing, .missing, "", .unknown),
      ("pinctrl-bcm2835", "5.10.103-v7+", .missing, .missing, chosen, .unknown),
      // Debian on a Raspberry Pi: upstream's driver
      ("pinctrl-bcm2711", "6.1.0-21-arm64", .missing, .missing, "", .right),
      ("pinctrl-bcm2711", "6.12.9-arm64", .found(false), .missing, "", .right),
      ("pinctrl-bcm2711", "6.12.9-arm64", .found(true), .missing, "", .wrong),
      ("pinctrl-bcm2711", "6.12.9-arm64", .missing, .missing, "", .unknown),
      ("pinctrl-bcm2711", "6.12.9-arm64", .unreadable("denied"), .missing, "", .unknown),
      // other boards, and a simulated chip: no switch says so
      ("gpio-sim.0-node0", "6.1.0-21-amd64", .missing, .missing, "", .unknown),
      ("1c20800.pinctrl", "6.6.44-current-sunxi", .missing, .missing, "", .unknown),
    ] as [Row])
  private func judged(row: Row) {
    let facts = MachineFacts.commissioned.with { facts in
      facts.lines = facts.lines.map { $0.with { $0.label = row.label } }
      facts.kernel.release = row.release
      facts.kernel.keepsOnBCM = row.bcm
      facts.kernel.keepsOnRP1 = row.rp1
      facts.kernel.commandLine = row.commandLine
    }
    let findings = facts.findings(.levels)
    #expect(findings.map(\.verdict) == [row.verdict], "\(findings)")
    #expect(findings.map(\.subject) == [row.label])
  }

  @Test("Raspberry Pi OS as it comes is told what to write where")
  func remedy() {
    let facts = MachineFacts.commissioned.with {
      $0.kernel.keepsOnBCM = .found(true)
      $0.kernel.boot = .found(BootConfig(path: "/boot/firmware/config.txt", text: "arm_64bit=1\n"))
    }
    #expect(
      facts.findings(.levels) == [
        Finding(
          .levels, "pinctrl-bcm2711", .wrong,
          "pinctrl-bcm2711 keeps a line as it was when its program is killed: "
            + "pinctrl_bcm2835.persist_gpio_outputs is Y. What was on stays on.",
          remedy: "Write `dtparam=strict_gpiod` on a line of its own into "
            + "/boot/firmware/config.txt, or add `pinctrl_bcm2835.persist_gpio_outputs=n` to the "
            + "one line of /boot/firmware/cmdline.txt. Then restart the machine.")
      ])
  }

  @Test(
    "what config.txt says, without effect so far, changes the remedy",
    arguments: [
      ("dtparam=strict_gpiod\n", "asks for strict_gpiod: restart the machine."),
      ("dtparam=strict_gpiod # for warmgate\n", "has `dtparam=strict_gpiod # for warmgate`"),
      ("[pi3]\ndtparam=strict_gpiod\n", "has `dtparam=strict_gpiod`, which does not hold"),
      ("#dtparam=strict_gpiod\n", "Write `dtparam=strict_gpiod` on a line of its own"),
    ])
  func remedies(text: String, part: String) {
    let facts = MachineFacts.commissioned.with {
      $0.kernel.keepsOnBCM = .found(true)
      $0.kernel.boot = .found(BootConfig(path: "/boot/firmware/config.txt", text: text))
    }
    #expect(facts.findings(.levels).first?.remedy?.contains(part) == true)
  }

  @Test("what is not known is known once each heater and charge line has fallen in the live test")
  func measured() {
    let facts = MachineFacts.commissioned.with { facts in
      facts.lines = facts.lines.map { $0.with { $0.label = "gpio-sim.0-node0" } }
      facts.lines.append(.free(.alive, "ALIVE", 23).with { $0.label = "gpio-sim.0-node0" })
    }
    func trial(_ use: SeenLine.Use, _ line: String, _ ending: LiveTrial.Ending) -> LiveTrial {
      LiveTrial(pack: "shed", use: use, line: line, ending: ending)
    }
    let (charge, heater) = (
      trial(.charge, "CHARGE_EN", .falls), trial(.heater, "HEATER", .falls)
    )
    let kept = trial(.heater, "HEATER", .kept)
    #expect(facts.findings(.levels, trials: [charge, heater]).map(\.verdict) == [.right])
    #expect(facts.findings(.levels, trials: [charge]).map(\.verdict) == [.unknown])
    #expect(facts.findings(.levels, trials: [charge, kept]).map(\.verdict) == [.unknown])
  }
}
