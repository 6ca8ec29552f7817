package import Diagnostics
package import JSON

/// One object as the service returned it.
package struct ObservedObject: Sendable, Hashable {
  package let id: String
  /// The body as it came, with whatever the server adds.
  package let body: JSON

  package init(id: String, body: JSON) {
    self.id = id
    self.body = body
  }
}

/// What a read of one kind's collection found, and whether it found all there is.
package struct ObservedCollection: Sendable {
  package enum Completeness: Sendable {
    /// Every object there is.
    case whole
    /// The service has no list; every declared id was asked for by itself.
    case declaredOnly
    /// Some page is missing, so that nothing may be taken for absent.
    case incomplete(Diagnostic)
  }

  package let kind: String
  package let objects: [ObservedObject]
  package let completeness: Completeness
  /// How many requests the read took.
  package let requests: Int
  private let positions: [String: Int]

  package init(
    kind: String, objects: [ObservedObject], completeness: Completeness, requests: Int
  ) {
    self.kind = kind
    self.objects = objects
    self.completeness = completeness
    self.requests = requests
    self.positions = Dictionary(
      objects.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func object(id: String) -> ObservedObject? { positions[id].map { objects[$0] } }

  /// What kept the read from being whole.
  package var problem: Diagnostic? {
    if case .incomplete(let problem) = completeness { problem } else { nil }
  }
}
