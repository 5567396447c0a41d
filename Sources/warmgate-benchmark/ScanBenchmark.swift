import CBenchmark
import ControlCore
import GPIOLines
import JKLink

/// Sixteen packs on one bus at 115200 baud, against the time that the bytes take on the wire.
enum ScanBenchmark {
  static func rows() throws -> [Row] {
    let board = BenchmarkBoard(baud: 115_200)
    let bus = JKBus(board.bus, clock: SystemClock())
    // The first contact with each board also asks who it is and what the app says.
    for address in 1...16 { _ = try bus.readStatus(address: address) }
    var (spans, wires): ([Double], [Double]) = ([], [])
    for _ in 0..<7 {
      let (start, bytes) = (cbench_now(), board.bytes)
      for address in 1...16 { _ = try bus.readStatus(address: address) }
      spans.append(Double(cbench_now() - start) / 1e6)
      // A byte is 10 bits: start, 8 of data, stop.
      wires.append(Double(board.bytes - bytes) * 10 / 115_200 * 1000)
    }
    return [
      Row(
        what: "16 packs on one bus, a full scan", value: median(spans), unit: .milliseconds,
        goal: .ratio(1.1), reference: ("bytes on the wire", median(wires)))
    ]
  }
}
