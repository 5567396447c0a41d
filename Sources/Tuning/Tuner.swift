public import ControlCore
import Quantities
import SettingsFile
public import Simulation

/// Simulates one pack with every combination of the swept values.
///
/// Each combination is put into the text of the configuration and read by `SettingsFile`, so that
/// any key can be swept and what is not allowed is refused in the same words as in a file.
public struct Tuner: Sendable {
  /// The configuration's text.
  public let text: String
  /// What errors call it.
  public let file: String
  /// Which pack of the configuration.
  public let pack: Int
  /// What is swept.
  public let combinations: Combinations
  /// The weather, the charger and the rest; its pack gives way to that of each combination.
  public let scene: SimulationInput

  /// A tuner.
  ///
  /// - Parameters:
  ///   - pack: The place of the pack in the file, from 0.
  public init(
    text: String, file: String, pack: Int, combinations: Combinations, scene: SimulationInput
  ) {
    self.text = text
    self.file = file
    self.pack = pack
    self.combinations = combinations
    self.scene = scene
  }

  /// What one combination came to.
  public struct Outcome: Hashable, Sendable {
    /// The values, one for each sweep.
    public let values: [String]
    /// The simulation, or why the configuration would not start.
    public let result: Result<SimulationResult, Refusal>
  }

  /// Why a combination cannot be.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason in a sentence.
    public let description: String
  }

  /// Simulates every combination on several cores; the outcomes are in the order of combinations,
  /// however many cores there are.
  ///
  /// - Parameters:
  ///   - workers: At least 1.
  ///   - progress: Called now and then on the calling thread with the share that is done, 0 to 1.
  public func run(workers: Int, progress: (Double) -> Void = { _ in }) -> [Outcome] {
    inParallel(count: combinations.count, workers: workers, progress: progress, outcome)
  }

  /// One combination.
  ///
  /// - Parameter index: 0 to one less than there are combinations.
  public func outcome(_ index: Int) -> Outcome {
    let values = combinations.values(index)
    do throws(Refusal) {
      let pack = try settings(with: values).packs[pack].pack
      return Outcome(values: values, result: .success(simulate(scene.with(pack)).result))
    } catch {
      return Outcome(values: values, result: .failure(error))
    }
  }

  /// The configuration with these values as its reader takes it.
  public func settings(with values: [String]) throws(Refusal) -> Settings {
    let changed = try changedText(with: values)
    do throws(SettingsErrors) {
      return try SettingsFile.parse(changed, file: file)
    } catch {
      throw Refusal(description: error.errors.first?.sentence ?? error.description)
    }
  }

  /// The text of the configuration with these values, all else as it was.
  public func changedText(with values: [String]) throws(Refusal) -> String {
    var changed = text
    for (sweep, value) in zip(combinations.sweeps, values) {
      do throws(YAMLEditError) {
        changed = try YAMLEdit(place(of: sweep.key), to: value).applied(to: changed)
      } catch {
        throw Refusal(
          description: "\(sweep.key.joined(separator: ".")) cannot be set: \(error.description).")
      }
    }
    return changed
  }

  /// A key whose first word is one of the file's own stands there; any other is the pack's.
  private func place(of key: [String]) -> [YAMLEdit.Step] {
    let steps = key.map(YAMLEdit.Step.key)
    if let first = key.first, SettingsFile.topLevelKeys.contains(first) { return steps }
    return [.key("packs"), .item(pack)] + steps
  }
}

extension SimulationInput {
  /// The same scene for another pack: what the pack's own configuration expects of it comes along.
  fileprivate func with(_ pack: PackSettings) -> SimulationInput {
    var other = self
    var expected = PlantParameters(pack)
    let before = PlantParameters(self.pack)
    // What the scene says of the plant stays; what it left as expected follows the pack.
    // A pad that is off its label is off it as much with another label.
    if let pad = plant.padResistance, let label = before.padResistance {
      expected.padResistance = expected.padResistance.map { $0 * (pad / label) }
    }
    expected.lossPerKelvin = plant.lossPerKelvin
    expected.padPerKelvin = plant.padPerKelvin
    expected.chargerCurrent = plant.chargerCurrent
    expected.load = plant.load
    expected.stateOfCharge = plant.stateOfCharge
    expected.temperature = plant.temperature
    expected.probeResolution = plant.probeResolution
    if plant.cellVoltage != before.cellVoltage { expected.cellVoltage = plant.cellVoltage }
    other.pack = pack
    other.plant = expected
    return other
  }
}
