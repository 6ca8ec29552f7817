internal import AWS
internal import Reconciler

extension Connection {
  /// Checks the buckets of all storage targets, and returns what speaks against using them.
  func inspectBuckets(of desired: [DesiredObject]) async -> [Block] {
    await BucketInspector(s3).blocks(for: desired)
  }
}
