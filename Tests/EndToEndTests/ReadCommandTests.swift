import Foundation
import Testing

@Suite("read on the command line") struct ReadCommandTests {
  @Test(
    "it finds out what emulate speaks, and reads it",
    arguments: [  // protocol, rate, T1 in °C as the protocol carries it, app's protection in °C
      ("jk-modbus", 115_200, -6.3, 0.0), ("jk-4e57", 115_200, -6, 0), ("jk-dda5", 9600, -6.3, nil),
    ])
  func emulated(protocolName: String, baud: Int, t1: Double, protection: Double?) async throws {
    let board = try PeerProcess(
      try Executable.url,
      [
        "emulate", "--board", "B2A8S20P", "--strings", "8", "--protocol", protocolName, "--t1",
        "-6.3",
      ])
    let read = try await Executable.json("read", "--device", try board.readLine(), "--json")
    #expect(read["protocol"] as? String == protocolName)
    #expect(read["baud"] as? Int == baud)
    #expect((read["probesCelsius"] as? [String: Double]) == ["T1": t1, "T2": 20])
    #expect(read["lowTemperatureChargeProtectionCelsius"] as? Double == protection)
    let reasons = try #require(read["reasons"] as? [String: String])
    #expect(
      reasons["lowTemperatureChargeProtectionCelsius"]
        == (protection == nil ? "not carried by this protocol" : nil))
    try board.endInput()
  }

  @Test("a device that is not there is a failure of the hardware, in words and in JSON")
  func missing() async throws {
    let sentence =
      "/dev/ttyNone: there is no such device. "
      + "Plug in the adapter; `ls -l /dev/serial/by-id` lists the adapters."
    let text = try await Executable.run("read", "--device", "/dev/ttyNone")
    #expect(text == Executable.Outcome(exitCode: 3, output: "", errors: sentence + "\n"))
    let json = try await Executable.run("read", "--device", "/dev/ttyNone", "--json")
    #expect(json.exitCode == 3 && json.errors == sentence + "\n")
    #expect(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: String]
        == ["failure": sentence])
  }

  @Test("what cannot be asked is a usage error with what is allowed")
  func usage() async throws {
    for (arguments, message) in [
      ([], "Give either --config or --device."),
      (["--device", "/dev/ttyUSB0", "--config", "a.yaml"], "Give either --config or --device."),
      (["--config", "a.yaml", "--baud", "9600"], "--protocol, --address and --baud go with"),
      (
        ["--device", "/dev/ttyUSB0", "--protocol", "modbus"],
        "--protocol is modbus; allowed: auto, jk-modbus, jk-4e57, jk-dda5."
      ),
      (["--device", "/dev/ttyUSB0", "--address", "0"], "--address is 0; allowed: 1 to 247."),
      (
        ["--device", "/dev/ttyUSB0", "--baud", "19200"],
        "--baud is 19200; allowed: 115200 and 9600"
      ),
      (["--config", "/nowhere.yaml"], "/nowhere.yaml: the file is missing"),
    ] {
      let outcome = try await Executable.run(["read"] + arguments)
      #expect(outcome.exitCode == 2 && outcome.output == "")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }
}
