import HTTP
import JSON

/// Why a document the sandbox was given cannot be used.
package struct SandboxInputError: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension Fault {
  /// Reads the faults of `{"faults": […]}` or of a bare list.
  static func list(_ json: JSON) throws(SandboxInputError) -> [Fault] {
    guard let list = json.array ?? json["faults"]?.array else {
      throw SandboxInputError("a list `faults` is expected")
    }
    var faults: [Fault] = []
    for (index, item) in list.enumerated() {
      do {
        faults.append(try Fault(item))
      } catch {
        throw SandboxInputError("faults[\(index)]: \(error.description)")
      }
    }
    return faults
  }

  init(_ json: JSON) throws(SandboxInputError) {
    try Known.check(json, "a fault", ["match", "then", "times"])
    let match = json["match"] ?? [:]
    let then = json["then"] ?? [:]
    try Known.check(match, "match", ["method", "path", "nth"])
    try Known.check(then, "then", ["status", "headers", "body", "delay", "drop"])
    method = match["method"]?.string
    path = (match["path"]?.string).map { Glob($0) }
    nth = try Self.number(match["nth"], "match.nth", in: 1...Int.max) ?? 1
    times =
      try Self.number(json["times"], "times", in: 0...Int.max) ?? (match["nth"] == nil ? nil : 1)
    status = try Self.number(then["status"], "then.status", in: 200...599)
    for member in then["headers"]?.object ?? [:] {
      headers.add(member.key, member.value.string ?? member.value.text)
    }
    body = then["body"].map { Array(($0.string ?? $0.text).utf8) }
    if then["body"]?.string == nil, body != nil, headers["Content-Type"] == nil {
      headers["Content-Type"] = "application/json; charset=UTF-8"
    }
    if let value = then["delay"] {
      guard let duration = Duration(sandbox: value) else {
        throw SandboxInputError("then.delay must be milliseconds or a text such as 250ms or 2s")
      }
      delay = duration
    }
    if let value = then["drop"] {
      guard let drop = value.string.flatMap(Drop.init) else {
        throw SandboxInputError("then.drop must be before or after")
      }
      self.drop = drop
    }
  }

  private static func number(
    _ json: JSON?, _ name: String, in range: ClosedRange<Int>
  ) throws(SandboxInputError) -> Int? {
    guard let json else { return nil }
    guard let value = json.int, range.contains(value) else {
      throw SandboxInputError("\(name) must be a whole number from \(range.lowerBound)")
    }
    return value
  }
}

extension Duration {
  /// Reads milliseconds, or a text with the unit `ms` or `s`.
  init?(sandbox json: JSON) {
    if let milliseconds = json.int, milliseconds >= 0 {
      self = .milliseconds(milliseconds)
      return
    }
    guard let text = json.string else { return nil }
    let isMilliseconds = text.hasSuffix("ms")
    guard text.hasSuffix("s"), let value = Double(text.dropLast(isMilliseconds ? 2 : 1)),
      value >= 0, value < 86_400_000
    else { return nil }
    self = .milliseconds(Int64(isMilliseconds ? value : value * 1000))
  }
}
