extension URL {
  /// Returns the URL that a `Location` means, by RFC 3986, section 5.2; its fragment is dropped.
  package func resolving(location: String) -> URL? {
    let reference = location.prefix { $0 != "#" }
    if reference.hasPrefix("//") { return URL(parsing: "\(scheme):\(reference)") }
    if hasScheme(reference) { return URL(parsing: String(reference)) }
    let mark = reference.firstIndex(of: "?") ?? reference.endIndex
    let further = reference[..<mark]
    let target: String
    if further.isEmpty {
      target = mark == reference.endIndex ? path + queryMark : path
    } else if further.hasPrefix("/") {
      target = withoutDots(further)
    } else {
      target = withoutDots(path[...(path.lastIndex(of: "/") ?? path.startIndex)] + further)
    }
    return URL(parsing: origin + target + reference[mark...])
  }

  private var queryMark: String { query.isEmpty ? "" : "?\(queryText)" }
}

/// Whether a reference begins with a scheme, which a colon ends before any slash.
private func hasScheme(_ reference: Substring) -> Bool {
  guard let colon = reference.firstIndex(of: ":") else { return false }
  let scheme = reference[..<colon]
  return scheme.first?.isLetter == true
    && scheme.utf8.allSatisfy { isUnreserved($0) || $0 == UInt8(ascii: "+") }
}

/// Removes the segments `.` and `..` as RFC 3986, section 5.2.4 does, never above the root.
private func withoutDots(_ path: some StringProtocol) -> String {
  var kept: [Substring] = []
  let segments = Substring(path).split(separator: "/", omittingEmptySubsequences: false).dropFirst()
  for (index, segment) in segments.enumerated() {
    let isLast = index == segments.count - 1
    switch segment {
    case ".": if isLast { kept.append("") }
    case "..":
      _ = kept.popLast()
      if isLast { kept.append("") }
    default: kept.append(segment)
    }
  }
  return "/" + kept.joined(separator: "/")
}
