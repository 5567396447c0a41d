import Testing
import Tuning
import Yams

@Suite("A change of one value in a file") struct YAMLEditTests {
  static let file = """
    # what stands above
    buses:
      rs485: { device: /dev/ttyUSB0 } # the adapter

    packs:
      - name: cabin # a name
        bus: rs485
        heater:
          resistance: "21 ohm" # as measured
          tolerance: 5%
        heat_when:
          with_charger: { soc_above: 5%, cell_voltage_above: 2.8 V } # low
          without_charger: never
        # the last words
      - { name: shed, heater: { stop: 7 °C }, empty: {} }
    state_file: '/var/it''s/here' # quoted

    """

  private func pack(_ item: Int, _ keys: String...) -> [YAMLEdit.Step] {
    [.key("packs"), .item(item)] + keys.map { .key($0) }
  }

  private func changed(_ path: [YAMLEdit.Step], _ value: String) throws -> String {
    try YAMLEdit(path, to: value).applied(to: Self.file)
  }

  @Test("a value gives way to the new one, and nothing else changes")
  func replaced() throws {
    for (path, value, old, new) in [
      (pack(0, "heater", "tolerance"), "10%", "tolerance: 5%", "tolerance: 10%"),
      (pack(0, "heater", "resistance"), "24 ohm", "\"21 ohm\" #", "24 ohm #"),
      (pack(0, "name"), "hut", "cabin # a name", "hut # a name"),
      (pack(1, "heater", "stop"), "-8.5 °C", "stop: 7 °C }", "stop: -8.5 °C }"),
      (
        pack(0, "heat_when", "with_charger", "soc_above"), "12%", "soc_above: 5%,",
        "soc_above: 12%,"
      ),
      ([.key("state_file")], "/tmp/s", "'/var/it''s/here' #", "/tmp/s #"),
      ([.key("buses"), .key("rs485"), .key("device")], "/dev/x", "/dev/ttyUSB0 }", "/dev/x }"),
    ] as [([YAMLEdit.Step], String, String, String)] {
      #expect(try changed(path, value) == Self.file.replacing(old, with: new), "\(new)")
    }
  }

  @Test("a key that is missing is added beside the others, with the sections that it needs")
  func added() throws {
    for (path, value, old, new) in [
      (
        pack(0, "heater", "stop"), "7 °C", "      tolerance: 5%\n",
        "      tolerance: 5%\n      stop: 7 °C\n"
      ),
      (
        pack(0, "charge_protection", "recovery"), "5 °C", "    bus: rs485\n",
        "    bus: rs485\n    charge_protection: { recovery: 5 °C }\n"
      ),
      (
        pack(0, "heat_when", "without_charger", "soc_above"), "40%", "without_charger: never",
        "without_charger: { soc_above: 40% }"
      ),
      (pack(1, "heater", "tolerance"), "5%", "{ stop: 7", "{ tolerance: 5%, stop: 7"),
      (pack(1, "empty", "a", "b"), "1", "empty: {}", "empty: { a: { b: 1 } }"),
      (
        [.key("control"), .key("min_on")], "90 s", "# quoted\n",
        "# quoted\ncontrol: { min_on: 90 s }\n"
      ),
      (
        [.key("buses"), .key("two"), .key("device")], "/dev/x", "  rs485:",
        "  two: { device: /dev/x }\n  rs485:"
      ),
    ] as [([YAMLEdit.Step], String, String, String)] {
      #expect(try changed(path, value) == Self.file.replacing(old, with: new), "\(new)")
    }
  }

  @Test("lines that end as in Windows stay so, and a last line without an end gets one")
  func lineEnds() throws {
    let text = "a: 1\r\nb:\r\n  c: 2 # d\r\n"
    #expect(
      try YAMLEdit([.key("b"), .key("e")], to: "3").applied(to: text)
        == "a: 1\r\nb:\r\n  c: 2 # d\r\n  e: 3\r\n")
    #expect(try YAMLEdit([.key("b")], to: "2").applied(to: "a: 1") == "a: 1\nb: 2\n")
    #expect(try YAMLEdit([.key("b")], to: "2").applied(to: "b:\na: 1\n") == "b: 2\na: 1\n")
  }

  @Test("what cannot be changed so is refused, with the reason")
  func refused() {
    for (path, message) in [
      (
        pack(0, "heater"),
        "packs[1].heater is a section; give one of its keys, for example packs[1].heater.KEY"
      ),
      (pack(2, "name"), "there is no item 3 in the list"),
      ([.key("packs"), .key("name")], "the file has something else at packs.name"),
    ] as [([YAMLEdit.Step], String)] {
      #expect {
        try YAMLEdit(path, to: "1").applied(to: Self.file)
      } throws: { error in
        "\(error)" == message
      }
    }
  }

  @Test(
    "only what needs no quotes is written",
    arguments: [
      ("7 °C", true), ("-5 °C", true), ("5%", true), ("21 ohm", true), ("/dev/x", true),
      ("", false), (" 5", false), ("5 ", false), ("%5", false), ("a: b", false), ("a, b", false),
      ("{ a }", false), ("[1]", false), ("#", false), ("a\nb", false), ("\"a\"", false),
      ("-", false),
      ("°C", false),
    ])
  func plain(text: String, isPlain: Bool) {
    #expect(YAMLEdit.isPlain(text) == isPlain)
  }
}
