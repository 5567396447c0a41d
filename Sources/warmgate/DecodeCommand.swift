import ArgumentParser
import Foundation
import JKProtocol

/// Decodes recorded bytes.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Decodes a frame that was recorded from a JK board.",
    discussion: """
      FILE holds one frame, binary or as hexadecimal digits (spaces, new lines and 0x are \
      allowed), or a register dump: lines of "1290 10 : c6eb 0000 …". A dash reads from stdin.

      Example:
        echo "DD A5 03 00 FF FD 77" | warmgate decode -
        warmgate decode --json status.hex

      Exit codes: 0 decoded, 1 the bytes are not a whole, valid frame, 2 usage or file error.
      """)

  @Option(
    name: .customLong("protocol"),
    help: "jk-modbus, jk-4e57, jk-dda5 or jk-55aa. Default: by the first bytes.")
  var protocolName: String?

  @Option(help: "The wire address that a Modbus reply answers, for example 0x1290.")
  var address: String?

  @Option(help: "The board's model, where the frame does not carry it: JK_PB models have T4, T5.")
  var model: String?

  @Option(help: "The board's firmware, where the frame does not carry it, for example 15.41.")
  var firmware: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Argument(help: "The file; a dash is stdin.")
  var file: String

  func run() throws {
    let content = try read()
    let frame: RecordedFrame
    do throws(DecodeFailure) {
      frame = try decoded(content)
    } catch {
      FileHandle.standardError.write(Data("warmgate decode: \(file): \(error)\n".utf8))
      throw ExitCode(1)
    }
    print(frame)
  }

  private func decoded(_ content: [UInt8]) throws(DecodeFailure) -> RecordedFrame {
    if let dump = try RegisterDump.parse(String(decoding: content, as: UTF8.self)) {
      return .report(dump.report(model: model, firmware: firmware))
    }
    let bytes = HexText.bytes(content) ?? content
    return try RecordedFrame.decode(
      bytes.span, as: kind, address: wireAddress, model: model, firmware: firmware)
  }

  private func print(_ frame: RecordedFrame) {
    switch frame {
    case .report(let report):
      let text = BoardReportText(report: report)
      Swift.print(json ? text.json() : text.text)
    case .registers(let reply):
      let words = reply.words.map { String($0, radix: 16) }.joined(separator: " ")
      let object: [String: Any] = ["unit": Int(reply.unit), "registers": reply.words.map(Int.init)]
      Swift.print(
        json
          ? jsonText(object)
          : "unit \(reply.unit), \(reply.words.count) registers: \(words)\n"
            + "Give --address to have them decoded.")
    case .note(let note): Swift.print(json ? jsonText(["note": note]) : note)
    }
  }

  private var wireAddress: Int? {
    address.flatMap { Int($0.hasPrefix("0x") ? String($0.dropFirst(2)) : $0, radix: 16) }
  }

  private var kind: RecordedFrame.Kind? { protocolName.flatMap(RecordedFrame.Kind.init) }

  func validate() throws {
    if let protocolName, kind == nil {
      let allowed = RecordedFrame.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--protocol is \(protocolName); allowed: \(allowed).")
    }
    guard address == nil || wireAddress != nil else {
      throw ValidationError("--address is not hexadecimal; allowed: 0x1000 to 0x14EF.")
    }
  }

  private func read() throws -> [UInt8] {
    if file == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ValidationError("\(file) cannot be read; give a file that exists, or - for stdin.")
    }
    return [UInt8](data)
  }
}
