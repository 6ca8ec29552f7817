internal import JSON

extension ReferenceForm {
  /// Says why a reference does not lead to one object of those that bear its name.
  func failure(_ found: [ObservedObject]) -> String {
    let named = "\(address.kind)\(type.map { " of type \($0)" } ?? "") named \"\(address.name)\""
    guard !found.isEmpty else { return "the org has no \(named)" }
    let ids = found.map { object in
      object.id + (object.body["type"]?.string.map { " (\($0))" } ?? "")
    }
    return "the org has several objects of \(named): \(ids.joined(separator: ", "))"
  }

  /// Says how one of several objects can be named.
  func remedy(_ found: [ObservedObject]) -> String? {
    guard found.count > 1 else { return nil }
    let types = Set(found.compactMap { $0.body["type"]?.string })
    return types.count > 1
      ? "say which one under ref.type, or write its id in place of the ref"
      : "write the id of the one that is meant in place of the ref"
  }
}
