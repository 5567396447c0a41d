/// Columns of text, each as wide as its widest cell.
struct TextTable {
  /// How a column's cells are set.
  enum Alignment { case left, right }

  private let header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// A table with a heading for each column; numbers are set to the right.
  init(_ columns: [(heading: String, alignment: Alignment)]) {
    header = columns.map(\.heading)
    alignments = columns.map(\.alignment)
  }

  /// Adds a row; it has as many cells as there are headings.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == header.count, "a row has a cell for each heading")
    rows.append(cells)
  }

  /// The heading and the rows, without spaces at the ends of lines.
  var text: String {
    let lines = [header] + rows
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      var line = ""
      for (column, cell) in cells.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.count)
        switch alignments[column] {
        case .left: line += cell + space
        case .right: line += space + cell
        }
        line += "  "
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
