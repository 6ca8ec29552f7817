/// Why the org gave an export up, where that tells whether another one would help.
enum ExportReason: String {
  case tooLarge = "FAILED_AS_EXPORT_FILE_SIZE_IS_GREATER_THAN_10MB"
  case mailTooLarge = "EXPORT_EMAIL_FILE_SIZE_EXCEEDED_LIMIT"
  case tooManyRequests = "TOO_MANY_REQUESTS_FROM_AN_ORGANIZATION"
  case viewIsResting = "CIRCUIT_BREAKER_OPEN_FOR_VIEW_TYPE"
  case notAuthorized = "NOT_AUTHORIZED_TO_VIEW_EXPORT"
  case tooManyCriteria = "TOO_MANY_SEARCH_CRITERIA"
  case tooManyValues = "SEARCH_CRITERIA_VALUES_EXCEED_LIMIT"
  case notImplemented = "EXPORT_TYPE_NOT_IMPLEMENTED"
  case badRun = "BAD_REQUEST_SCHEDULED_RUN"

  /// Whether another export may fare better.
  var isPassing: Bool { self == .tooManyRequests || self == .viewIsResting }

  var hint: String {
    switch self {
    case .tooLarge, .mailTooLarge:
      "the org makes files of at most 10 MB: take a shorter period, a narrower filter or fewer "
        + "columns, or split the report"
    case .tooManyRequests: "too many exports ran at once: spread the schedules over the hour"
    case .viewIsResting: "the org has stopped exports of this view for a while; try later"
    case .notAuthorized:
      "the OAuth client must be allowed to see the view: analytics:dataExport:view and the "
        + "divisions of what is in it"
    case .tooManyCriteria, .tooManyValues: "name fewer values in the filter"
    case .notImplemented: "this view cannot be exported; choose another viewType"
    case .badRun: "the org does not accept the request: check period, interval and filter"
    }
  }
}
