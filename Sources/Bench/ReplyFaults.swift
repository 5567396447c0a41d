/// What is wrong with a board's replies.
public struct ReplyFaults: Hashable, Sendable {
  /// It does not answer at all.
  public var isSilent = false
  /// It answers this much later, in wall time.
  public var delay: Duration = .zero
  /// Bytes of noise before the reply.
  public var garbage: [UInt8] = []
  /// The adapter sends the request back first, as some CH341 do.
  public var echoesRequest = false
  /// One bit of the reply's last checksum byte is flipped.
  public var hasBadChecksum = false
  /// The reply comes in two parts with `splitPause` between them: this many bytes, then the rest.
  public var splitAfter: Int?
  /// The reply comes twice in one write.
  public var isDoubled = false
  /// Bytes cut off the reply's end (negative), or zeros added to it.
  public var extraLength = 0

  /// The pause inside a split reply, in wall time.
  public static let splitPause = Duration.milliseconds(30)

  /// A board that answers as it should.
  public init() {}

  /// What is written to the line instead of `reply`, one element a write; nothing is silence.
  func writes(for reply: [UInt8], request: [UInt8]) -> [[UInt8]] {
    guard !isSilent, !reply.isEmpty else { return [] }
    var frame = reply
    if hasBadChecksum { frame[checksumIndex(of: frame)] ^= 1 }
    if extraLength < 0 { frame.removeLast(min(-extraLength, frame.count)) }
    if extraLength > 0 { frame += [UInt8](repeating: 0, count: extraLength) }
    let whole = (echoesRequest ? request : []) + garbage + frame + (isDoubled ? frame : [])
    guard let splitAfter, (1..<whole.count).contains(splitAfter) else { return [whole] }
    return [Array(whole[..<splitAfter]), Array(whole[splitAfter...])]
  }

  /// A "DD A5" frame ends in 77, behind its checksum; the others end in the checksum.
  private func checksumIndex(of frame: [UInt8]) -> Int {
    frame.first == 0xDD && frame.count > 1 ? frame.count - 2 : frame.count - 1
  }
}
