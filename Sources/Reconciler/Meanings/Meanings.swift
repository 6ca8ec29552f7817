package import JSON
package import World

/// Says in sentences what the changes of a plan come to, where that is more than two values say.
package struct Meanings: Sendable {
  /// The kinds of the objects, by collection.
  let kinds: [String: Kind]
  /// The time from which days are counted.
  let now: Timestamp
  /// Whether a policy reaches what was there before it, too; on the platform it does not.
  let reachesBack: Bool
  /// Returns when a schedule is due next, in words; nil for what names no times.
  let times: @Sendable (JSON) -> String?
  /// Returns the name of an object, by its kind and its id.
  let name: @Sendable (String, String) -> String?

  package init(
    kinds: [String: Kind], now: Timestamp, reachesBack: Bool = true,
    name: @escaping @Sendable (String, String) -> String? = { _, _ in nil },
    times: @escaping @Sendable (JSON) -> String? = { _ in nil }
  ) {
    (self.kinds, self.now, self.reachesBack) = (kinds, now, reachesBack)
    (self.times, self.name) = (times, name)
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
    var found = Sentences(
      meanings: self, kind: kind, action: operation.action,
      isInForce: kind.isInForce(operation.after))
    let wasInForce = operation.before != nil && kind.isInForce(operation.before)
    found.sayWhatIsLost()
    switch operation.action {
    case .delete: found.visit(kind.spec, operation.before, nil)
    case .create: found.visit(kind.spec, nil, operation.after)
    case .update, .replace, .adopt:
      for change in operation.fields { found.visit(change) }
    }
    found.sayWhen(kind.spec, operation.before, operation.after, wasInForce: wasInForce)
    return found.all
  }
}

/// The sentences on one operation, while its fields are gone through.
struct Sentences {
  let meanings: Meanings
  let kind: Kind
  let action: Operation.Action
  /// Whether the object is in force once the operation is done.
  let isInForce: Bool
  /// The part of the object that is looked at, as people call it.
  private var part: String?
  private(set) var all: [String] = []

  init(meanings: Meanings, kind: Kind, action: Operation.Action, isInForce: Bool) {
    (self.meanings, self.kind, self.action) = (meanings, kind, action)
    self.isInForce = isInForce
  }

  /// What its objects hold, or a word for it.
  var content: String { kind.content ?? "its contents" }

  mutating func say(_ sentence: String?) {
    guard let sentence else { return }
    let whole = part.map { "\($0): \(sentence)" } ?? sentence
    if !all.contains(whole) { all.append(whole) }
  }

  /// Says that what an object holds is not given back once it is gone.
  mutating func sayWhatIsLost() {
    guard [.delete, .replace].contains(action), let content = kind.content else { return }
    say("\(content) that it lets go do not come back, not even by an undo")
  }

  /// Says when the object is due next, and when it was before, wherever its spec has a schedule.
  mutating func sayWhen(_ field: Field, _ before: JSON?, _ after: JSON?, wasInForce: Bool) {
    guard field.hasMeanings else { return }
    if field.role.meaning == .schedule {
      say(due(before, after, wasInForce: wasInForce))
      return
    }
    for (name, member) in field.properties {
      sayWhen(member, before?[name], after?[name], wasInForce: wasInForce)
    }
  }

  /// Looks at a changed leaf; an element of a list is seen as a list of one.
  mutating func visit(_ change: FieldChange) {
    var field = kind.spec
    defer { part = nil }
    for token in change.path.belowSpec.tokens {
      guard field.hasMeanings else { return }
      if field.role.meaning != nil, field.element != nil {
        return visit(field, change.before.map { [$0] }, change.after.map { [$0] })
      }
      guard let next = field.member(token) ?? field.element else { return }
      field = next
      if field.role.meaning == .part { part = words(of: token) }
    }
    visit(field, change.before, change.after)
  }

  /// Looks at a value before and after, with everything in it.
  mutating func visit(_ field: Field, _ before: JSON?, _ after: JSON?) {
    guard field.hasMeanings, before != after else { return }
    if let meaning = field.role.meaning { say(meaning, of: field, before, after) }
    for (name, member) in field.properties {
      let around = part
      if member.role.meaning == .part { part = words(of: name) }
      visit(member, before?[name], after?[name])
      part = around
    }
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
    case .deletion: say(deletion(before?.bool, after?.bool))
    // Told of every change of its object, since what is changed counts from then on.
    case .schedule: break
    case .part: break
    }
  }
}

extension Kind {
  /// Whether an object with a spec does what it is for; where nothing says that it does not, it does.
  fileprivate func isInForce(_ spec: JSON?) -> Bool {
    !self.spec.properties.contains { name, field in
      field.role.meaning == .enabled && spec?[name]?.bool == false
    }
  }
}
