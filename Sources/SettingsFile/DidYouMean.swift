/// The candidate that differs from `word` in the fewest letters, when it differs in few and shares
/// some.
func didYouMean(_ word: String, among candidates: [String]) -> String? {
  let best = candidates.map { ($0, distance(word, $0)) }.min { $0.1 < $1.1 }
  guard let (candidate, letters) = best, letters <= max(2, word.count / 3),
    letters < max(word.count, candidate.count)
  else { return nil }
  return candidate
}

/// The least number of letters to insert, remove or replace (Levenshtein's distance).
private func distance(_ a: String, _ b: String) -> Int {
  let b = Array(b.lowercased())
  var row = Array(0...b.count)
  for (i, letter) in a.lowercased().enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let above = row[j + 1]
      row[j + 1] = letter == other ? diagonal : min(diagonal, above, row[j]) + 1
      diagonal = above
    }
  }
  return row[b.count]
}
