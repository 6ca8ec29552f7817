internal import JSON

/// A kind of thing that AWS keeps: the calls that read it and those that change it.
///
/// Bodies are in the words of the manifests, which are those of AWS in camel case.
protocol AWSResource: Sendable {
  /// Returns those of the objects asked for that there are.
  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject]

  /// Makes an object and returns its id.
  func create(_ goal: JSON, id: String?, through calls: AWSCalls) async throws(AWSFailure) -> String

  func update(
    _ goal: JSON, id: String, through calls: AWSCalls
  ) async throws(AWSFailure)

  func delete(id: String, through calls: AWSCalls) async throws(AWSFailure)

  /// Returns the id that an object is going to have, where its goal alone tells it.
  func id(of goal: JSON) -> String?
}

extension AWSResource {
  func id(of goal: JSON) -> String? { nil }
}

/// What another object brings along, and neither comes nor goes by itself.
protocol AWSFurtherCall: AWSResource {}

extension AWSFurtherCall {
  /// Does what an update does, since the object that it belongs to is there.
  func create(
    _ goal: JSON, id: String?, through calls: AWSCalls
  ) async throws(AWSFailure) -> String {
    guard let id else { preconditionFailure("what it belongs to is written first") }
    try await update(goal, id: id, through: calls)
    return id
  }

  func delete(id: String, through calls: AWSCalls) async throws(AWSFailure) {}
}

/// One object of AWS: its id, and what it is in the words of the manifests.
struct AWSObject: Sendable, Hashable {
  let id: String
  let body: JSON
}

/// Which objects of a kind are asked for.
struct AWSWanted: Sendable {
  /// What they should be; references in it are ids, or null where the id is not known.
  var goals: [JSON] = []
  var ids: [String] = []
  /// The names of what the goals refer to, by which a further call is told from what others made.
  var related: Set<String> = []
  /// Whether all objects there are matter, whatever they are called.
  var isEverything = false

  /// The names that matter, where ids end with them.
  var names: Set<String> {
    Set(goals.compactMap { $0["name"]?.string } + ids.compactMap(Self.name))
  }

  /// The last part of an id: a name, or the name at the end of an ARN.
  static func name(of id: String) -> String? {
    id.split { $0 == "/" || $0 == ":" }.last.map(String.init)
  }
}
