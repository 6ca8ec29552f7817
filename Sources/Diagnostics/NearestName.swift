/// Returns the candidate that a mistyped name most likely meant, for "did you mean" hints.
///
/// The distance is Damerau-Levenshtein (optimal string alignment) over Unicode scalars, letter
/// case left aside except for the first letter, which breaks ties; nil where nothing is near enough to be worth saying.
package func nearestName(to name: String, in candidates: some Sequence<String>) -> String? {
  nearestNames(to: name, in: candidates, limit: 1).first
}

/// Returns up to `limit` candidates near a mistyped name, nearest first, ties in alphabetical order.
package func nearestNames(
  to name: String, in candidates: some Sequence<String>, limit: Int
) -> [String] {
  let wanted = Array(name.lowercased().unicodeScalars)
  let bound = Swift.max(2, wanted.count * 2 / 3)
  let scored = candidates.compactMap { candidate -> (score: Int, name: String)? in
    let other = Array(candidate.lowercased().unicodeScalars)
    guard abs(other.count - wanted.count) * 2 <= bound, candidate != name else { return nil }
    let score = 2 * editDistance(wanted, other) + (candidate.hasPrefix(name.prefix(1)) ? 0 : 1)
    return score <= bound ? (score, candidate) : nil
  }
  return scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(limit).map(\.name)
}

private func editDistance(_ lhs: [Unicode.Scalar], _ rhs: [Unicode.Scalar]) -> Int {
  guard !lhs.isEmpty, !rhs.isEmpty else { return lhs.count + rhs.count }
  var beforeLast = [Int](repeating: 0, count: rhs.count + 1)
  var last = Array(0...rhs.count)
  for i in 1...lhs.count {
    var row = [i] + [Int](repeating: 0, count: rhs.count)
    for j in 1...rhs.count {
      let substitution = last[j - 1] + (lhs[i - 1] == rhs[j - 1] ? 0 : 1)
      row[j] = Swift.min(last[j] + 1, row[j - 1] + 1, substitution)
      if i > 1, j > 1, lhs[i - 1] == rhs[j - 2], lhs[i - 2] == rhs[j - 1] {
        row[j] = Swift.min(row[j], beforeLast[j - 2] + 1)
      }
    }
    (beforeLast, last) = (last, row)
  }
  return last[rhs.count]
}
