package import JSON

/// What shows that the service has done what it accepted.
package struct Readiness: Sendable {
  /// Where the object says how far the service is.
  package let path: JSONPointer
  /// Where the goal stands in the spec that tells what to wait for.
  package let of: JSONPointer
  /// What is waited for, by the goal.
  package let equals: [String: String]
  /// What shows that waiting is in vain.
  package let fail: [String]
  /// Where the object says why.
  package let detail: JSONPointer?
  package let within: Duration

  init(_ words: JSON) {
    func pointer(_ key: String) -> JSONPointer? {
      words[key]?.string.flatMap(JSONPointer.init(parsing:))
    }
    path = pointer("path") ?? .root
    of = pointer("of") ?? .root
    equals = Dictionary(
      (words["equals"]?.object ?? [:]).map { ($0.key, $0.value.string ?? "") },
      uniquingKeysWith: { first, _ in first })
    fail = (words["fail"]?.array ?? []).compactMap(\.string)
    detail = pointer("detail")
    within = .seconds(words["within"]?.int ?? 60)
  }

  package enum State: Sendable, Hashable {
    case ready, waiting
    case failed(String)
  }

  /// Judges an object as the service answers it, given the goal.
  package func state(of live: JSON, for goal: JSON) -> State {
    let told = goal[of].flatMap { $0.string ?? $0.bool.map { $0 ? "true" : "false" } }
    guard let wanted = told.flatMap({ equals[$0] }) else { return .ready }
    let found = live[path]?.string ?? ""
    if found == wanted { return .ready }
    guard fail.contains(found) else { return .waiting }
    return .failed(detail.flatMap { live[$0]?.string }.map { "\(found): \($0)" } ?? found)
  }
}
