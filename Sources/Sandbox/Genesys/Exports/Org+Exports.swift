import HTTP
import JSON
import Server

/// What exports of both APIs have in common.
extension Org {
  /// Lets an export get on by one question, as its rule has it.
  static func advance(
    _ members: inout JSONObject, _ words: ExportWords, _ call: PlatformCall, _ rule: ExportRule
  ) {
    guard members["status"].map({ words.passing.contains($0.string ?? "") }) ?? false else {
      return
    }
    let asked = (members["asked"]?.int ?? 0) + 1
    members["asked"] = .number(.init(asked))
    guard asked >= rule.polls, rule.outcome != .stuck else {
      members["status"] = .string(words.underWay)
      members["percentageComplete"] = .number(.init(min(99, 100 * asked / max(rule.polls, 1))))
      return
    }
    members["status"] = .string(words.last(rule.outcome))
    guard rule.outcome == .completed || rule.outcome == .partial else {
      if rule.outcome == .failed {
        members[words.reason] = .string(rule.reason ?? "FAILED_GETTING_DATA_FROM_SERVICE")
      }
      return
    }
    members["percentageComplete"] = 100
    guard let id = members["id"]?.string else { return }
    members["downloadUrl"] = .string(words.url(id, call, rule))
  }
}

/// What one of the two APIs calls the states of an export.
struct ExportWords: Sendable {
  /// The states that pass.
  let passing: [String]
  let underWay: String
  /// The member that says why there is none.
  let reason: String
  let isPlatform: Bool

  static let guide = ExportWords(
    passing: ["IN_PROGRESS"], underWay: "IN_PROGRESS", reason: "errorMessage", isPlatform: false)
  static let platform = ExportWords(
    passing: ["SUBMITTED", "RUNNING"], underWay: "RUNNING", reason: "exportErrorMessagesType",
    isPlatform: true)

  func last(_ outcome: ExportRule.Outcome) -> String {
    switch outcome {
    case .completed: "COMPLETED"
    case .partial: isPlatform ? "COMPLETED_WITH_PARTIAL_RESULTS" : "COMPLETED"
    case .failed: "FAILED"
    case .cancelled: "CANCELLED"
    case .expired: "EXPIRED"
    case .unknown: "HIBERNATING"
    case .stuck: underWay
    }
  }

  /// Where the file is: the platform's API leads to it, the guide's names it.
  fileprivate func url(_ id: String, _ call: PlatformCall, _ rule: ExportRule) -> String {
    guard isPlatform else {
      return ExportLink(collection: "reportExports", id: id)
        .url(at: call, isExpired: rule.download == .expired)
    }
    let host = call.request.headers["Host"] ?? "127.0.0.1"
    return "http://\(host)/api/v2/downloads/\(id)"
  }
}
