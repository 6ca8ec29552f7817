internal import JSON
internal import Reconciler

extension PlanReport {
  /// The fields of an object's kind; where the kind is not known here, fields of which nothing is.
  func spec(of address: Address) -> Field { kinds[address.kind]?.spec ?? .opaque }

  /// What a changed field is in the schema of its kind.
  func field(of change: FieldChange, in address: Address) -> Field {
    spec(of: address).field(at: JSONPointer(Array(change.path.tokens.dropFirst()))) ?? .opaque
  }

  /// The changes that show an operation: of a deletion, everything there is.
  func shownFields(of operation: Operation) -> [FieldChange] {
    guard operation.action == .delete, operation.fields.isEmpty, let before = operation.before
    else { return operation.fields }
    return spec(of: operation.address).shownLeaves(of: before).map {
      FieldChange(path: $0.path, before: $0.value, after: nil)
    }
  }

  /// Why an operation is what it is or what that means, where its fields do not say it.
  func remark(on operation: Operation) -> String? {
    switch operation.action {
    case .create, .update: nil
    case .replace: "is deleted and created anew"
    case .delete: operation.reasons.isEmpty ? nil : operation.reasons.joined(separator: "; ")
    case .adopt: "was found by its name"
    }
  }

  /// Whether a change is why its object is replaced.
  func forcesReplacement(_ change: FieldChange, _ operation: Operation) -> Bool {
    operation.action == .replace && field(of: change, in: operation.address).role.isImmutable
  }
}

extension FieldChange {
  /// Returns the way to the field on one line, the middle of it left out where it is too long.
  ///
  /// What tells most is at its end, and so always there.
  func shownPath(width: Int) -> String {
    let names = path.tokens.dropFirst()
    let whole = names.joined(separator: ".")
    guard whole.cut(to: width) != whole, let last = names.last else { return whole.withoutControls }
    var tail = last.cutInside(to: width - 2)
    var room = width - 2 - tail.columns
    var rest = names.dropLast()
    // The first name is worth a third of the room.
    let reserved = min((rest.first?.utf8.count ?? 0) + 1, width / 3)
    while rest.count > 1, let name = rest.last, name.utf8.count < room - reserved {
      tail = "\(name).\(tail)"
      room -= name.utf8.count + 1
      rest.removeLast()
    }
    guard let first = rest.first else { return tail.withoutControls }
    let head = first.utf8.count < room ? "\(first)." : ""
    return (rest.count > 1 || head.isEmpty ? "\(head)….\(tail)" : head + tail).withoutControls
  }
}

/// A value on one line, as a person reads it; markers only where its field has them.
func shownValue(_ value: JSON?, _ field: Field) -> String {
  guard let value else { return "(none)" }
  let shown = field.readable(value)
  // Words in place of a value stand without the quotes of a text.
  let isWords = (field.role.isWriteOnly || field.role.reference != nil) && shown != value
  return (isWords ? shown.string ?? shown.text : shown.text).withoutControls
}

/// Two values that differ, each cut to a width so that the first difference is in sight.
func shownPair(_ before: String, _ after: String, width: Int) -> (String, String) {
  let same = zip(before, after).prefix { $0 == $1 }.count
  let start = same > width / 2 ? same - width / 4 : 0
  func cut(_ text: String) -> String {
    let rest = start == 0 ? text : "…" + text.dropFirst(start)
    return rest.cut(to: width)
  }
  return (cut(before), cut(after))
}

/// What came into a list without order and what went, or nil where its elements are no plain values.
func elementMoves(_ change: FieldChange, _ field: Field) -> String? {
  guard field.role.unordered != nil,
    let before = change.before.flatMap({ field.readable($0).array }),
    let after = change.after.flatMap({ field.readable($0).array }),
    (before + after).allSatisfy({ $0.object == nil })
  else { return nil }
  func words(_ sign: String, _ list: [JSON], without other: [JSON]) -> [String] {
    let other = Set(other)
    return list.filter { !other.contains($0) }.map { sign + ($0.string ?? $0.text) }
  }
  let moves = words("+", after, without: before) + words("−", before, without: after)
  return moves.isEmpty ? nil : moves.joined(separator: " ").withoutControls
}
