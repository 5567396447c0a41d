import Testing

/// Do the tests bite? Faults are planted in a copy of the core, one at a time, and the core's own
/// tests must catch each of them. A fault that does not compile is not caught: it is an error here.
@Suite("Planted faults") struct PlantedFaultTests {
  @Test("the tests of the core pass without a fault and fail with each planted one")
  func caught() throws {
    let copy = try ScratchPackage()
    #expect(try copy.outcome() == .passed, "without a fault")
    for fault in PlantedFault.all {
      let outcome = try copy.outcome(with: fault)
      #expect(outcome == .failed, "\(fault), in \(fault.file)")
    }
  }

  @Test("there are at least the faults that the core must never have")
  func table() {
    #expect(PlantedFault.all.count >= 12)
    #expect(Set(PlantedFault.all.map(\.description)).count == PlantedFault.all.count)
  }
}
