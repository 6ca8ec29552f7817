import HTTP
import JSON
import Server
import World

/// A request to the Platform API with what it is judged by.
struct PlatformCall: Sendable {
  let request: ServerRequest
  var position: Int
  /// What stands in the path in the place of `{id}`.
  let ids: [String]
  let now: Timestamp
  /// Identifiers nothing has yet.
  let fresh: [String]
  /// How many reads a change stays unseen.
  var settleReads = 0
  var alias: PlatformRule.Alias?
  /// Where the S3 account is.
  var s3URL = ""

  var isReading: Bool { ["GET", "HEAD"].contains(request.method) }
  var id: String { ids.first ?? "" }
  var query: [URL.QueryItem] { request.query }

  /// Returns whether an item of the query has a value, alone or among others.
  func asks(_ name: String, _ value: String) -> Bool {
    query.contains {
      $0.name == name && $0.value.split(separator: ",").contains { $0 == value }
    }
  }

  /// Whether it asks for an object, or for the beginning of a list.
  var isFirstPage: Bool {
    !query.contains { $0.name == "after" || ($0.name == "pageNumber" && $0.value != "1") }
  }

  /// The body, which must be an object.
  func body() throws(APIError) -> JSON {
    guard let body = try? JSON.parse(request.body) else {
      throw .invalid("", "The request body is not valid JSON.", code: "malformed.json")
    }
    guard body.object != nil else {
      throw .invalid("", "The request body must be an object.", code: "invalid.value")
    }
    return body
  }
}
