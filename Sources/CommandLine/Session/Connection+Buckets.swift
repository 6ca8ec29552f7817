internal import AWS
internal import JSON
internal import Reconciler
internal import World

extension Connection {
  /// Checks the buckets of all storage targets, and returns what speaks against using them and what
  /// is worth knowing of them.
  func inspectBuckets(of desired: [DesiredObject], world: World) async -> [Block] {
    await s3.inspectBuckets(of: desired, world: world)
  }
}

extension S3Connection {
  func inspectBuckets(of desired: [DesiredObject], world: World) async -> [Block] {
    let reports = await BucketInspector(self, world: world).inspect(desired.bucketChecks)
    return reports.flatMap { report in
      (report.problems + report.remarks).map { Block(report.target.address, $0) }
    }
  }
}

extension Sequence<DesiredObject> {
  /// What the storage targets among them say of their buckets, put together from their parts.
  var bucketChecks: [StorageTargetCheck] {
    let pieces = filter { $0.address.kind == "StorageTarget" }
    return Dictionary(grouping: pieces, by: \.address.whole).compactMap { address, pieces in
      StorageTargetCheck(
        address: address, spec: pieces.reduce([:]) { $0.joined(with: $1.spec) })
    }
    .sorted { $0.address < $1.address }
  }
}
