internal import JSON

/// What several objects have in one place.
struct Sighting {
  /// The values there, null among them.
  let values: [JSON]
  /// How many objects were looked at.
  let total: Int

  init(_ values: [JSON], of total: Int? = nil) {
    self.values = values
    self.total = total ?? values.count
  }

  /// The values that are something.
  var present: [JSON] { values.filter { !$0.isNull } }

  var sawNull: Bool { values.contains(.null) }
  var sawEmpty: Bool {
    present.contains { $0 == .string("") || $0 == .array([]) || $0 == .object([:]) }
  }

  /// The JSON types of what is there.
  var types: Set<String> { Set(present.map(\.typeName)) }

  /// The names of the members, in the order they are met.
  var names: [String] {
    var seen: Set<String> = []
    return present.flatMap { $0.object?.keys ?? [] }.filter { seen.insert($0).inserted }
  }

  func member(_ name: String) -> Sighting {
    Sighting(present.compactMap { $0[name] }, of: present.count)
  }

  var elements: Sighting { Sighting(present.flatMap { $0.array ?? [] }) }

  /// Whether every value is an object with an address of its own, as those that are referred to.
  var areEntities: Bool {
    !present.isEmpty
      && present.allSatisfy { value in
        guard value["id"]?.string != nil, let keys = value.object?.keys else { return false }
        return keys.contains("selfUri") || keys.allSatisfy(["id", "name"].contains)
      }
  }

  /// How often it was seen, in words.
  var frequency: String {
    let all = total == 1 ? "the one object" : "all \(total) objects"
    return "in " + (values.count == total ? all : "\(values.count) of \(total) objects")
  }
}
