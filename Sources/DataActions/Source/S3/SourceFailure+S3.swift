internal import AWS

extension SourceFailure {
  /// Takes up why an object cannot be read, in words that name it.
  init(_ failure: S3Failure, _ bucket: String, _ key: String) {
    let object = "\(bucket)/\(key)"
    switch failure.reason {
    case .accessDenied:
      self.init(
        .denied,
        "AWS 403 Forbidden: Access denied to \(object); allow s3:GetObject on it, or, "
          + "where it may be missing, s3:ListBucket on the bucket to be told so",
        detail: "S3 answers 403 for an object of bucket \(bucket); allow s3:GetObject")
    case .noSuchKey:
      self.init(.notFound, "AWS 404 Not Found: Object \(object) does not exist")
    case .noSuchBucket:
      self.init(.notFound, "AWS 404 Not Found: Bucket \(bucket) does not exist")
    case .preconditionFailed:
      self.init(
        .replaced,
        "s3://\(object) was replaced while it was read; nothing of it is returned, "
          + "invoke the action again",
        detail: "an object of bucket \(bucket) was replaced while it was read")
    case .wrongRegion(let region):
      let remedy = region.map { "; set region to \($0)" } ?? ""
      self.init(.other, "bucket \(bucket) is in another region\(remedy)")
    case .credentials:
      self.init(.denied, "S3 does not take the AWS credentials: \(failure.detail)")
    case .unreachable:
      self.init(
        .unreachable, "s3://\(object) could not be read to its end: \(failure.detail)",
        detail: "an object of bucket \(bucket): \(failure.detail)")
    case .interrupted: self.init(.interrupted, "the reading was interrupted")
    case .noEncryption, .notConfigured, .notOffered, .conflict, .other:
      self.init(
        .other, "s3://\(object) could not be read: \(failure.detail)",
        detail: "an object of bucket \(bucket): \(failure.detail)")
    }
  }
}
