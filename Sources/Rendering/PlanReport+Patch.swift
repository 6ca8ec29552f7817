package import JSON
internal import Reconciler

extension PlanReport {
  /// The changes as a JSON Patch (RFC 6902) of a document that holds every object under its address.
  ///
  /// Applied to what the org has, `{"Webhook/x": {"spec": …}}`, it makes it what the plan wants. Each
  /// value that is replaced or removed is tested first, but for secrets and what holds them, which
  /// nobody shows.
  package var patch: JSON {
    .array(plan.operations.flatMap(patch))
  }

  private func patch(_ operation: Operation) -> [JSON] {
    let root = JSONPointer([operation.address.description])
    switch operation.action {
    case .create:
      let after = operation.after.map(spec(of: operation.address).masked) ?? [:]
      return [step("add", root, ["spec": after])]
    case .delete: return [step("remove", root, nil)]
    case .update, .replace, .adopt:
      return operation.fields.flatMap { patch($0, operation, at: root) }
    }
  }

  private func patch(
    _ change: FieldChange, _ operation: Operation, at root: JSONPointer
  ) -> [JSON] {
    let path = root.appending(change.path)
    let field = field(of: change, in: operation.address)
    let before = operation.before?[JSONPointer(Array(change.path.tokens.dropFirst()))]
    // Nobody can test for a secret, nor for what has one in it.
    let hidesNothing = before.map { field.holdsSecret($0) } == false
    let test = hidesNothing ? before.map { step("test", path, $0) } : nil
    let after = change.after.map(field.masked)
    let write =
      switch (before, after) {
      case (nil, let after?): step("add", path, after)
      case (.some, let after?): step("replace", path, after)
      case (_, nil): step("remove", path, nil)
      }
    return [test, write].compactMap(\.self)
  }

  private func step(_ name: String, _ path: JSONPointer, _ value: JSON?) -> JSON {
    var object: JSONObject = ["op": .string(name), "path": .string(path.description)]
    object["value"] = value
    return .object(object)
  }
}
