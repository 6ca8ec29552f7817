/// Returns the candidate that a mistyped name most likely meant, for "did you mean" hints.
///
/// The distance is Damerau-Levenshtein (optimal string alignment) over Unicode scalars, letter case
/// counting half; nil where nothing is near enough to be worth saying.
package func nearestName(to name: String, in candidates: some Sequence<String>) -> String? {
  nearestNames(to: name, in: candidates, limit: 1).first
}

/// Returns up to `limit` candidates near a mistyped name, nearest first, ties in alphabetical order.
package func nearestNames(
  to name: String, in candidates: some Sequence<String>, limit: Int
) -> [String] {
  let wanted = Array(name.unicodeScalars)
  let bound = Swift.max(2, wanted.count * 2 / 3)
  let scored = candidates.compactMap { candidate -> (score: Int, name: String)? in
    let other = Array(candidate.unicodeScalars)
    guard abs(other.count - wanted.count) * 2 <= bound, candidate != name else { return nil }
    let score = editDistance(wanted, other)
    return score <= bound ? (score, candidate) : nil
  }
  return scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(limit).map(\.name)
}

/// Returns the edit distance in half steps: 2 for an edit, 1 for a change of letter case alone.
private func editDistance(_ lhs: [Unicode.Scalar], _ rhs: [Unicode.Scalar]) -> Int {
  guard !lhs.isEmpty, !rhs.isEmpty else { return 2 * (lhs.count + rhs.count) }
  var beforeLast = [Int](repeating: 0, count: rhs.count + 1)
  var last = (0...rhs.count).map { $0 * 2 }
  for i in 1...lhs.count {
    var row = [i * 2] + [Int](repeating: 0, count: rhs.count)
    for j in 1...rhs.count {
      let substitution = last[j - 1] + cost(lhs[i - 1], rhs[j - 1])
      row[j] = Swift.min(last[j] + 2, row[j - 1] + 2, substitution)
      if i > 1, j > 1, lhs[i - 1] == rhs[j - 2], lhs[i - 2] == rhs[j - 1] {
        row[j] = Swift.min(row[j], beforeLast[j - 2] + 2)
      }
    }
    (beforeLast, last) = (last, row)
  }
  return last[rhs.count]
}

private func cost(_ lhs: Unicode.Scalar, _ rhs: Unicode.Scalar) -> Int {
  if lhs == rhs { return 0 }
  return lhs.properties.lowercaseMapping == rhs.properties.lowercaseMapping ? 1 : 2
}
