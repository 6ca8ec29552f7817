internal import AWS
internal import Genesys
internal import HTTP
internal import JSON
internal import Reconciler
internal import World

extension Connection {
  /// Checks the buckets of all storage targets, and returns what speaks against using them and what
  /// is worth knowing of them.
  func inspectBuckets(
    of desired: [DesiredObject], usedBy objects: [DesiredObject] = [], world: World
  ) async -> [Block] {
    let checks = desired.bucketChecks(usedBy: objects)
    let inspector = BucketInspector(
      s3, world: world, account: s3.account(for: checks), genesys: genesys.account)
    let reports = await inspector.inspect(checks)
    return reports.flatMap { report in
      (report.problems + report.remarks).map { Block(report.target.address, $0) }
    }
  }
}

extension S3Connection {
  /// Returns what reads of the account that the credentials belong to; nil where there are none.
  func account(for checks: [StorageTargetCheck]) -> AWSAccountReader? {
    guard hasCredentials, let region = checks.first?.region else { return nil }
    return AWSAccountReader(aws, region: region)
  }
}

extension GenesysConnection {
  /// The AWS account that the org writes recordings from.
  var account: GenesysAccount { GenesysAccount(host: apiURL.host) }
}

extension Sequence<DesiredObject> {
  /// What the storage targets among them say of their buckets, put together from their parts, and for
  /// how long the policies that use them keep recordings.
  func bucketChecks(usedBy objects: [DesiredObject] = []) -> [StorageTargetCheck] {
    let policies = objects.filter { $0.address.kind == "RecordingPolicy" }
    let pieces = filter { $0.address.kind == "StorageTarget" }
    return Dictionary(grouping: pieces, by: \.address.whole).compactMap { address, pieces in
      let spec: JSON = pieces.reduce([:]) { $0.joined(with: $1.spec) }
      guard var check = StorageTargetCheck(address: address, spec: spec) else { return nil }
      let ids = Set(pieces.map(\.clientID))
      for policy in policies where policy.uses(address, ids) {
        guard let days = policy.spec["retentionPeriodDays"]?.int else { continue }
        check.retentions.append(.init(policy.address.whole, days: days))
      }
      return check
    }
    .sorted { $0.address < $1.address }
  }
}

extension DesiredObject {
  /// Whether it names a target, by a reference or by one of its ids.
  fileprivate func uses(_ target: Address, _ ids: Set<String>) -> Bool {
    if let id = spec["storageTargetId"]?.string { return ids.contains(id) }
    var isUsed = false
    kind.spec.forEachReference(in: spec) { form, _ in
      if form.address.whole == target { isUsed = true }
    }
    return isUsed
  }
}
