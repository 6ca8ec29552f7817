internal import Diagnostics
internal import JSON
internal import Reconciler

/// What the fields of a storage target must agree on.
enum StorageTargetRules {
  private static let configuration = JSONPointer(["spec", "configuration"])

  static func problems(in target: LoadedManifest) -> [Diagnostic] {
    guard let value = target.value[configuration] else { return [] }
    var problems: [Diagnostic] = []
    if value["kmsKeyId"] != nil, let algorithm = value["serverSideEncryption"]?.string,
      !algorithm.hasPrefix("aws:kms")
    {
      problems.append(
        .error(
          "unused-kms-key", "a kmsKeyId needs serverSideEncryption aws:kms or aws:kms:dsse",
          at: target.document.keyLocation(of: configuration.appending("kmsKeyId")),
          address: target.address.description))
    }
    if value["accessKeyId"] != nil, value["roleArn"] == nil {
      problems.append(
        .warning(
          "long-lived-key", "Genesys is given an access key that never expires",
          at: target.document.keyLocation(of: configuration.appending("accessKeyId")),
          address: target.address.description,
          hint: "a roleArn with an externalId needs no key"))
    }
    return problems
  }
}
