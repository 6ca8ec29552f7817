internal import AWS
internal import Reconciler
internal import World

extension Connection {
  /// Checks the buckets of all storage targets, and returns what speaks against using them and what
  /// is worth knowing of them.
  func inspectBuckets(of desired: [DesiredObject], world: World) async -> [Block] {
    let targets = desired.filter { $0.kind.name == "StorageTarget" }.compactMap {
      StorageTargetCheck(address: $0.address, spec: $0.spec)
    }
    let reports = await BucketInspector(s3, world: world).inspect(targets)
    return reports.flatMap { report in
      (report.problems + report.remarks).map { Block(report.target.address, $0) }
    }
  }
}
