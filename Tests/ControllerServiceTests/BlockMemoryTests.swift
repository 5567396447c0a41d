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

  @Test("the files and a folder that is made for them are their owner's only, whatever the umask")
  func rights() throws {
    let path = folder.appendingPathComponent("state.json").path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What an older version, or a power loss, may have left.
    for left in [path, path + ".new"] {
      try "{}".write(toFile: left, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: left)
    }
    let made = folder.appendingPathComponent("made").path
    #expect(BlockMemory(path: path).store(.blocked, of: "shed") == nil)
    #expect(BlockMemory(path: made + "/state.json").store(.blocked, of: "shed") == nil)
    let memory = LatchMemory(path: folder.path + "/latches", packs: ["shed"])
    try memory.acknowledge(.latchesUnknown, of: "shed")
    for (file, mode) in [
      ("state.json", 0o600), ("made", 0o700), ("made/state.json", 0o600), ("latches", 0o600),
    ] {
      let found = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)
      #expect(found[.posixPermissions] as? Int == mode, "\(file)")
    }
    try? FileManager.default.removeItem(at: folder)  // the memory's own thread may still write
  }
}
