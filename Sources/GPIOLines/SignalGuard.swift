internal import CGPIO

/// The last resort: every GPIO output of the process inactive before anything else happens (S6).
public enum SignalGuard {
  /// The version of libgpiod in use, for example `1.6.3`.
  public static var libraryVersion: String { String(cString: cgpio_library_version()) }

  /// Whether the outputs were dropped for good; every later activation is refused.
  public static var isLatched: Bool { cgpio_is_latched() }

  /// Installs handlers that drop every output on SIGTERM, SIGINT, SIGQUIT, on each signal of a
  /// crash and on every other one that would end the process. The first three, and SIGHUP, which
  /// drops nothing, then write one byte, the signal's number, to `wakeDescriptor`: the writing end
  /// of a non-blocking pipe. A lost reader of the log (SIGPIPE), a file that may not grow (SIGXFSZ)
  /// and a terminal (SIGTSTP and its like) neither end nor stop the process.
  ///
  /// Returns 0, or the error number with which the system refused.
  public static func install(wakeDescriptor: Int32) -> Int32 {
    -cgpio_install_signal_guard(wakeDescriptor)
  }

  /// Drops every output of the process, for good.
  public static func dropAll() { cgpio_drop_all() }
}
