extension MethodCall {
  /// The methods of strings that take a regular expression.
  func onPattern(_ text: String, _ source: String) throws(TemplateFailure) -> TemplateValue? {
    let pattern: JavaPattern
    do throws(JavaPattern.Problem) {
      pattern = try JavaPattern(source)
    } catch {
      throw TemplateFailure(
        error.isUnsupported ? .unsupported : .evaluation,
        "in the regular expression of \(name)(), \(error.message)", at: offset,
        remedy: "correct it, or use replace(), contains() and indexOf(), which take plain text")
    }
    let allowed = (renderer.limits.steps - renderer.steps) * 8
    var matcher = JavaMatcher(pattern, on: text, allowed: allowed)
    let result: TemplateValue?
    switch name {
    case "matches": result = .bool(matcher.matchesWhole())
    case "split": result = count == 1 || int(1) != nil ? split(&matcher, limit: int(1) ?? 0) : nil
    default:
      result = try string(1).map { with throws(TemplateFailure) in
        .string(try replaced(&matcher, with: with, once: name == "replaceFirst"))
      }
    }
    try renderer.spend(matcher.taken / 8, at: offset)
    guard !matcher.isTooLong else {
      throw TemplateFailure(
        .limit, "\(name)() takes more than \(allowed / 8) steps", at: offset,
        remedy: "use an expression with fewer choices, or a shorter text")
    }
    return result
  }

  /// Java's `split`: empty texts at the end are dropped where there is no limit.
  private func split(_ matcher: inout JavaMatcher, limit: Int) -> TemplateValue {
    var parts: [String] = []
    var start = 0
    var position = 0
    while limit <= 0 || parts.count < limit - 1, let match = matcher.find(from: position) {
      position = match.next
      if match.end == 0 { continue }
      parts.append(matcher.text(start..<match.start))
      start = match.end
    }
    parts.append(matcher.text(start..<matcher.text.count))
    if parts.count > 1, limit == 0 { while parts.last?.isEmpty == true { parts.removeLast() } }
    return .list(ListBox(parts.map { .string($0) }, kind: .array))
  }

  private func replaced(
    _ matcher: inout JavaMatcher, with replacement: String, once: Bool
  ) throws(TemplateFailure) -> String {
    var (result, start, position) = ("", 0, 0)
    while let match = matcher.find(from: position) {
      result += matcher.text(start..<match.start)
      result += try expanded(replacement, match, matcher)
      start = match.end
      position = match.next
      guard result.utf8.count <= renderer.limits.outputBytes else {
        throw renderer.tooLong(at: offset)
      }
      if once { break }
    }
    return result + matcher.text(start..<matcher.text.count)
  }

  /// Puts groups in for `$1` and `${name}`; a backslash takes the next character as it is.
  private func expanded(
    _ replacement: String, _ match: JavaMatcher.Match, _ matcher: JavaMatcher
  ) throws(TemplateFailure) -> String {
    guard replacement.utf8.contains(where: { $0 == 0x24 || $0 == 0x5C }) else { return replacement }
    var result = String.UnicodeScalarView()
    var rest = replacement.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\\":
        guard let next = rest.popFirst() else {
          throw failure("the replacement of \(name)() ends in a backslash", "write \\\\ for one")
        }
        result.append(next)
      case "$":
        guard let group = group(&rest, matcher.pattern) else {
          throw failure(
            "the replacement of \(name)() names a group the expression does not have",
            "write \\$ for the character")
        }
        if let range = match.group(group) { result += matcher.text(range).unicodeScalars }
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private func group(
    _ rest: inout Substring.UnicodeScalarView, _ pattern: JavaPattern
  ) -> Int? {
    if rest.first == "{" {
      rest.removeFirst()
      let name = String(String.UnicodeScalarView(rest.prefix { $0 != "}" }))
      rest = rest.drop { $0 != "}" }.dropFirst()
      return pattern.names[name]
    }
    guard let first = rest.first?.digit, first < pattern.groups else { return nil }
    rest.removeFirst()
    var group = first
    while let digit = rest.first?.digit, group * 10 + digit < pattern.groups {
      group = group * 10 + digit
      rest.removeFirst()
    }
    return group
  }
}

extension Unicode.Scalar {
  /// The value of a digit 0…9.
  var digit: Int? { ("0"..."9").contains(self) ? Int(value) - 48 : nil }
}
