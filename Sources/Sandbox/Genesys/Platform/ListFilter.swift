import HTTP
import JSON

/// What an item of a list's query lets through.
struct ListFilter: Sendable {
  enum Test: Sendable {
    /// One of these members contains the text, whatever its case.
    case contains([String])
    /// The member is the text, in which `*` stands for anything, whatever its case.
    case wildcard(String)
    /// The member is one of the values, given several times or with commas between them.
    case oneOf(JSONPath)
    /// The member is there, or is not.
    case exists(JSONPath)
    /// The number is no larger.
    case atMost(JSONPath)
    /// The id does not begin with that.
    case withoutPrefix(String)
  }

  let query: String
  let test: Test
  /// What holds where the query does not say.
  var standard: String?
  /// The value that lets everything through.
  var everything: String?

  init(_ query: String, _ test: Test, standard: String? = nil, everything: String? = nil) {
    self.query = query
    self.test = test
    self.standard = standard
    self.everything = everything
  }

  /// The values asked for; nil where the filter lets everything through.
  func values(_ items: [URL.QueryItem]) -> [String]? {
    var values = items.filter { $0.name == query }.map(\.value)
    if values.isEmpty, let standard { values = [standard] }
    if let everything, values.contains(everything) { return nil }
    return values.isEmpty ? nil : values
  }

  func lets(_ object: JSON, through values: [String]) -> Bool {
    switch test {
    case .contains(let members):
      return members.contains { member in
        let text = object[member]?.string?.lowercased() ?? ""
        return values.contains { $0.isEmpty || text.contains($0.lowercased()) }
      }
    case .wildcard(let member):
      let text = object[member]?.string?.lowercased() ?? ""
      return values.contains { Glob($0.lowercased(), anyCharacter: nil).matches(text) }
    case .oneOf(let path):
      let wanted = values.flatMap { $0.split(separator: ",").map(String.init) }
      return texts(object, path).contains { wanted.contains($0) }
    case .exists(let path):
      return values.contains("true") != object.pointers(to: path).isEmpty
    case .withoutPrefix(let prefix): return object["id"]?.string?.hasPrefix(prefix) != true
    case .atMost(let path):
      let bound = values.compactMap { Int($0) }.min() ?? Int.max
      return object.pointers(to: path).contains { object[$0]?.int.map { $0 <= bound } ?? false }
    }
  }

  private func texts(_ object: JSON, _ path: JSONPath) -> [String] {
    object.pointers(to: path).compactMap { object[$0] }.map { $0.string ?? $0.text }
  }
}
