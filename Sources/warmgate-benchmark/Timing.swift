import CBenchmark

/// Nanoseconds that one call takes: the median over batches, so that the machine's other work
/// shows less. And how many times it asks for memory.
func timed(
  batches: Int = 41, calls: Int = 20_000, _ body: () -> Void
) -> (nanoseconds: Double, allocations: Double) {
  for _ in 0..<calls { body() }
  var spans: [Double] = []
  let before = cbench_allocations()
  for _ in 0..<batches {
    let start = cbench_now()
    for _ in 0..<calls { body() }
    spans.append(Double(cbench_now() - start) / Double(calls))
  }
  let asked = Double(cbench_allocations() - before) / Double(batches * calls)
  // The list of spans itself grows a few times.
  return (median(spans), asked < 0.001 ? 0 : asked)
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

/// Keeps the optimiser from leaving out what nobody looks at.
@inline(never) @_optimize(none) func use(_ value: Bool) {}
