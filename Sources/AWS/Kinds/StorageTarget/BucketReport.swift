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
  /// Everything that was found, from errors to notes.
  package private(set) var findings: [Diagnostic]
  /// The checks that something was not to be read for, by their ids.
  package private(set) var unknown: Set<String>
  /// Whether the bucket answered, so that it could be looked at.
  package let isInspected: Bool
  /// Whether what is written there can be deleted by nobody.
  let locksForGood: Bool

  /// Why recordings cannot be stored there as the manifest says.
  package var problems: [Diagnostic] { findings.filter { $0.severity == .error } }
  /// What does not hinder, and should be known.
  package var remarks: [Diagnostic] {
    findings.filter { $0.severity == .warning || $0.code == "contents-bound" }
  }

  package var encryptionType: String? {
    encryptionTypes.isEmpty ? nil : encryptionTypes.joined(separator: ", ")
  }

  /// The reasons for not touching the target.
  package var blocks: [Block] { problems.map { Block(target.address, $0) } }

  init(
    _ target: StorageTargetCheck, _ found: BucketFindings, _ genesys: GenesysAccount,
    now: Timestamp
  ) {
    let judgement = BucketJudgement(target, found, genesys, now: now)
    self.target = target
    findings = judgement.findings
    unknown = judgement.unknown.union(["write-probe"])
    isInspected = found.configurations != nil
    locksForGood =
      switch found.configurations?.lock {
      case .known(let lock)?: lock.standard?.mode == .compliance
      case .absent?: false
      case .unknown?, nil: true
      }
    contents = try? found.contents[target.prefix]?.get()
    let encryption = try? found.encryption?.get()
    encryptionTypes = Array(Set((encryption ?? []).map(\.algorithm))).sorted()
    switch found.head {
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
      } else if case .failure(let failure)? = found.encryption,
        failure.reason == .noEncryption
      {
        false
      } else {
        nil
      }
  }
}

extension BucketReport {
  /// Notes that a write was tried, and what is wrong with it, if anything.
  mutating func note(probe finding: Diagnostic?) {
    unknown.remove("write-probe")
    finding.map { findings.append($0) }
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
