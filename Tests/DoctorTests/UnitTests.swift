import Foundation
import SettingsFile
import Testing

@testable import Doctor

@Suite("The service as it is installed") struct UnitTests {
  private static var file: String {
    get throws {
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
      return try String(contentsOf: root.appending(path: "hw/warmgate.service"), encoding: .utf8)
    }
  }

  @Test("what the program knows as shipped is hw/warmgate.service, directive by directive")
  func shipped() throws {
    #expect(ShippedUnit.unit == UnitText([try UnitTests.file]))
    #expect(ShippedUnit.unit.values.count > 50)
  }

  @Test(
    "each change of the shipped unit is told, and what takes a protection away is wrong",
    arguments: [  // what is replaced, with what; whether it is trusted; part of a sentence
      ("ExecStopPost=", "#", false, "It has no ExecStopPost="),
      ("warmgate safe ", "warmgate status ", false, "does not run `warmgate safe"),
      ("WatchdogSec=10s", "", false, "It has no WatchdogSec="),
      ("WatchdogSec=10s", "WatchdogSec=3s", false, "less than four times `control.period` (4 s)"),
      ("WatchdogSec=10s", "WatchdogSec=4", true, "It differs from the shipped one"),
      ("Type=notify", "", false, "It has no Type="),
      ("Restart=always", "", false, "It has no Restart="),
      ("User=warmgate", "User=nobody-here", false, "whom this machine does not have"),
      ("User=warmgate", "", false, "It runs as root"),  // the state's files are warmgate's
      ("Groups=gpio", "Groups=spi", false, "the group spi, which this machine does not have"),
      ("ProtectSystem=strict", "", true, "no ProtectSystem="),
      ("PrivateNetwork=yes", "PrivateNetwork=no", true, "PrivateNetwork=no"),
      (
        "run --config /etc/warmgate/warmgate.yaml", "run --config /root/other.yaml", false,
        "It runs with another configuration"
      ),
    ])
  func changed(from: String, to: String, isTrusted: Bool, words: String) throws {
    let text = try UnitTests.file
    let other = text.replacing(from, with: to)
    try #require(other != text)
    let facts = MachineFacts.commissioned.with { $0.unit.text = UnitText([other]) }
    let findings = facts.findings(.unit)
    #expect(findings.contains { $0.sentence.contains(words) }, "\(findings)")
    #expect(Conclusion(Judgement.findings(facts, .shed)).isTrusted == isTrusted)
    #expect(findings.contains { $0.verdict != .right })
  }

  @Test("without a unit, and with one that systemd has not read, the set-up is not trusted")
  func missing() {
    let none = MachineFacts.commissioned.with { $0.unit.text = nil }
    #expect(none.findings(.unit).map(\.verdict) == [.wrong])
    let stale = MachineFacts.commissioned.with { $0.unit.needsReload = true }
    #expect(stale.findings(.unit).map(\.verdict).contains(.wrong))
    for isEnabled in [false, nil] {
      let off = MachineFacts.commissioned.with { $0.unit.isEnabled = isEnabled }
      #expect(off.findings(.unit).map(\.verdict).contains(.warning))
    }
  }

  @Test("a drop-in lays over, an empty value clears a list, comments and folded lines are read")
  func text() {
    let unit = UnitText([
      "[Unit]\nDescription=x\n# c\n[Service]\nExecStart=/bin/a \\\n  b\nEnvironment=A=1\n"
        + "Environment=B=2\n",
      "; c\n[Service]\nExecStart=\nExecStart=/bin/c\nWatchdogSec=30s",
    ])
    #expect(
      unit.values == [
        "Unit.Description": ["x"], "Service.ExecStart": ["/bin/c"],
        "Service.Environment": ["A=1", "B=2"], "Service.WatchdogSec": ["30s"],
      ])
    #expect(
      UnitText(["[Service]\nExecStart=/bin/a \\\n  b\n"]).values
        == ["Service.ExecStart": ["/bin/a    b"]])
  }

  @Test(
    "systemd's spans of time are read, and what is none is not",
    arguments: [
      ("10s", Duration.seconds(10)), ("10", .seconds(10)), ("1min 30s", .seconds(90)),
      ("500ms", .milliseconds(500)), ("1.5s", .milliseconds(1500)), ("2h", .seconds(7200)),
      ("off", .zero), ("soon", nil), ("10 parsecs", nil), ("", nil), ("s", nil),
    ] as [(String, Duration?)])
  func spans(text: String, span: Duration?) {
    #expect(systemdSpan(text) == span)
  }
}

@Suite("Files, network and config.txt") struct FileTests {
  @Test(
    "the state belongs to the service and to nobody else",
    arguments: [  // which, mode, owner; is right
      ("/var/lib/warmgate/state.json", 0o600, 105, true),
      ("/var/lib/warmgate/state.json", 0o640, 105, true),
      ("/var/lib/warmgate/state.json", 0o644, 105, false),
      ("/var/lib/warmgate/state.json", 0o600, 0, false),
      ("/var/lib/warmgate/latches", 0o660, 105, false),
      ("/var/lib/warmgate", 0o755, 105, false), ("/var/lib/warmgate", 0o750, 105, true),
      ("/run/warmgate/control.sock", 0o660, 105, true),
      ("/run/warmgate/control.sock", 0o666, 105, false),
    ] as [(String, UInt32, UInt32, Bool)])
  func state(path: String, mode: UInt32, owner: UInt32, isRight: Bool) {
    let facts = MachineFacts.commissioned.with {
      $0.files.rights[path] = .init(mode: mode, owner: owner, group: 105)
    }
    let findings = facts.findings(.files).filter { $0.subject == path }
    #expect(findings.map(\.verdict) == [isRight ? .right : .wrong])
  }

  @Test("what is not there yet is not judged")
  func absent() {
    let facts = MachineFacts.commissioned.with {
      $0.files.rights["/var/lib/warmgate/latches"] = nil
      $0.files.rights["/run/warmgate/control.sock"] = nil
    }
    #expect(facts.findings(.files).count == 3)
  }

  @Test(
    "a configuration that the service refuses, or cannot read, is wrong",
    arguments: [  // mode, owner, group, folder's mode; verdicts
      (0o640, 0, 105, 0o750, [.right]), (0o644, 0, 0, 0o755, [.right]),
      (0o640, 0, 0, 0o755, [.wrong]), (0o666, 0, 0, 0o755, [.wrong]),
      (0o644, 0, 0, 0o777, [.wrong]), (0o664, 1000, 997, 0o755, [.warning, .warning]),
    ] as [(UInt32, UInt32, UInt32, UInt32, [Finding.Verdict])])
  func config(
    mode: UInt32, owner: UInt32, group: UInt32, folder: UInt32, verdicts: [Finding.Verdict]
  ) {
    let path = "/etc/warmgate/warmgate.yaml"
    let facts = MachineFacts.commissioned.with {
      $0.files.rights[path] = .init(mode: mode, owner: owner, group: group)
      $0.files.rights["/etc/warmgate"] = .init(mode: folder, owner: 0, group: 0)
    }
    #expect(facts.findings(.files).filter { $0.subject == path }.map(\.verdict) == verdicts)
  }

  @Test(
    "only what listens beyond this machine is wrong",
    arguments: [  // kind, address as /proc has it; is right
      ("tcp", "0100007F", true), ("tcp", "00000000", false), ("tcp", "0A01A8C0", false),
      ("tcp6", "00000000000000000000000001000000", true),
      ("tcp6", "00000000000000000000000000000000", false),
      ("tcp6", "0000000000000000FFFF00000100007F", true),
      ("tcp6", "0000000000000000FFFF00000A01A8C0", false), ("udp", "00000000", false),
    ])
  func network(kind: String, address: String, isRight: Bool) {
    let facts = MachineFacts.commissioned.with {
      $0.network.processes = [7]
      $0.network.listeners = [.init(kind: kind, address: address, port: 8480)]
    }
    #expect(facts.findings(.network).map(\.verdict) == [isRight ? .right : .wrong])
  }

  @Test("config.txt is read as the firmware reads it")
  func boot() {
    let config = BootConfig(
      path: "/boot/firmware/config.txt",
      text: """
        # dtparam=strict_gpiod
        dtparam=i2c_arm=on,strict_gpiod
        gpio=17,22-24=ip,pd
        gpio=5=op,dh
        gpio=6=pu
        gpio=9-7=pd
        gpio=6=np
        [pi4]
        dtparam=strict_gpiod
        gpio=17=pu
        [all]
        dtoverlay=warmgate
        dtparam=strict_gpiod=off
        """)
    #expect(config.asksStrict)
    #expect(config.nearlyStrict == ["dtparam=strict_gpiod", "dtparam=strict_gpiod=off"])
    #expect(config.hasOverlay)
    #expect(config.pulls == [17: .down, 22: .down, 23: .down, 24: .down, 6: .floating])
  }
}
