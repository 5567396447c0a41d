/// Every key of a pack, but those of its heater and of its heat.
extension Keys {
  static let packs = SettingKey(
    "packs",
    .list([
      name, bus, address, board, chemistry, strings, probes, heater, thermal, chargeProtection,
      heatWhen, preheat, chargerSource, outputs, inputs,
    ]), .required(like: "[{ name: shed, bus: rs485, … }]"),
    "The packs, in the order in which they are read",
    ifWrong: "Write `- name: shed` and the pack's other keys below it.")

  static let name = SettingKey(
    "name", .text(.name), .required(like: "shed"), "The pack's name in logs; each has its own",
    ifWrong: "Choose a short name without spaces.")

  static let bus = SettingKey(
    "bus", .text(.bus), .required(like: "rs485"), "The line that the pack's board is on",
    ifWrong: "Write the bus's name as it stands under `buses`.")

  static let address = SettingKey(
    "address", .whole(1...247), .defaults(to: "1"),
    "The board's Modbus address; the other protocols have none",
    ifWrong: "Write it as the board's switches or its app show it.")

  static let board = SettingKey(
    "board", .text(.board), .required(like: "B2A8S20P"),
    "The JK board's model; heating limits and string counts follow from it",
    ifWrong: "Write the model as it is printed on the board.")

  static let chemistry = SettingKey(
    "chemistry", .word(["lfp", "li-ion", "lto"]), .required(like: "lfp"),
    "The cells' chemistry; voltages and the cold limit follow from it",
    ifWrong: "With the wrong chemistry the pack is charged too cold, or never.")

  static let strings = SettingKey(
    "strings", .whole(3...25), .required(like: "8"), "Cells in series",
    ifWrong: "The maker's table lists boards for 3 to 25 strings.")

  static let probes = SettingKey(
    "probes", .words(["T1", "T2"]), .defaults(to: "[T1, T2]"),
    "The probes that are on cells; each must be read, or both outputs are off",
    ifWrong: "T3 is the board's own; T4 and T5 are on JK_PB models only.")

  static let chargeProtection = SettingKey(
    "charge_protection", .section([floor, recovery]), .otherwise("the app and the chemistry rule"),
    "May only tighten what the app and the chemistry say",
    ifWrong: "Write for example `charge_protection: { floor: 0 °C, recovery: 5 °C }`.")

  static let floor = SettingKey(
    "floor", .quantity(.temperature, Span(-30, 25)),
    .otherwise("0 °C for LFP and Li-ion, −30 °C for LTO"),
    "At and below it there is no charging, whatever the app says",
    ifWrong: "The app's own protection ends at 25 °C.")

  static let recovery = SettingKey(
    "recovery", .quantity(.temperature, Span(-28, 30)),
    .otherwise("the app's, and at least 2 K above the protection"),
    "Once blocked, charging returns when the coldest probe has reached it",
    ifWrong: "A pad stops at 35 °C of the hottest probe: a higher value would never be reached.")

  static let heatWhen = SettingKey(
    "heat_when", .section([withCharger, withoutCharger]),
    .otherwise("each case has its default"), "Down to which charge the pad may heat",
    ifWrong: "Write for example `heat_when: { without_charger: never }`.")

  static let withCharger = SettingKey(
    "with_charger", .policy([socAbove, cellVoltageAbove]), .otherwise("`{ soc_above: 5% }`"),
    "The policy while a charger is there; needs a charger source",
    ifWrong: "Low floors: a nearly empty pack must get warm to be filled.")

  static let withoutCharger = SettingKey(
    "without_charger", .policy([socAbove, cellVoltageAbove]),
    .otherwise("`never`; where no charger is sensed, `{ soc_above: 30% }`"),
    "The policy while no charger is there, or none can be sensed",
    ifWrong: "The heat comes out of the pack: high floors, or `never`.")

  static let socAbove = SettingKey(
    "soc_above", .quantity(.share, Span(0, 95)), .otherwise("no such floor"),
    "Heating stops at this state of charge and returns 5 points above it",
    ifWrong: "Above 95% it would never return.")

  static let cellVoltageAbove = SettingKey(
    "cell_voltage_above", .quantity(.voltage, Span(1.8, 4.1)), .otherwise("no such floor"),
    "Heating stops at this voltage of the lowest cell and returns 0.1 V above it",
    ifWrong: "It lies between the chemistry's lowest and highest cell voltage.")

  static let chargerSource = SettingKey(
    "charger_source", .word(["input", "board", "none"]),
    .otherwise("`input` where inputs.charger_present is given, otherwise `none`"),
    "How a charger is sensed: by the input line, or by the board's own flag",
    ifWrong: "`board` is right only where the board sees the charger with the charge gate open.")

  static let outputs = SettingKey(
    "outputs", .section([charge, heaterOutput, alive]),
    .required(like: "{ charge: { line: CHARGE_EN } }"), "The GPIO lines that are driven",
    ifWrong: "Write for example `outputs: { charge: { line: CHARGE_EN } }`.")

  static let charge = SettingKey(
    "charge", .section(line), .required(like: "{ line: CHARGE_EN }"), "Permits the charger",
    ifWrong: "Write for example `charge: { line: CHARGE_EN }`.")

  static let heaterOutput = SettingKey(
    "heater", .section(line), .otherwise("no pad; required with one"), "Switches the pad",
    ifWrong: "Write for example `heater: { line: HEATER }`.")

  static let alive = SettingKey(
    "alive", .section(line), .otherwise("no such line"),
    "Toggles once in each healthy cycle, for a charge pump in hardware",
    ifWrong: "Write for example `alive: { line: ALIVE }`.")

  static let inputs = SettingKey(
    "inputs", .section([chargerPresent, heaterFeedback]), .otherwise("no inputs"),
    "The GPIO lines that are read",
    ifWrong: "Write `inputs: { charger_present: { line: CHG_DET } }`.")

  static let chargerPresent = SettingKey(
    "charger_present", .section(line), .otherwise("no such line"),
    "Active while a charger is there; sensed upstream of the charge gate",
    ifWrong: "Write for example `charger_present: { line: CHG_DET }`.")

  static let heaterFeedback = SettingKey(
    "heater_feedback", .section(line), .otherwise("no such line"),
    "Active while the pad really has voltage",
    ifWrong: "Write for example `heater_feedback: { line: HEAT_FB }`.")

  /// The keys of each GPIO line.
  static let line = [lineName, chip, offset, active]

  static let lineName = SettingKey(
    "line", .text(.lineName), .otherwise("required without `chip` and `offset`"), "The line's name",
    ifWrong: "Run gpioinfo to see the names.")

  static let chip = SettingKey(
    "chip", .text(.chip), .otherwise("required without `line`"),
    "The chip of a line without a name", ifWrong: "Run gpiodetect to see the chips.")

  static let offset = SettingKey(
    "offset", .whole(0...1023), .otherwise("required without `line`"),
    "The line's number on the chip",
    ifWrong: "Run gpioinfo to see the numbers.")

  static let active = SettingKey(
    "active", .word(["high", "low"]), .defaults(to: "high"), "The level that means on",
    ifWrong: "A wrong level inverts the output: on while everything should be off.")
}
