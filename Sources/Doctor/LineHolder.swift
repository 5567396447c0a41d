public import ControlCore
import GPIOLines
import Glibc

/// The other side of the live test: holds one output active until it is killed or left alone.
public enum LineHolder {
  /// What it says on its standard output when the line is on.
  static let held = "held"
  /// It lets go by itself after this time, in ms: nobody may need it longer.
  private static let longest: Int32 = 10_000

  /// Holds the line, until the standard input ends or ten seconds are over. Returns its exit code.
  public static func run(_ settings: LineSettings) -> Int32 {
    // A Ctrl-C of the terminal comes here too.
    _ = SignalGuard.install(wakeDescriptor: -1)
    do throws(OutputFailure) {
      let line = try OutputLine(settings, consumer: LiveTest.consumer)
      try line.setActive(true)
      guard try line.isActive() else {
        say("it was driven active and does not read so\tLook for a short circuit of the line.")
        return 3
      }
      say(held)
      waitForEnd()
      line.release()
      return 0
    } catch {
      say("\(error.found)\t\(error.remedy)")
      return 3
    }
  }

  private static func say(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  private static func waitForEnd() {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while poll(&input, 1, longest) < 0, errno == EINTR {}
  }
}
