internal import JSON
package import World

/// Says in sentences what the changes of a plan come to, where that is more than two values say.
package struct Meanings: Sendable {
  /// The kinds of the objects, by collection.
  let kinds: [String: Kind]
  /// The time from which days are counted.
  let now: Timestamp
  /// Returns the name of an object, by its kind and its id.
  let name: @Sendable (String, String) -> String?

  package init(
    kinds: [String: Kind], now: Timestamp,
    name: @escaping @Sendable (String, String) -> String? = { _, _ in nil }
  ) {
    (self.kinds, self.now, self.name) = (kinds, now, name)
  }

  /// Returns the sentences on each operation of which there are any.
  package func all(of plan: Plan) -> [Address: [String]] {
    var all: [Address: [String]] = [:]
    for operation in plan.operations {
      let sentences = sentences(on: operation)
      if !sentences.isEmpty { all[operation.address] = sentences }
    }
    return all
  }

  /// Returns what an operation comes to, its fields in the order of their schema.
  package func sentences(on operation: Operation) -> [String] {
    guard let kind = kinds[operation.address.collection] else { return [] }
    var found = Sentences(meanings: self, kind: kind, action: operation.action)
    found.sayWhatIsLost()
    switch operation.action {
    case .delete: found.visit(kind.spec, operation.before, nil)
    case .create: found.visit(kind.spec, nil, operation.after)
    case .update, .replace, .adopt:
      for change in operation.fields { found.visit(change) }
    }
    return found.all
  }
}

/// The sentences on one operation, while its fields are gone through.
struct Sentences {
  let meanings: Meanings
  let kind: Kind
  let action: Operation.Action
  private(set) var all: [String] = []

  init(meanings: Meanings, kind: Kind, action: Operation.Action) {
    (self.meanings, self.kind, self.action) = (meanings, kind, action)
  }

  /// What its objects hold, or a word for it.
  var content: String { kind.content ?? "its contents" }

  mutating func say(_ sentence: String?) {
    guard let sentence, !all.contains(sentence) else { return }
    all.append(sentence)
  }

  /// Says that what an object holds is not given back once it is gone.
  mutating func sayWhatIsLost() {
    guard [.delete, .replace].contains(action), let content = kind.content else { return }
    say("\(content) that it lets go do not come back, not even by an undo")
  }

  /// Looks at a changed leaf; an element of a list is seen as a list of one.
  mutating func visit(_ change: FieldChange) {
    var field = kind.spec
    for token in change.path.belowSpec.tokens {
      guard field.hasMeanings else { return }
      if field.role.meaning != nil, field.element != nil {
        return visit(field, change.before.map { [$0] }, change.after.map { [$0] })
      }
      guard let next = field.member(token) ?? field.element else { return }
      field = next
    }
    visit(field, change.before, change.after)
  }

  /// Looks at a value before and after, with everything in it.
  mutating func visit(_ field: Field, _ before: JSON?, _ after: JSON?) {
    guard field.hasMeanings, before != after else { return }
    if let meaning = field.role.meaning { say(meaning, of: field, before, after) }
    for (name, member) in field.properties { visit(member, before?[name], after?[name]) }
  }

  private mutating func say(
    _ meaning: Meaning, of field: Field, _ before: JSON?, _ after: JSON?
  ) {
    switch meaning {
    case .retention: say(retention(before?.int, after?.int))
    case .coverage: coverage(field, before, after).forEach { say($0) }
    case .recipients: recipients(field, before, after).forEach { say($0) }
    case .destination: say(destination(field, before, after))
    case .starts: say(start(field, before, after))
    case .host: say(host(before?.string, after?.string))
    case .encryption: say(encryption(before?.string, after?.string))
    case .authentication: say(authentication(before?.string, after?.string))
    case .enabled: say(activity(before?.bool, after?.bool))
    }
  }
}
