internal import Diagnostics
internal import HTTP
internal import Reconciler

/// Writes an empty object to a target's bucket and deletes it again, where somebody asks for that.
package struct WriteProbe: Sendable {
  private let connection: S3Connection

  package init(_ connection: S3Connection) {
    self.connection = connection
  }

  /// Tries to write, and adds to the report what came of it.
  ///
  /// Where nothing can be deleted, or something is wrong already, nothing is written.
  package func extend(_ report: BucketReport, named name: String) async -> BucketReport {
    let target = report.target
    guard report.isInspected, report.problems.isEmpty, !report.locksForGood,
      let objects = connection.objects(in: target.bucket, region: target.region)
    else { return report }
    var report = report
    let folder =
      target.prefix.isEmpty || target.prefix.hasSuffix("/") ? target.prefix : target.prefix + "/"
    let key = "\(folder).gcsync-probe-\(name)"
    do throws(S3Failure) {
      try await objects.put(empty: key, headers: headers(target))
      report.note(probe: nil)
    } catch {
      report.note(
        probe: finding(
          "write-probe-failed", "\(target.bucket)/\(key) could not be written: \(error.detail)",
          target))
      return report
    }
    do throws(S3Failure) {
      try await objects.delete(key)
    } catch {
      report.note(
        probe: finding(
          "write-probe-left", "\(target.bucket)/\(key) could not be deleted again: \(error.detail)",
          target))
    }
    return report
  }

  private func headers(_ target: StorageTargetCheck) -> HTTPHeaders {
    var headers: HTTPHeaders = ["x-amz-server-side-encryption": target.encryption]
    if target.encryption != "AES256", let key = target.keyID {
      headers["x-amz-server-side-encryption-aws-kms-key-id"] = key
    }
    if let owner = target.owner { headers["x-amz-expected-bucket-owner"] = owner }
    return headers
  }

  private func finding(
    _ code: String, _ message: String, _ target: StorageTargetCheck
  ) -> Diagnostic? {
    BucketCheck.Rule.byCode[code].map { rule in
      Diagnostic(
        rule.severity, code, message, address: target.address.description, hint: rule.remedy)
    }
  }
}
