import Diagnostics
import JSON

private let core = "tag:yaml.org,2002:"

extension YAMLComposer {
  /// Reports a tag on a list or mapping that is not the one it has anyway.
  mutating func check(tagOf event: YAMLEvent, isCollection name: String) {
    guard let tag = event.tag, tag != "!", tag != core + name else { return }
    if Self.coreTags.contains(tag) {
      reportMismatch(tag, event)
    } else {
      reportUnknown(tag, event)
    }
  }

  /// Returns what a scalar means; where that cannot be, the nearest thing, and reports it.
  mutating func scalar(_ event: YAMLEvent) -> LocatedJSON {
    guard case .scalar(let text, let style) = event.kind else {
      preconditionFailure("An event that is no scalar has been taken for one.")
    }
    return LocatedJSON(content(text, style, event), at: location(event))
  }

  private static let coreTags = Set(
    ["str", "int", "float", "bool", "null", "map", "seq"].map { core + $0 })

  private mutating func content(
    _ text: String, _ style: YAMLEvent.Style, _ event: YAMLEvent
  ) -> LocatedJSON.Content {
    guard let tag = event.tag else {
      return style == .plain ? plain(text, event) : .string(text)
    }
    switch (tag, YAMLScalar(text)) {
    case ("!", _), (core + "str", _): return .string(text)
    case (core + "null", .null): return .null
    case (core + "bool", .bool(let value)): return .bool(value)
    case (core + "int", .integer(let number)): return .number(number)
    case (core + "float", .integer(let number)), (core + "float", .float(let number)):
      return .number(number)
    case (core + "int", .notRepresentable), (core + "float", .notRepresentable):
      return plain(text, event)
    default:
      if Self.coreTags.contains(tag) {
        reportMismatch(tag, event)
      } else {
        reportUnknown(tag, event)
      }
      return .string(text)
    }
  }

  private mutating func plain(_ text: String, _ event: YAMLEvent) -> LocatedJSON.Content {
    switch YAMLScalar(text) {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .integer(let number), .float(let number): return .number(number)
    case .string: return .string(text)
    case .notRepresentable:
      report(
        .error(
          "not-representable", "JSON cannot represent this number", at: location(event),
          hint: "put it in quotes if a text is meant"))
      return .string(text)
    }
  }

  private mutating func reportMismatch(_ tag: String, _ event: YAMLEvent) {
    let name = "!!" + tag.dropFirst(core.utf8.count)
    report(.error("yaml-tag", "the value is not what its tag \(name) says", at: location(event)))
  }

  private mutating func reportUnknown(_ tag: String, _ event: YAMLEvent) {
    let name = tag.hasPrefix(core) ? "!!" + tag.dropFirst(core.utf8.count) : tag
    report(
      .error(
        "unknown-tag", "the tag \"\(name)\" is unknown", at: location(event),
        hint: "known are !!str, !!int, !!float, !!bool, !!null, !!map and !!seq"))
  }
}
