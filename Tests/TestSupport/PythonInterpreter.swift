public import Foundation

/// The Python with the peers of the tests in it: pymodbus, pyserial and scipy.
public enum PythonInterpreter {
  /// There is none.
  public struct Missing: Error, CustomStringConvertible {
    /// What to do about it.
    public var description: String
  }

  /// The one that the environment names, or the package's own.
  public static func url() throws -> URL {
    let environment = ProcessInfo.processInfo.environment["WARMGATE_PYTHON"]
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = environment ?? package.appending(path: ".build/python/bin/python3").path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Missing(
        description: """
          There is no \(path). Make it with `python3 -m venv .build/python` and \
          `.build/python/bin/pip install pymodbus==3.16.1 pyserial==3.5 scipy==1.17.1`, or name an \
          interpreter that has them in WARMGATE_PYTHON.
          """)
    }
    return URL(filePath: path)
  }
}
