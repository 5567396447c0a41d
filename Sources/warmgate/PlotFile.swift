import ArgumentParser
import Foundation
import Plots

/// Where a picture goes: SVG, or PNG where `rsvg-convert` is there to make it.
struct PlotFile {
  private let path: String
  /// The program that makes PNG; `nil` for SVG.
  private let converter: URL?

  /// A file that is named before anything long is worked out, so that its name cannot spoil that.
  init(_ path: String, option: String = "--plot") throws {
    self.path = path
    if path.hasSuffix(".svg") {
      converter = nil
    } else if path.hasSuffix(".png") {
      guard let program = PlotFile.program("rsvg-convert") else {
        throw Failure(
          .usage,
          "\(option) is \(path), and there is no rsvg-convert to make PNG. Install it "
            + "(apt install librsvg2-bin), or name a file that ends in .svg.")
      }
      converter = program
    } else {
      throw ValidationError("\(option) is \(path); allowed: a file that ends in .svg or .png.")
    }
  }

  /// Writes the picture.
  func write(_ svg: String) throws {
    guard let converter else { return try writeFile(svg, to: path) }
    // Not beside the picture: any name there may be that of a file of the user's.
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    let (drawn, made) = (folder.appending(path: "drawn.svg"), folder.appending(path: "made.png"))
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure(.usage, "\(folder.path) cannot be made: \(error.localizedDescription)")
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    try writeFile(svg, to: drawn.path)
    try convert(drawn, to: made, with: converter)
    guard let data = FileManager.default.contents(atPath: made.path) else {
      throw Failure(.usage, "\(converter.path) made no picture.")
    }
    try writeFile(data, to: path)
  }

  private func convert(_ drawn: URL, to made: URL, with converter: URL) throws {
    let process = Process()
    process.executableURL = converter
    // Twice the size, for print and for screens with small pixels.
    process.arguments = ["--zoom", "2", "--output", made.path, drawn.path]
    let code: Int32
    do {
      try process.run()
      process.waitUntilExit()
      code = process.terminationStatus
    } catch {
      throw Failure(.usage, "\(converter.path) cannot be run: \(error.localizedDescription)")
    }
    guard code == 0 else {
      throw Failure(
        .usage, "\(converter.path) ended with \(code). Name a file that ends in .svg instead.")
    }
  }

  private static func program(_ name: String) -> URL? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { URL(fileURLWithPath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
