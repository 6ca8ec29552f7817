/// What the error codes of AWS mean, whichever service and protocol they come from.
enum AWSCodes {
  /// Too many requests: the same one may succeed a little later.
  static let throttling: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException",
    "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
    "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException",
    "Throttling", "ThrottlingException", "TooManyRequestsException",
    "TransactionInProgressException",
  ]

  /// The credentials or the signature are not taken.
  static let credentials: Set<String> = [
    "ExpiredToken", "ExpiredTokenException", "IncompleteSignature",
    "IncompleteSignatureException", "InvalidAccessKeyId", "InvalidClientTokenId",
    "InvalidSignatureException", "InvalidToken", "MissingAuthenticationToken",
    "MissingAuthenticationTokenException", "RequestExpired", "RequestTimeTooSkewed",
    "SignatureDoesNotMatch", "TokenRefreshRequired", "UnrecognizedClientException",
  ]

  static func isPermission(_ code: String) -> Bool {
    ["AccessDenied", "AuthorizationError", "UnauthorizedOperation", "NotAuthorized"].contains {
      code.hasPrefix($0)
    } || code.hasSuffix("AccessDeniedException")
  }

  static func isConflict(_ code: String) -> Bool {
    code.contains("AlreadyExists") || code.contains("Conflict")
      || [
        "ConcurrentModification", "ResourceInUse", "ResourceExists", "QueueNameExists",
        "QueueDeletedRecently", "ConditionalCheckFailed", "OperationAborted", "PreconditionFailed",
      ].contains { code.hasPrefix($0) }
  }

  static func isNotFound(_ code: String) -> Bool {
    code.contains("NotFound") || code.contains("DoesNotExist") || code.hasPrefix("NoSuch")
      || code.hasPrefix("NonExistent")
  }
}
