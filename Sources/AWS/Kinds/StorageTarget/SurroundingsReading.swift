/// Reads what bears on buckets and stands outside S3, each thing once and only where a target needs it.
struct SurroundingsReading: Sendable {
  /// Nil where nobody can be asked.
  let reader: (any AccountReader)?
  /// Whether IAM is asked to simulate what roles may do.
  let simulates: Bool

  /// What Genesys does with a bucket's objects and, the second, with the bucket itself.
  static let objectActions = ["s3:PutObject", "s3:PutObjectAcl"]
  static let bucketActions = ["s3:GetBucketLocation", "s3:GetEncryptionConfiguration"]

  private struct KeyName: Hashable {
    let name: String
    let region: String
  }

  func add(
    to found: inout [BucketInspector.Place: BucketFindings], for targets: [StorageTargetCheck]
  ) async {
    guard let reader else { return }
    let reached = targets.filter { found[.init($0)]?.configurations != nil }
    let roles = await roles(reached, reader)
    let keys = await keys(reached, found, reader)
    let isOpen = found.values.contains { $0.hasOpenSettings }
    let account = roles.isEmpty && keys.isEmpty && !isOpen ? nil : await reader.account().value
    let simulations = simulates ? await simulations(reached, reader) : [:]
    for (place, findings) in found where findings.configurations != nil {
      var findings = findings
      findings.surroundings = BucketSurroundings(
        account: account, roles: roles,
        keys: keys.filter { $0.key.region == place.region }.reduce(into: [:]) {
          $0[$1.key.name] = $1.value
        }, simulations: simulations)
      if findings.hasOpenSettings, let owner = place.owner ?? account {
        findings.surroundings.accountBlock = await reader.publicAccessBlock(
          of: owner, region: place.region)
      }
      found[place] = findings
    }
  }

  private func roles(
    _ targets: [StorageTargetCheck], _ reader: any AccountReader
  ) async -> [String: Fact<RoleFacts>] {
    var roles: [String: Fact<RoleFacts>] = [:]
    for name in Set(targets.compactMap(\.role)).sorted() {
      if let arn = ARN(name) { roles[name] = await reader.role(arn) }
    }
    return roles
  }

  private func keys(
    _ targets: [StorageTargetCheck], _ found: [BucketInspector.Place: BucketFindings],
    _ reader: any AccountReader
  ) async -> [KeyName: Fact<KeyFacts>] {
    var names: Set<KeyName> = []
    for target in targets {
      for name in found[.init(target)]?.keyNames ?? [] {
        names.insert(KeyName(name: name, region: target.region))
      }
    }
    var keys: [KeyName: Fact<KeyFacts>] = [:]
    for key in names.sorted(by: { ($0.region, $0.name) < ($1.region, $1.name) }) {
      keys[key] = await reader.key(key.name, region: key.region)
    }
    return keys
  }

  /// Asks until one answer says that asking is in vain.
  private func simulations(
    _ targets: [StorageTargetCheck], _ reader: any AccountReader
  ) async -> [String: Fact<[String: SimulatedDecision]>] {
    var simulations: [String: Fact<[String: SimulatedDecision]>] = [:]
    for target in targets {
      guard let role = target.role, let arn = ARN(role), simulations[target.simulationKey] == nil
      else { continue }
      let answer = await reader.simulation(
        of: arn, actions: Self.objectActions, resource: target.sampleObject,
        context: target.writeContext)
      simulations[target.simulationKey] = answer
      if answer.ignorance != nil { break }
    }
    return simulations
  }
}

extension BucketFindings {
  /// The keys that the bucket's rules name.
  var keyNames: [String] {
    ((try? encryption?.get()) ?? []).filter { $0.algorithm != "AES256" }.compactMap(\.keyID)
  }

  /// Whether the bucket itself does not refuse all public access.
  var hasOpenSettings: Bool {
    switch configurations?.publicAccess {
    case .known(let block)?: !block.missing.isEmpty
    case .absent?: true
    case .unknown?, nil: false
    }
  }
}

extension StorageTargetCheck {
  var partition: String { ARN.partition(of: region) }
  var bucketARN: String { "arn:\(partition):s3:::\(bucket)" }

  /// The ARN of an object as Genesys would write it.
  var sampleObject: String {
    let folder = prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/"
    return "\(bucketARN)/\(folder)recording"
  }

  /// The ARNs of all objects that Genesys may write.
  var allObjects: String { "\(bucketARN)/\(prefix)*" }

  /// What one simulation is about.
  var simulationKey: String { "\(role ?? "") \(sampleObject)" }

  /// What is known of the requests that Genesys writes with.
  ///
  /// It sends the encryption that the target names, and comes through none of the customer's own
  /// networks; from which addresses it comes is not known.
  var writeContext: PolicyContext {
    var context: PolicyContext = [
      "aws:SecureTransport": "true", "s3:TlsVersion": "1.2", "aws:ViaAWSService": "false",
      "aws:SourceVpc": .absent, "aws:SourceVpce": .absent, "aws:VpcSourceIp": .absent,
      "aws:MultiFactorAuthPresent": .absent, "s3:signatureversion": "AWS4-HMAC-SHA256",
      "s3:authType": "REST-HEADER",
    ]
    context["s3:x-amz-server-side-encryption"] = .values([encryption])
    if encryption == "AES256" {
      context["s3:x-amz-server-side-encryption-aws-kms-key-id"] = .absent
    } else if let keyID, keyID.hasPrefix("arn:") {
      context["s3:x-amz-server-side-encryption-aws-kms-key-id"] = .values([keyID])
    }
    return context
  }
}
