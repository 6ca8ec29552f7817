internal import Diagnostics
internal import Reconciler

extension StateFailure {
  /// Says why S3 gave no result at a place, and what to do about it.
  init(_ failure: S3Failure, at url: String) {
    let (code, what, hint) = Self.words(failure)
    var notes = failure.line.isEmpty ? [] : [Diagnostic.Note("request: \(failure.line)")]
    failure.requestID.map { notes.append(Diagnostic.Note("request id: \($0)")) }
    self.init(.error(code, "\(url): \(what)", notes: notes, hint: hint))
  }

  private static func words(_ failure: S3Failure) -> (code: String, what: String, hint: String?) {
    switch failure.reason {
    case .credentials:
      (
        "state-credentials", "AWS does not take the credentials: \(failure.detail)",
        AWSFailure.credentialsHint
      )
    case .accessDenied:
      (
        "state-access-denied", "access to the state is denied",
        "the state needs s3:ListBucket on its bucket, and s3:GetObject and s3:PutObject below "
          + "its prefix"
      )
    case .noSuchBucket:
      (
        "state-no-bucket", "the bucket does not exist",
        "make the bucket, or correct state in gcsync.yaml; gcsync makes none"
      )
    case .wrongRegion(let region):
      (
        "state-wrong-region",
        "the bucket is in " + (region ?? "another region") + ", not in that of the environment",
        "set aws.region of the environment to the bucket's region"
      )
    case .unreachable:
      (
        "state-unreachable", "the state cannot be reached: \(failure.detail)",
        "see whether the network and aws.endpoint of the environment are right"
      )
    case .interrupted: ("state-interrupted", failure.detail, nil)
    case .noEncryption, .notConfigured, .notOffered, .noSuchKey, .preconditionFailed, .conflict,
      .other:
      ("state-unusable", failure.detail, nil)
    }
  }
}
