import HTTP
import Server

/// A request of the Platform API that is no plain reading or writing of an object.
struct PlatformOperation: Sendable {
  typealias Body =
    @Sendable (inout Org, PlatformCall) throws(APIError) -> ServerResponse

  let method: String
  let template: String
  let collection: String
  let run: Body

  /// An operation on a collection, or on one of its objects.
  init(_ method: String, _ template: String, on collection: String, run: @escaping Body) {
    self.method = method
    self.template = template
    self.collection = collection
    self.run = run
    segments = template.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
  }

  private let segments: [String]

  /// Returns what stands in a path in the place of the braces; nil where it is another path.
  func match(_ path: [Substring]) -> [String]? {
    guard path.count == segments.count else { return nil }
    var ids: [String] = []
    for (segment, part) in zip(segments, path) where segment != part {
      guard segment.hasPrefix("{"), !part.isEmpty else { return nil }
      ids.append(FormText.decoded(part.utf8))
    }
    return ids
  }

  /// All of them; the first that matches is the one meant.
  static let all: [PlatformOperation] =
    authorization + directory + quality + recording + journey + integrations + actions
    + actionDrafts + jobs + exports + reports
}
