import Diagnostics
import JSON

/// The members of a mapping: those written in it, and those it takes over from others by `<<`.
struct YAMLMembers {
  private var written: [LocatedJSON.Member] = []
  private var names = NameSet()
  private var merged: [LocatedJSON.Member] = []

  /// Adds a member, or returns where one of the same name stands already.
  mutating func add(_ member: LocatedJSON.Member) -> SourceLocation? {
    let found = names.insert(member.key, count: written.count) { written[$0].key }
    if let found { return written[found].keyLocation }
    written.append(member)
    return nil
  }

  mutating func merge(_ members: [LocatedJSON.Member]) {
    merged += members
  }

  /// The members in their order, merged ones last and only where no earlier one has their name.
  var all: [LocatedJSON.Member] {
    var result = self
    for member in merged { _ = result.add(member) }
    return result.written
  }
}

extension YAMLEvent {
  /// Whether this is the key that takes over the members of other mappings.
  var isMergeKey: Bool {
    kind == .scalar("<<", .plain) && (tag == nil || tag == "tag:yaml.org,2002:merge")
  }
}

extension YAMLComposer {
  mutating func add(
    _ name: String, at key: YAMLEvent, _ value: LocatedJSON, to members: inout YAMLMembers
  ) {
    let place = location(key)
    let earlier = members.add(.init(key: name, keyLocation: place, value: value))
    guard let earlier else { return }
    report(
      .error(
        "duplicate-key", "the key \"\(name)\" is here for the second time", at: place,
        notes: [.init("it stands here for the first time", at: earlier)]))
  }

  /// Takes over the members of a mapping or of each mapping in a list, the first one first.
  mutating func merge(_ value: LocatedJSON, into members: inout YAMLMembers) {
    switch value.content {
    case .object(let other): members.merge(other)
    case .array(let elements) where elements.allSatisfy({ $0.members != nil }):
      for element in elements { members.merge(element.members ?? []) }
    default:
      report(
        .error(
          "yaml-merge", "\"<<\" takes a mapping or a list of mappings", at: value.location))
    }
  }

  /// Returns the name a key gives its member, or nil where it is none.
  mutating func key(_ event: YAMLEvent) throws(Stop) -> String? {
    let node = try node(event)
    switch (event.kind, node.value.content) {
    case (.scalar(let text, _), _): return text
    case (.alias, .string(let text)): return text
    case (.alias, .number(let number)): return number.text
    case (.alias, .bool(let value)): return String(value)
    case (.alias, .null): return "null"
    default:
      report(
        .error(
          "yaml-key", "a key is a list or a mapping, and JSON knows only texts",
          at: location(event)))
      return nil
    }
  }
}
