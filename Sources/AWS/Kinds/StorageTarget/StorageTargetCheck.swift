package import JSON
package import Reconciler

/// What a storage target's manifest says of its bucket, and so what is checked.
package struct StorageTargetCheck: Sendable, Hashable {
  package let address: Address
  package let bucket: String
  package let region: String
  /// The account that must own the bucket, where the manifest names it.
  package let owner: String?
  /// `AES256`, `aws:kms` or `aws:kms:dsse`.
  package let encryption: String
  package let keyID: String?
  package let prefix: String
  /// The role that Genesys writes with; nil where it has an access key.
  package let role: String?
  package let externalID: String?
  /// For how long recordings must stay, as the target and the policies that use it say.
  package var retentions: [Retention]

  /// How long something wants recordings to stay.
  package struct Retention: Sendable, Hashable {
    package let source: Address
    package let days: Int

    package init(_ source: Address, days: Int) {
      self.source = source
      self.days = days
    }
  }

  package init(
    address: Address, bucket: String, region: String, owner: String? = nil, encryption: String,
    keyID: String? = nil, prefix: String = "", role: String? = nil, externalID: String? = nil,
    retentions: [Retention] = []
  ) {
    self.address = address
    self.bucket = bucket
    self.region = region
    self.owner = owner
    self.encryption = encryption
    self.keyID = keyID
    self.prefix = prefix
    self.role = role
    self.externalID = externalID
    self.retentions = retentions
  }

  /// Reads a target's resolved spec; nil where it names no bucket.
  package init?(address: Address, spec: JSON) {
    let configuration = spec["configuration"]
    func text(_ key: String) -> String? { configuration?[key]?.string }
    guard let bucket = text("bucket"), let region = text("region") else { return nil }
    self.init(
      address: address, bucket: bucket, region: region, owner: text("bucketOwner"),
      encryption: text("serverSideEncryption") ?? "AES256", keyID: text("kmsKeyId"),
      prefix: text("pathPrefix") ?? "", role: text("roleArn"), externalID: text("externalId"),
      retentions: spec["retentionPeriodDays"]?.int.map { [Retention(address, days: $0)] } ?? [])
  }
}
