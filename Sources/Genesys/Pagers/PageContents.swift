internal import JSON
internal import Reconciler

/// The objects on one page of a list.
struct PageContents: Sendable {
  struct Flaw: Error {
    let reason: String
  }

  let objects: [ObservedObject]

  /// Reads a page's entities, each of which must have an id.
  init(_ body: JSON, page: Int) throws(Flaw) {
    guard let entities = body["entities"]?.array else {
      throw Flaw(reason: "page \(page) has no list of entities")
    }
    var objects: [ObservedObject] = []
    objects.reserveCapacity(entities.count)
    for entity in entities {
      guard entity.object != nil, let id = entity["id"]?.string, !id.isEmpty else {
        throw Flaw(reason: "page \(page) holds an entity without an id")
      }
      objects.append(ObservedObject(id: id, body: entity))
    }
    self.objects = objects
  }

  var ids: Set<String> { Set(objects.map(\.id)) }
}
