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
    let svgPath = converter == nil ? path : path + ".svg"
    try writeFile(svg, to: svgPath)
    guard let converter else { return }
    defer { try? FileManager.default.removeItem(atPath: svgPath) }
    let process = Process()
    process.executableURL = converter
    // Twice the size, for print and for screens with small pixels.
    process.arguments = ["--zoom", "2", "--output", path, svgPath]
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
