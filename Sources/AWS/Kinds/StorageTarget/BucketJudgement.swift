internal import Diagnostics
internal import JSON
internal import Reconciler
internal import World

/// Judges what was found of a bucket against what a target says of it.
struct BucketJudgement {
  let target: StorageTargetCheck
  let genesys: GenesysAccount
  let now: Timestamp
  /// What was found, each with a code of the table of checks.
  private(set) var findings: [Diagnostic] = []
  /// The checks that something was not to be read for.
  private(set) var unknown: Set<String> = []

  init(
    _ target: StorageTargetCheck, _ found: BucketFindings, _ genesys: GenesysAccount, now: Timestamp
  ) {
    self.target = target
    self.genesys = genesys
    self.now = now
    judgeNames()
    judge(found)
    guard let configurations = found.configurations else { return }
    judgeAccess(configurations, found.surroundings)
    judgeWriter(configurations, found.surroundings)
    judgeKeys(found)
    judgeRetention(configurations)
    judgeSurroundings(configurations, found.replicaRegions)
    judgeIgnorance(configurations, found.surroundings)
    if !findings.hasErrors, let contents = found.contents[target.prefix] { judge(contents) }
  }

  /// Notes what the table of checks says of a code, with what is true of this bucket.
  mutating func find(
    _ code: String, _ message: String, notes: [String] = [], remedy: String? = nil
  ) {
    guard let rule = BucketCheck.Rule.byCode[code] else {
      preconditionFailure("\(code) is in the table of checks")
    }
    // Two calls may run into the same thing.
    guard !findings.contains(where: { $0.code == code && $0.message == message }) else { return }
    let standard = rule.remedy.isEmpty ? nil : rule.remedy
    findings.append(
      Diagnostic(
        rule.severity, code, message, address: target.address.description,
        notes: notes.map { Diagnostic.Note($0) }, hint: remedy ?? standard))
  }

  mutating func leaveOpen(_ check: String) { unknown.insert(check) }

  /// Says once what could not be read, and which permissions would tell.
  private mutating func judgeIgnorance(
    _ configurations: BucketConfigurations, _ surroundings: BucketSurroundings
  ) {
    let ignorance = configurations.ignorance + surroundings.ignorance(of: target)
    for check in BucketCheck.all
    where ignorance.contains(where: { check.permissions.contains($0.permission) }) {
      leaveOpen(check.id)
    }
    for (cause, severity) in [
      (Ignorance.Cause.denied, Diagnostic.Severity.warning), (.failed, .warning),
      (.notOffered, .note),
    ] {
      let some = ignorance.filter { $0.cause == cause }
      guard let first = some.first else { continue }
      let permissions = Set(some.map(\.permission)).sorted().joined(separator: ", ")
      let message: String
      let remedy: String?
      switch cause {
      case .denied:
        message = "some of bucket \(target.bucket) is unknown: AWS IAM lacks \(permissions)"
        remedy = "allow these to whoever runs gcsync; they only read"
      case .failed:
        message = "some of bucket \(target.bucket) is unknown: \(first.detail)"
        remedy = nil
      case .notOffered:
        message = "some of bucket \(target.bucket) is unknown, as the endpoint does not tell it"
        remedy = nil
      }
      findings.append(
        Diagnostic(
          severity, "bucket-checks-unknown", message, address: target.address.description,
          notes: cause == .denied ? [] : [Diagnostic.Note("it takes \(permissions)")], hint: remedy)
      )
    }
  }
}

extension BucketSurroundings {
  /// Why what stands elsewhere and bears on a target is not known.
  fileprivate func ignorance(of target: StorageTargetCheck) -> [Ignorance] {
    let role = target.role.flatMap { roles[$0] }
    return [role?.ignorance, role?.value?.policies.ignorance, accountBlock?.ignorance].compactMap {
      $0
    }
      + keys.values.flatMap { [$0.ignorance, $0.value?.policy.ignorance].compactMap { $0 } }
  }
}
