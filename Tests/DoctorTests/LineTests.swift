import ControlCore
import GPIOLines
import Quantities
import SettingsFile
import Testing

@testable import Doctor

@Suite("Lines and what they rest at") struct LineTests {
  @Test("the commissioned machine is trusted, and says what has not been tried")
  func commissioned() {
    let findings = Judgement.findings(.commissioned, .shed)
    #expect(findings.filter { $0.verdict != .right } == [])
    #expect(
      Set(findings.map(\.topic)) == Set(Finding.Topic.allCases).subtracting([.live]),
      "every topic is looked at")
    #expect(
      Conclusion(findings)
        == Conclusion(
          isTrusted: true,
          sentence: "Nothing that was looked at is wrong. What the lines do when their program is "
            + "killed has not been tried: --live."))
  }

  @Test("a line that cannot be had is told with the failure's own remedy")
  func missing() {
    let failure = OutputFailure(
      .lineUnknown, line: "HEATER", found: "no line of this name on gpiochip0",
      remedy: "Load the overlay.")
    let facts = MachineFacts.commissioned.with { $0.lines[1].sight = .failed(failure) }
    #expect(
      facts.findings(.lines)[1]
        == Finding(
          .lines, "HEATER", .wrong, "HEATER (heater of shed): no line of this name on gpiochip0.",
          remedy: "Load the overlay."))
    #expect(facts.findings(.pulls).map(\.subject) == ["CHARGE_EN"])
  }

  @Test(
    "a held line is right only in the controller's hands, and its rest cannot be seen",
    arguments: [  // holder, verdict of the line
      ("warmgate heater", Finding.Verdict.right), ("gpio-fan", .wrong), (nil, .wrong),
    ] as [(String?, Finding.Verdict)])
  func held(holder: String?, verdict: Finding.Verdict) {
    let facts = MachineFacts.commissioned.with { facts in
      facts.lines[1] = facts.lines[1].with {
        $0.isHeld = true
        $0.holder = holder
        $0.isActive = .unknown(.notRead)
      }
    }
    #expect(facts.findings(.lines)[1].verdict == verdict)
    #expect(facts.findings(.pulls)[1].verdict == .unknown)
    #expect(facts.findings(.pulls)[1].remedy?.contains("systemctl stop warmgate") == true)
  }

  @Test(
    "the service's user has to be in the chip's group",
    arguments: [  // mode, group of the chip's node; verdict
      (0o660, 997, Finding.Verdict.right), (0o660, 0, .wrong), (0o640, 997, .wrong),
      (0o666, 0, .right),
    ] as [(UInt32, UInt32, Finding.Verdict)])
  func rights(mode: UInt32, group: UInt32, verdict: Finding.Verdict) {
    let facts = MachineFacts.commissioned.with {
      $0.lines[0].chipRights = FileRights(mode: mode, owner: 0, group: group)
    }
    #expect(facts.findings(.lines)[0].verdict == verdict)
  }

  @Test(
    "a pull to \"on\" is warned of, from whomever it is known; a line that rests on is wrong",
    arguments: [  // active low, kernel's bias, overlay's pull, is active at rest; verdict, words
      (false, .unknown, .down, false, .right, "inside the chip its pull is down (the overlay)"),
      (false, .unknown, nil, false, .right, "the kernel does not say"),
      (false, .unknown, .floating, false, .right, "its pull is none (the overlay)"),
      (false, .down, .up, false, .right, "its pull is down (the kernel says so)"),
      (false, .unknown, .up, false, .warning, "the chip pulls it up, to \"on\" (the overlay)"),
      (false, .up, .down, false, .warning, "(the kernel says so)"),
      (true, .unknown, .up, false, .right, "its pull is up (the overlay)"),
      (true, .unknown, .down, false, .warning, "the chip pulls it down, to \"on\""),
      (false, .unknown, .down, true, .wrong, "rests at \"on\" while nobody drives it"),
      (true, .unknown, nil, true, .wrong, "rests at \"on\" while nobody drives it"),
    ]
      as [(
        Bool, LineFacts.Bias, KernelFacts.Pull?, Bool, Finding.Verdict, String
      )])
  func pulls(
    activeLow: Bool, bias: LineFacts.Bias, overlay: KernelFacts.Pull?, isActive: Bool,
    verdict: Finding.Verdict, words: String
  ) {
    let facts = MachineFacts.commissioned.with { facts in
      facts.lines = [
        facts.lines[1].with {
          $0.bias = bias
          $0.isActive = .measured(isActive)
        }
      ]
      facts.lines[0].settings.activeLow = activeLow
      facts.kernel.overlayPulls = overlay.map { .found([27: $0]) } ?? .missing
    }
    let findings = facts.findings(.pulls)
    #expect(findings.map(\.verdict) == [verdict])
    #expect(findings.first?.sentence.contains(words) == true, "\(findings)")
  }

  @Test("an overlay that is asked for and not loaded is told")
  func overlay() {
    let facts = MachineFacts.commissioned.with {
      $0.kernel.overlayPulls = .missing
      $0.kernel.boot = .found(
        BootConfig(path: "/boot/firmware/config.txt", text: "dtoverlay=warmgate"))
    }
    #expect(facts.findings(.pulls).map(\.verdict) == [.right, .right, .warning])
    #expect(
      facts.findings(.pulls).last?.remedy?.hasPrefix(
        "Copy warmgate.dtbo to /boot/firmware/overlays") == true)
  }

  @Test("an input that is active is no fault; pulls of config.txt count where no overlay is")
  func inputs() {
    let facts = MachineFacts.commissioned.with { facts in
      facts.lines = [.free(.chargerPresent, "CHG_DET", 22).with { $0.isActive = .measured(true) }]
      facts.kernel.overlayPulls = .missing
      facts.kernel.boot = .found(
        BootConfig(path: "/boot/firmware/config.txt", text: "gpio=20-22=ip,pd"))
    }
    #expect(
      facts.findings(.pulls) == [
        Finding(
          .pulls, "CHG_DET", .right,
          "CHG_DET reads active; inside the chip its pull is down (/boot/firmware/config.txt).")
      ])
  }
}

@Suite("What the live test concludes") struct LiveTrialTests {
  private func finding(_ ending: LiveTrial.Ending) -> Finding {
    LiveTrial(pack: "shed", use: .heater, line: "HEATER", ending: ending).finding
  }

  @Test(
    "only a line that is off as it was left and as an input has fallen",
    arguments: [
      (false, false, LiveTrial.Ending.falls), (true, false, .kept), (true, true, .restsOn),
      (false, true, .floats),
    ])
  func endings(asLeft: Bool, asInput: Bool, ending: LiveTrial.Ending) {
    let sight = LiveTrial.Sight(isActiveAsLeft: asLeft, isActiveAsInput: asInput)
    #expect(LiveTrial.ending(sight) == ending)
    #expect(finding(ending).verdict == (ending == .falls ? .right : .wrong))
  }

  @Test("a kernel that keeps levels is named as such, with the remedy")
  func kept() {
    #expect(
      finding(.kept).sentence
        == "HEATER (heater of shed) stayed on when the program that held it was killed: this "
        + "kernel keeps levels.")
    #expect(finding(.kept).remedy?.contains("`dtparam=strict_gpiod`") == true)
    #expect(
      finding(.falls).sentence
        == "HEATER (heater of shed) went off when the program that held it was killed.")
  }

  @Test("a line that the test could not turn off again says so first")
  func leftOn() {
    #expect(
      finding(.leftOn(found: "the line cannot be driven: Input/output error (5)", remedy: "Look."))
        == Finding(
          .live, "HEATER", .wrong,
          "HEATER (heater of shed) may be on: after the test it could not be turned off: the line "
            + "cannot be driven: Input/output error (5).", remedy: "Look."))
    #expect(finding(.stillHeld(by: "\"x\"")).remedy?.hasPrefix("It may be on until then") == true)
  }

  @Test("a line that was not tried is unknown, so the set-up is not trusted")
  func notTried() {
    let finding = finding(.notTried(found: "held by \"gpio-fan\"", remedy: "Stop it."))
    #expect(finding.verdict == .unknown)
    #expect(finding.sentence == "HEATER (heater of shed) was not tried: held by \"gpio-fan\".")
    #expect(!Conclusion([finding]).isTrusted)
  }

  @Test(
    "a charger that is seen while unplugged, or not seen while plugged in, is wrong",
    arguments: [
      (false, true, Finding.Verdict.right), (true, true, .wrong), (true, nil, .wrong),
      (false, false, .wrong), (false, nil, .warning), (nil, true, .warning),
    ] as [(Bool?, Bool?, Finding.Verdict)])
  func charger(unplugged: Bool?, plugged: Bool?, verdict: Finding.Verdict) {
    let finding = Finding.chargerSensing(
      "CHG_DET", pack: "shed", unplugged: unplugged, plugged: plugged)
    #expect(finding.verdict == verdict)
  }

  @Test(
    "the conclusion counts what is wrong and unknown; a warning alone does not take trust away",
    arguments: [
      ([.right, .warning], true), ([.right, .unknown], false), ([.wrong], false), ([], true),
    ] as [([Finding.Verdict], Bool)])
  func conclusion(verdicts: [Finding.Verdict], isTrusted: Bool) {
    let findings = verdicts.map {
      Finding(.clock, "date", $0, "So.", remedy: $0 == .right ? nil : "Do.")
    }
    #expect(Conclusion(findings).isTrusted == isTrusted)
  }
}
