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

  /// The credentials were good once.
  static let expired: Set<String> = [
    "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired",
  ]

  /// The request is too old or too new by the server's clock.
  static let certainSkew: Set<String> = [
    "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed",
  ]

  /// What a wrong clock may be the reason of.
  static let skew: Set<String> = certainSkew.union([
    "AuthFailure", "InvalidSignatureException", "SignatureDoesNotMatch",
  ])

  /// Passing troubles that do not show in the status.
  static let transient: Set<String> = [
    "IDPCommunicationError", "RequestTimeout", "RequestTimeoutException",
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
