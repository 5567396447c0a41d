import Foundation
import JKProtocol

/// The recorded files beside the tests.
enum Capture {
  enum Failure: Error { case notFound(String), notHexadecimal(String) }

  /// The names of all recorded files.
  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder().path)
      .filter { !$0.hasSuffix(".md") }
  }

  /// The text of a file.
  static func text(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: try folder().appendingPathComponent(name)))
  }

  /// The bytes of a recorded frame.
  static func bytes(_ name: String) throws -> [UInt8] {
    guard let bytes = HexText.bytes(try text(name)) else { throw Failure.notHexadecimal(name) }
    return bytes
  }

  private static func folder() throws -> URL {
    guard let folder = Bundle.module.url(forResource: "Captures", withExtension: nil) else {
      throw Failure.notFound("Captures")
    }
    return folder
  }
}
