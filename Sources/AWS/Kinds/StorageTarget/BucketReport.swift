package import Diagnostics
package import JSON
package import Reconciler
internal import World

/// What is known of one target's bucket; nil is "unknown", never "no".
package struct BucketReport: Sendable {
  package let target: StorageTargetCheck
  package let bucketExists: Bool?
  package let encryptionEnabled: Bool?
  /// Every algorithm the bucket's rules name, usually one.
  package let encryptionTypes: [String]
  package let isEndpointReachable: Bool
  /// Where the bucket is, where S3 says it.
  package let region: String?
  package let contents: BucketContents?
  /// Why recordings cannot be stored there as the manifest says.
  package let problems: [Diagnostic]
  /// What does not hinder, and should be known.
  package let remarks: [Diagnostic]

  package var encryptionType: String? {
    encryptionTypes.isEmpty ? nil : encryptionTypes.joined(separator: ", ")
  }

  /// The reasons for not touching the target.
  package var blocks: [Block] { problems.map { Block(target.address, $0) } }

  init(_ target: StorageTargetCheck, _ findings: BucketFindings, now: Timestamp) {
    let judgement = BucketJudgement(target, findings, now: now)
    self.target = target
    problems = judgement.problems
    remarks = judgement.remarks
    contents = try? findings.contents[target.prefix]?.get()
    let encryption = try? findings.encryption?.get()
    encryptionTypes = Array(Set((encryption ?? []).map(\.algorithm))).sorted()
    switch findings.head {
    case .success(let region):
      bucketExists = true
      self.region = region
      isEndpointReachable = true
    case .failure(let failure):
      switch failure.reason {
      case .noSuchBucket: bucketExists = false
      case .wrongRegion: bucketExists = true
      default: bucketExists = nil
      }
      if case .wrongRegion(let region) = failure.reason {
        self.region = region
      } else {
        region = nil
      }
      isEndpointReachable = failure.hasAnswer && !failure.line.isEmpty
    }
    encryptionEnabled =
      if let encryption {
        !encryption.isEmpty
      } else if case .failure(let failure)? = findings.encryption,
        failure.reason == .noEncryption
      {
        false
      } else {
        nil
      }
  }
}

extension BucketReport {
  /// The result as the guide shapes it, with the facts about what is stored.
  package var json: JSON {
    var object: JSONObject = [
      "bucket_exists": bucketExists.map(JSON.bool) ?? .null,
      "encryption_enabled": encryptionEnabled.map(JSON.bool) ?? .null,
      "encryption_type": encryptionType.map(JSON.string) ?? .null,
      "endpoint_reachable": .bool(isEndpointReachable),
    ]
    region.map { object["region"] = .string($0) }
    if let contents {
      object["objects"] = .object([
        "count": .number(JSONNumber(contents.count)), "bytes": .number(JSONNumber(contents.bytes)),
        "newest": contents.newest.map { .string($0.rfc3339) } ?? .null,
        "at_least": .bool(!contents.isWhole),
      ])
    }
    return .object(object)
  }
}

extension Sequence<BucketReport> {
  /// The reasons of all targets together, for the planner.
  package var blocks: [Block] { flatMap(\.blocks) }
}
