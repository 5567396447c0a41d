import ControlCore
import ControllerService
import Foundation
import Testing

@Suite("What is remembered across restarts") struct BlockMemoryTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("warmgate-\(UUID().uuidString)")

  @Test("the block of each pack is there after a restart")
  func restart() throws {
    let path = folder.appendingPathComponent("deep/state.json").path
    let memory = BlockMemory(path: path)
    #expect(memory.block(of: "shed") == .undecided)
    #expect(memory.store(.blocked, of: "shed") == nil)
    #expect(memory.store(.released, of: "camper") == nil)
    let later = BlockMemory(path: path)
    #expect(later.block(of: "shed") == .blocked)
    #expect(later.block(of: "camper") == .released)
    #expect(later.block(of: "barn") == .undecided)
    try FileManager.default.removeItem(at: folder)
  }

  @Test(
    "a file that makes no sense remembers nothing",
    arguments: ["", "{", "[]", "{\"shed\": 1}", "{\"shed\": \"warm\"}"])
  func garbage(text: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("state.json").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(BlockMemory(path: path).block(of: "shed") == .undecided)
    try FileManager.default.removeItem(at: folder)
  }

  @Test("a folder that cannot be written is named, with a remedy")
  func unwritable() throws {
    let problem = try #require(
      BlockMemory(path: "/proc/warmgate/state.json").store(.blocked, of: "shed"))
    #expect(problem.hasPrefix("cannot remember the charge block in /proc/warmgate/state.json: "))
    #expect(problem.contains("Make its folder writable"))
  }
}
