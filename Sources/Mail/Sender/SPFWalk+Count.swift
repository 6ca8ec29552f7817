internal import DNS

extension SPFWalk {
  /// What judging by the record takes, all its includes counted.
  struct Count: Sendable, Hashable {
    /// How many lookups there are at most; RFC 7208 allows 10.
    var lookups = 0
    /// The includes and redirects that lead to no record that counts.
    var broken: [String] = []
    /// Whether a record leads back to itself.
    var isCircle = false
    /// The names that nobody answered for.
    var unknown: [String] = []
    var usesNames = false
  }

  /// Beyond this the exact number tells nothing more.
  private static let mostLookups = 100

  var count: Count {
    var count = Count()
    add(domain, [domain], &count)
    return count
  }

  private func add(_ name: DNSName, _ path: [DNSName], _ count: inout Count) {
    guard case .record(let record)? = found[name] else { return }
    for directive in record.reached where directive.mechanism.isLookup {
      count.lookups += 1
      if directive.mechanism == .names { count.usesNames = true }
    }
    if record.effectiveRedirect != nil { count.lookups += 1 }
    for target in record.targets {
      guard let name = target.name else {
        if !target.text.contains("%") { note(target.text, &count.broken) }
        continue
      }
      guard !path.contains(name) else {
        count.isCircle = true
        continue
      }
      switch found[name] {
      case .record where count.lookups < Self.mostLookups: add(name, path + [name], &count)
      case .some(.none), .several, .faulty: note(target.text, &count.broken)
      case .unknown: note(target.text, &count.unknown)
      case .record, nil: break
      }
    }
  }

  private func note(_ name: String, _ names: inout [String]) {
    let name = shown(name)
    if !names.contains(name) { names.append(name) }
  }
}
