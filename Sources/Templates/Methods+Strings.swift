extension MethodCall {
  /// The methods of Java's `String`; nil where there is none of the name for such arguments.
  func onString(_ text: String) throws(TemplateFailure) -> TemplateValue? {
    try renderer.spend(text.utf8.count / 64, at: offset)
    if let result = try onWholeString(text) { return result }
    if let result = try onStringWithText(text) { return result }
    if let result = try onStringWithPlace(text) { return result }
    if let error = unknown(of: "string", among: Self.otherStringMethods) { throw error }
    return nil
  }

  private static let otherStringMethods: Set = [
    "chars", "codePointAt", "codePointBefore", "codePointCount", "codePoints", "contentEquals",
    "copyValueOf", "describeConstable", "format", "formatted", "getBytes", "getChars", "indent",
    "intern", "join", "lines", "offsetByCodePoints", "regionMatches", "stripIndent", "subSequence",
    "toCharArray", "transform", "translateEscapes", "wait", "notify", "notifyAll",
  ]

  private func onWholeString(_ text: String) throws(TemplateFailure) -> TemplateValue? {
    guard count == 0 else { return nil }
    switch name {
    case "length": return .int(Int32(clamping: text.utf16.count))
    case "isEmpty": return .bool(text.isEmpty)
    case "isBlank": return .bool(text.unicodeScalars.allSatisfy(\.isJavaSpace))
    case "toUpperCase": return .string(text.uppercased())
    case "toLowerCase": return .string(text.lowercased())
    case "trim": return .string(text.trimmed { $0.value <= 32 })
    case "strip": return .string(text.trimmed(\.isJavaSpace))
    case "stripLeading": return .string(text.trimmed(end: false, \.isJavaSpace))
    case "stripTrailing": return .string(text.trimmed(start: false, \.isJavaSpace))
    default: return nil
    }
  }

  private func onStringWithText(_ text: String) throws(TemplateFailure) -> TemplateValue? {
    if name == "valueOf", count == 1 { return .string(try self.text(0)) }
    if name == "equalsIgnoreCase", count == 1, arguments[0].isNull { return .bool(false) }
    if Self.methodsOfText[name]?.contains(count) == true, arguments.contains(where: \.isNull) {
      throw failure("\(name)() is given no value", "give it a text, as in \(name)(\"$!{x}\")")
    }
    guard let argument = string(0) ?? characterCode else { return nil }
    switch (name, count) {
    case ("contains", 1): return .bool(text.range(of: argument) != nil)
    case ("startsWith", 1): return .bool(text.utf8.starts(with: argument.utf8))
    case ("endsWith", 1):
      return .bool(text.utf8.reversed().starts(with: argument.utf8.reversed()))
    case ("equalsIgnoreCase", 1): return .bool(text.folded == argument.folded)
    case ("compareTo", 1): return .int(text.compared(to: argument))
    case ("compareToIgnoreCase", 1): return .int(text.foldedText.compared(to: argument.foldedText))
    case ("concat", 1):
      return .string(try limited(text.utf8.count + argument.utf8.count) { text + argument })
    case ("indexOf", 1): return .int(text.index(of: argument, from: 0))
    case ("lastIndexOf", 1): return .int(text.lastIndex(of: argument, from: .max))
    case ("replace", 2):
      return try string(1).map { with throws(TemplateFailure) in
        .string(try replaced(text, argument, with: with))
      }
    case ("replaceAll", 2), ("replaceFirst", 2), ("matches", 1), ("split", 1), ("split", 2):
      return try onPattern(text, argument)
    default: return nil
    }
  }

  /// The methods that fail where they are given no value, with the numbers of their arguments.
  private static let methodsOfText: [String: ClosedRange<Int>] = [
    "contains": 1...1, "startsWith": 1...2, "endsWith": 1...1, "compareTo": 1...1,
    "compareToIgnoreCase": 1...1, "concat": 1...1, "indexOf": 1...2, "lastIndexOf": 1...2,
    "replace": 2...2, "replaceAll": 2...2, "replaceFirst": 2...2, "matches": 1...1,
    "split": 1...2,
  ]

  private func onStringWithPlace(_ text: String) throws(TemplateFailure) -> TemplateValue? {
    let first = int(0)
    switch (name, count) {
    case ("charAt", 1):
      return try first.map { index throws(TemplateFailure) in
        .string(try slice(text, index, index + 1))
      }
    case ("substring", 1):
      return try first.map { start throws(TemplateFailure) in
        .string(try slice(text, start, text.utf16.count))
      }
    case ("substring", 2):
      guard let first, let last = int(1) else { return nil }
      return .string(try slice(text, first, last))
    case ("repeat", 1):
      guard let first else { return nil }
      guard first >= 0 else {
        throw failure("a text cannot be repeated \(first) times", "use 0 or more")
      }
      let length = text.utf8.count.multipliedReportingOverflow(by: first)
      return .string(
        try limited(length.overflow ? .max : length.partialValue) {
          String(repeating: text, count: first)
        })
    case ("indexOf", 2):
      guard let argument = string(0) ?? characterCode, let from = int(1) else { return nil }
      return .int(text.index(of: argument, from: from))
    case ("lastIndexOf", 2):
      guard let argument = string(0) ?? characterCode, let from = int(1) else { return nil }
      return .int(text.lastIndex(of: argument, from: from))
    case ("startsWith", 2):
      guard let argument = string(0), let from = int(1) else { return nil }
      guard from >= 0, from <= text.utf16.count else { return .bool(false) }
      return .bool(text.utf16.dropFirst(from).starts(with: argument.utf16))
    default: return nil
    }
  }

  /// The character that `indexOf` and `lastIndexOf` look for where they are given its code.
  private var characterCode: String? {
    guard name == "indexOf" || name == "lastIndexOf", let code = int(0) else { return nil }
    return UInt32(exactly: code).flatMap { Unicode.Scalar($0) }.map { String($0) } ?? "\u{FFFE}"
  }

  private func slice(_ text: String, _ start: Int, _ end: Int) throws(TemplateFailure) -> String {
    let count = text.utf16.count
    guard start >= 0, start <= end, end <= count else {
      throw failure(
        "\(name)() asks for characters \(start) to \(end) of a text of \(count)",
        "ask for length() first")
    }
    let lower = text.utf16.index(text.startIndex, offsetBy: start)
    let upper = text.utf16.index(lower, offsetBy: end - start)
    return String(decoding: text.utf16[lower..<upper], as: UTF16.self)
  }

  private func replaced(
    _ text: String, _ old: String, with new: String
  ) throws(TemplateFailure) -> String {
    var result: [UInt8] = []
    let (bytes, old, new) = (Array(text.utf8), Array(old.utf8), Array(new.utf8))
    var position = 0
    while let found = bytes.firstRange(of: old, from: position) {
      result += bytes[position..<found] + new
      guard result.count <= renderer.limits.outputBytes else {
        throw renderer.tooLong(at: offset)
      }
      try renderer.spend(1 + (found - position + old.count) / 64, at: offset)
      position = found + old.count
      guard old.isEmpty else { continue }
      // An empty text stands before every scalar, and at the end.
      guard position < bytes.count else { return String(decoding: result, as: UTF8.self) }
      repeat {
        result.append(bytes[position])
        position += 1
      } while position < bytes.count && bytes[position] & 0xC0 == 0x80
    }
    result += bytes[position...]
    try renderer.spend(result.count / 64, at: offset)
    return String(decoding: result, as: UTF8.self)
  }

  func limited(_ length: Int, _ make: () -> String) throws(TemplateFailure) -> String {
    guard length <= renderer.limits.outputBytes else { throw renderer.tooLong(at: offset) }
    try renderer.spend(length / 64, at: offset)
    return make()
  }
}
