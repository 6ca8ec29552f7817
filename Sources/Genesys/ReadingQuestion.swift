internal import JSON

/// A read that the API takes by POST: what is asked for stands in its body, and nothing changes by it.
///
/// The paths there are stand here and nowhere else, so that no other POST is taken for a read.
struct ReadingQuestion: Sendable {
  let path: String
  let body: [UInt8]
  /// What is shown beside what would be shown anyway.
  let expand: String

  private init(_ path: String, _ body: JSON) {
    (self.path, self.body, expand) = (path, body.bytes, "user")
  }

  /// Who changed something in the last two weeks, answered at once.
  static func recentAudits(_ body: JSON) -> ReadingQuestion {
    ReadingQuestion("/api/v2/audits/query/realtime", body)
  }

  /// Who changed something, answered by a query that runs for a while.
  static func audits(_ body: JSON) -> ReadingQuestion {
    ReadingQuestion("/api/v2/audits/query", body)
  }
}
