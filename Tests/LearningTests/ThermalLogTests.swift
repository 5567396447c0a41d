import Learning
import Quantities
import Testing

@Suite("A table of readings") struct ThermalLogTests {
  private func sample(
    _ at: Double, _ cells: Double, _ power: Double, ambient: Double? = nil
  ) -> ThermalLog.Sample {
    ThermalLog.Sample(
      at: .seconds(at), temperature: Celsius(cells), power: Watts(power),
      ambient: ambient.map { Celsius($0) })
  }

  @Test("is read by its heading, in any order, with notes and columns of others")
  func heading() throws {
    let log = try ThermalLog(
      csv: """
        # shed, a night in January
        ambient_C, cells_C ,note,t_s,power_W

        -20,-6.3,start,0,131.1
        -20.5,-6.2,,60,0\r
        """)
    #expect(
      log
        == ThermalLog([[sample(0, -6.3, 131.1, ambient: -20), sample(60, -6.2, 0, ambient: -20.5)]])
    )
    #expect(log.hasAmbient && !log.hasFilm)
  }

  @Test("heater and voltage stand for the power, with the pad's resistance")
  func switched() throws {
    let log = try ThermalLog(
      csv: """
        t_s,cells_C,heater,voltage_V
        0,-6.3,on,51.2
        60,-6.2,0,51.3
        """, resistance: Ohms(20))
    #expect(log.runs.count == 1 && log.runs[0].count == 2)
    // 51.2² / 20 = 131.072 W.
    #expect((log.runs[0][0].power - Watts(131.072)).magnitude < Watts(1e-9))
    #expect(log.runs[0][1].power == .zero)
  }

  @Test("an empty cell and a long pause end a run")
  func runs() throws {
    let log = try ThermalLog(
      csv: """
        t_s,cells_C,power_W
        0,1,0
        10,2,0
        20,,0
        30,3,0
        40,4,0
        300,5,0
        310,6,0
        """)
    #expect(log.runs.map { $0.map(\.at.seconds) } == [[0, 10], [30, 40], [300, 310]])
  }

  @Test(
    "what cannot be right is refused with its line",
    arguments: [
      ("", "the table is empty"),
      ("t_s,power_W\n0,1", "line 1: no column for the cells' temperature; one of these names"),
      ("cells_C,power_W\n0,1", "line 1: no column for the time"),
      ("t_s,cells_C\n0,1", "line 1: no column for the heat"),
      ("t_s,cells_C,heater,voltage_V\n0,1,1,5", "line 1: no column for the heat"),
      ("t_s,cells_C,power_W\n0,1,0\n0,2,0", "line 3: the time is 0 s, not after the 0 s before"),
      ("t_s,cells_C,power_W\n0,1.5.2,0", "line 2: the cells is \"1.5.2\", not a number"),
      ("t_s,cells_C,power_W\n0,nan,0", "line 2: the cells is \"nan\", not a number"),
      ("t_s,cells_C,power_W\n0,1,-5", "line 2: the power is -5 W"),
    ])
  func refused(text: String, sentence: String) {
    do throws(ThermalLogFailure) {
      let log = try ThermalLog(csv: text)
      Issue.record("\(log)")
    } catch {
      #expect("\(error)".replacing("−", with: "-").hasPrefix(sentence), "\(error)")
    }
  }

  @Test(
    "what a simulation wrote is read: the mean power of each part, from the end of the one before")
  func simulation() throws {
    let log = try ThermalLog(
      csv: """
        begin_s,begin_local,ambient_C,coldest_last_C,heater_on_s,greatest_power_W
        0,,-20.00,-19.50,3600,120.0
        3600,,-21.00,-18.00,1800,120.0
        7200,,-22.00,-18.20,0,0.0
        """)
    #expect(
      log
        == ThermalLog([[sample(3600, -19.5, 60, ambient: -20), sample(7200, -18, 0, ambient: -21)]])
    )
  }

  @Test("columns that are named are taken as they stand, of a simulation's table too")
  func namedOfSimulation() throws {
    let log = try ThermalLog(
      csv: """
        begin_s,ambient_C,coldest_last_C,heater_on_s,greatest_power_W
        0,-20,-19.5,3600,120
        """, names: [.time: "begin_s", .cells: "coldest_last_C", .power: "greatest_power_W"])
    #expect(log == ThermalLog([[sample(0, -19.5, 120, ambient: -20)]]))
  }

  @Test("a column can be named")
  func named() throws {
    let text = "when,T1,W\n0,1,0\n10,2,0"
    let log = try ThermalLog(csv: text, names: [.time: "when", .cells: "T1", .power: "W"])
    #expect(log.runs.count == 1)
    #expect(throws: ThermalLogFailure.self) {
      try ThermalLog(csv: text, names: [.time: "when", .cells: "T2", .power: "W"])
    }
  }
}
