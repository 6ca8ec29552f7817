internal import Codecs
internal import HTTP

/// Why a call to S3 has no result.
package struct S3Failure: Error, Sendable {
  package enum Reason: Sendable, Hashable {
    /// There are no credentials, or S3 does not take them.
    case credentials
    case accessDenied
    case noSuchBucket
    /// The bucket is in another region, named where S3 names it.
    case wrongRegion(String?)
    case noEncryption
    /// The bucket has nothing of what was asked for, which is an answer.
    case notConfigured
    case noSuchKey
    /// The endpoint does not have the call, as where it is not AWS's.
    case notOffered
    /// The object is not in the state that a write was made for.
    case preconditionFailed
    /// Another write of the same object was under way.
    case conflict
    /// No answer came.
    case unreachable
    case interrupted
    case other
  }

  package let reason: Reason
  /// What happened, without any query, body or credential.
  package let detail: String
  /// The request line.
  package let line: String
  package let requestID: String?

  init(_ reason: Reason, _ detail: String, line: String, requestID: String? = nil) {
    self.reason = reason
    self.detail = detail
    self.line = line
    self.requestID = requestID
  }

  /// Whether the endpoint gave an answer at all.
  package var hasAnswer: Bool { reason != .unreachable && reason != .interrupted }
}

extension HTTPClient {
  /// Sends a request to S3 and returns its answer where that is a success.
  func answer(of request: HTTPRequest) async throws(S3Failure) -> HTTPResponse {
    let exchange: Exchange
    do throws(HTTPFailure) {
      exchange = try await send(request)
    } catch {
      throw S3Failure(error)
    }
    let status = exchange.response.status
    guard status == 200 || (status == 204 && request.method == .delete) else {
      throw S3Failure(exchange.response, to: request)
    }
    return exchange.response
  }
}

extension S3Failure {
  /// Reads an answer that is no success; of S3's own words only the code is taken.
  init(_ response: HTTPResponse, to request: HTTPRequest) {
    let document = try? XMLElement.parse(response.body, limits: XMLLimits(bytes: 1 << 20))
    let code = document?["Code"]?.text.safeCode
    let region =
      (response.headers["x-amz-bucket-region"] ?? document?["Region"]?.text)
      .flatMap { S3Endpoint.isRegion($0) ? $0 : nil }
    self.init(
      Self.reason(response.status, code, region),
      "S3 answered " + (code.map { "\($0), " } ?? "") + "status \(response.status)",
      line: request.line, requestID: response.correlation?.safeCode)
  }

  private static func reason(_ status: Int, _ code: String?, _ region: String?) -> Reason {
    switch code {
    case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken",
      "RequestTimeTooSkewed",
      "TokenRefreshRequired":
      return .credentials
    case "NoSuchBucket": return .noSuchBucket
    case "NoSuchKey": return .noSuchKey
    case "PreconditionFailed": return .preconditionFailed
    case "ConditionalRequestConflict", "OperationAborted": return .conflict
    case "ServerSideEncryptionConfigurationNotFoundError": return .noEncryption
    case "NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration",
      "OwnershipControlsNotFoundError", "ObjectLockConfigurationNotFoundError",
      "NoSuchLifecycleConfiguration", "ReplicationConfigurationNotFoundError":
      return .notConfigured
    case "AccessDenied", "AllAccessDisabled", "AccountProblem": return .accessDenied
    case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
      "IllegalLocationConstraintException":
      return .wrongRegion(region)
    default: break
    }
    switch status {
    case 501: return .notOffered
    case 301, 307: return .wrongRegion(region)
    // A HEAD signed for another region is answered without a code.
    case 400 where code == nil && region != nil: return .wrongRegion(region)
    case 403 where code == nil: return .accessDenied
    case 404 where code == nil: return .noSuchBucket
    case 409 where code == nil: return .conflict
    case 412 where code == nil: return .preconditionFailed
    default: return .other
    }
  }

  init(_ failure: HTTPFailure) {
    let reason: Reason =
      switch failure.kind {
      case .cancelled, .transport(.cancelled, _): .interrupted
      case .authentication: .credentials
      case .hostNotAllowed: .other
      case .transport, .deadline, .circuitOpen, .rateLimited: .unreachable
      }
    self.init(reason, failure.detail, line: failure.line)
  }
}

extension String {
  /// The text where it is a plain code or id, as nothing else is repeated from an answer.
  fileprivate var safeCode: String? {
    let isPlain = utf8.allSatisfy { byte in
      (48...57).contains(byte) || (97...122).contains(byte | 32) || byte == UInt8(ascii: "-")
    }
    return !isEmpty && utf8.count <= 80 && isPlain ? self : nil
  }
}
