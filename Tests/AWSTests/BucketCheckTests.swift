import AWS
import Diagnostics
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

/// What S3 alone tells of a bucket, check by check.
struct BucketCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let check: String
    var bucket: [String: ScriptedTransport.Answer] = [:]
    var script = ScriptedS3()
    var target = AWSTests.target(owner: ownAccount, days: 365)
    /// What is found of the check.
    var codes: [String] = []
  }

  private static func found(_ code: String) -> ScriptedTransport.Answer {
    .status(404, body: s3Error(code))
  }

  private static func ownership(_ rule: String) -> ScriptedTransport.Answer {
    .status(
      200,
      body: "<OwnershipControls><Rule><ObjectOwnership>\(rule)</ObjectOwnership></Rule>"
        + "</OwnershipControls>")
  }

  private static func lifecycle(_ rules: String...) -> ScriptedTransport.Answer {
    let rules = rules.map { "<Rule><ID>old</ID><Status>Enabled</Status>\($0)</Rule>" }.joined()
    return .status(200, body: "<LifecycleConfiguration>\(rules)</LifecycleConfiguration>")
  }

  private static func lock(_ retention: String) -> ScriptedTransport.Answer {
    .status(
      200,
      body: "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>\(retention)"
        + "</ObjectLockConfiguration>")
  }

  private static func lock(_ mode: String, _ period: String) -> ScriptedTransport.Answer {
    lock("<Rule><DefaultRetention><Mode>\(mode)</Mode>\(period)</DefaultRetention></Rule>")
  }

  private static func policy(_ statement: JSON) -> ScriptedTransport.Answer {
    .status(200, body: document(statement).text)
  }

  private static let everyone =
    "<Grant><Grantee><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>"
    + "<Permission>READ</Permission></Grant>"
  private static let expiry = "<Expiration><Days>365</Days></Expiration>"
  private static let clean =
    "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>"
    + "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>"
    + "</AbortIncompleteMultipartUpload>"

  static let access = [
    Case(
      testDescription: "no owner is named", check: "owner", target: target(),
      codes: ["bucket-owner-not-named"]),
    Case(
      testDescription: "three settings of four", check: "public-access",
      bucket: [
        "publicAccessBlock": .status(200, body: publicAccessBlock(off: "BlockPublicPolicy"))
      ],
      codes: ["public-access-not-blocked"]),
    Case(
      testDescription: "no settings", check: "public-access",
      bucket: ["publicAccessBlock": found("NoSuchPublicAccessBlockConfiguration")],
      codes: ["public-access-not-blocked"]),
    Case(
      testDescription: "a public policy", check: "public",
      bucket: [
        "policyStatus": .status(200, body: "<PolicyStatus><IsPublic>TRUE</IsPublic></PolicyStatus>")
      ],
      codes: ["bucket-public"]),
    Case(
      testDescription: "no policy has no status", check: "public",
      bucket: ["policyStatus": found("NoSuchBucketPolicy")]),
    Case(
      testDescription: "a public list of access", check: "public",
      bucket: [
        "acl": .status(200, body: accessList(everyone)),
        "publicAccessBlock": .status(200, body: publicAccessBlock(off: "IgnorePublicAcls")),
      ], codes: ["acl-public"]),
    Case(
      testDescription: "a public list that is ignored", check: "public",
      bucket: ["acl": .status(200, body: accessList(everyone))]),
    Case(
      testDescription: "a public list that ownership overrules", check: "public",
      bucket: [
        "acl": .status(200, body: accessList(everyone)),
        "publicAccessBlock": found("NoSuchPublicAccessBlockConfiguration"),
        "ownershipControls": ownership("BucketOwnerEnforced"),
      ]),
    Case(
      testDescription: "no policy", check: "tls", bucket: ["policy": found("NoSuchBucketPolicy")],
      codes: ["tls-not-required"]),
    Case(
      testDescription: "a policy about something else", check: "tls",
      bucket: ["policy": policy(statement(["Principal": "*", "Action": "s3:GetObject"]))],
      codes: ["tls-not-required"]),
    Case(
      testDescription: "TLS for the objects alone", check: "tls",
      bucket: ["policy": .status(200, body: tlsPolicy(["arn:aws:s3:::calls/*"]).text)],
      codes: ["tls-partly-required"]),
    Case(
      testDescription: "TLS for reading alone", check: "tls",
      bucket: [
        "policy": .status(
          200,
          body: tlsPolicy(["arn:aws:s3:::calls", "arn:aws:s3:::calls/*"], action: "s3:GetObject")
            .text)
      ], codes: ["tls-partly-required"]),
    Case(testDescription: "a key's holder is unknown", check: "writer", codes: ["writer-unknown"]),
    Case(
      testDescription: "writing is denied to everyone outside a network", check: "writer",
      bucket: [
        "policy": policy(
          statement([
            "Sid": "Vpc", "Effect": "Deny", "Principal": "*",
            "Condition": ["StringNotEquals": ["aws:SourceVpc": "vpc-1"]],
          ]))
      ], codes: ["writer-denied"]),
    Case(
      testDescription: "writing is denied with another encryption than the target's",
      check: "writer",
      bucket: [
        "policy": policy(
          statement([
            "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
            "Condition": ["StringNotEquals": ["s3:x-amz-server-side-encryption": "aws:kms"]],
          ]))
      ], codes: ["writer-denied"]),
    Case(
      testDescription: "no lists of access", check: "ownership",
      bucket: ["ownershipControls": ownership("BucketOwnerEnforced")], codes: ["acl-disabled"]),
    Case(
      testDescription: "the writer's objects stay the writer's", check: "ownership",
      bucket: ["ownershipControls": found("OwnershipControlsNotFoundError")],
      target: target(
        owner: ownAccount, role: "arn:aws:iam::\(otherAccount):role/writer", days: 365),
      codes: ["writer-owns-objects"]),
    Case(
      testDescription: "the writer is of the same account", check: "ownership",
      bucket: ["ownershipControls": ownership("ObjectWriter")],
      target: target(owner: ownAccount, role: ownRole, days: 365)),
    Case(
      testDescription: "a role of another partition", check: "name",
      target: target(owner: ownAccount, role: "arn:aws-cn:iam::\(ownAccount):role/r", days: 365),
      codes: ["partition-mismatch"]),
    Case(
      testDescription: "a name with dots", check: "name",
      target: target(bucket: "my.calls", owner: ownAccount), codes: ["bucket-name-dots"]),
  ]

  static let keeping = [
    Case(
      testDescription: "a key by its alias, without a bucket key", check: "encryption",
      script: ScriptedS3(encryption: .status(200, body: rules([("aws:kms", "alias/calls")]))),
      target: target(owner: ownAccount, encryption: "aws:kms"),
      codes: ["encryption-key-alias", "encryption-without-bucket-key"]),
    Case(
      testDescription: "no versions", check: "versioning",
      bucket: ["versioning": .status(200, body: "<VersioningConfiguration/>")],
      codes: ["versioning-off"]),
    Case(
      testDescription: "no versions any more", check: "versioning",
      bucket: [
        "versioning": .status(
          200, body: "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>"
        )
      ], codes: ["versioning-suspended"]),
    Case(
      testDescription: "a lock that fits", check: "object-lock",
      bucket: ["object-lock": lock("COMPLIANCE", "<Years>1</Years>")]),
    Case(
      testDescription: "a lock that locks nothing by itself", check: "object-lock",
      bucket: ["object-lock": lock("")]),
    Case(
      testDescription: "a lock that is too short", check: "object-lock",
      bucket: ["object-lock": lock("COMPLIANCE", "<Days>364</Days>")], codes: ["lock-too-short"]),
    Case(
      testDescription: "a lock that is too long and can be lifted", check: "object-lock",
      bucket: ["object-lock": lock("GOVERNANCE", "<Years>2</Years>")],
      codes: ["lock-governance", "lock-too-long"]),
    Case(
      testDescription: "nothing is ever deleted", check: "lifecycle",
      codes: ["lifecycle-keeps-forever"]),
    Case(
      testDescription: "all in good order", check: "lifecycle",
      bucket: ["lifecycle": lifecycle(expiry + clean)]),
    Case(
      testDescription: "a day too early", check: "lifecycle",
      bucket: [
        "lifecycle": lifecycle(
          "<Filter><Prefix>voi</Prefix></Filter><Expiration><Days>364</Days></Expiration>" + clean)
      ],
      codes: ["lifecycle-expires-early"]),
    Case(
      testDescription: "on a date that comes too early", check: "lifecycle",
      bucket: [
        "lifecycle": lifecycle(
          "<Prefix/><Expiration><Date>2026-12-24T00:00:00.000Z</Date></Expiration>" + clean)
      ],
      codes: ["lifecycle-expires-early"]),
    Case(
      testDescription: "on a date that is far enough", check: "lifecycle",
      bucket: [
        "lifecycle": lifecycle(
          "<Prefix/><Expiration><Date>2027-12-24T00:00:00.000Z</Date></Expiration>" + clean)
      ]),
    Case(
      testDescription: "too early, in a rule that is off", check: "lifecycle",
      bucket: [
        "lifecycle": .status(
          200,
          body: "<LifecycleConfiguration><Rule><Status>Disabled</Status><Expiration><Days>1</Days>"
            + "</Expiration></Rule></LifecycleConfiguration>")
      ], codes: ["lifecycle-keeps-forever", "lifecycle-keeps-uploads"]),
    Case(
      testDescription: "too early, elsewhere", check: "lifecycle",
      bucket: [
        "lifecycle": lifecycle(
          "<Filter><Prefix>chat/</Prefix></Filter><Expiration><Days>1</Days></Expiration>",
          expiry + clean)
      ]),
    Case(
      testDescription: "too early, of some of what is there", check: "lifecycle",
      bucket: [
        "lifecycle": lifecycle(
          "<Filter><And><Prefix>voice</Prefix><ObjectSizeGreaterThan>9</ObjectSizeGreaterThan></And></Filter>"
            + "<Expiration><Days>30</Days></Expiration>", expiry + clean)
      ], codes: ["lifecycle-expires-some"]),
    Case(
      testDescription: "into an archive too early", check: "lifecycle",
      bucket: [
        "lifecycle": lifecycle(
          "<Transition><Days>30</Days><StorageClass>GLACIER_IR</StorageClass></Transition>"
            + "<Transition><Days>90</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition>"
            + expiry + clean)
      ], codes: ["lifecycle-archives-early"]),
    Case(
      testDescription: "versions and uploads stay", check: "lifecycle",
      bucket: ["lifecycle": lifecycle(expiry)],
      codes: ["lifecycle-keeps-versions", "lifecycle-keeps-uploads"]),
    Case(
      testDescription: "no log", check: "logging",
      bucket: ["logging": .status(200, body: "<BucketLoggingStatus/>")],
      codes: ["access-log-off"]),
    Case(
      testDescription: "a log in the bucket itself", check: "logging",
      bucket: [
        "logging": .status(
          200,
          body:
            "<BucketLoggingStatus><LoggingEnabled><TargetBucket>calls</TargetBucket></LoggingEnabled>"
            + "</BucketLoggingStatus>")
      ], codes: ["access-log-in-bucket"]),
    Case(
      testDescription: "a copy, by the same HEAD in the same region", check: "replication",
      bucket: [
        "replication": .status(
          200,
          body: "<ReplicationConfiguration><Rule><Status>Enabled</Status><Destination>"
            + "<Bucket>arn:aws:s3:::copy</Bucket></Destination></Rule></ReplicationConfiguration>")
      ]),
    Case(
      testDescription: "a function for each recording", check: "notification",
      bucket: [
        "notification": .status(
          200,
          body:
            "<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:f"
            + "</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration>"
            + "</NotificationConfiguration>")
      ], codes: ["notification-calls-function"]),
    Case(
      testDescription: "a function for other prefixes and other events", check: "notification",
      bucket: [
        "notification": .status(
          200,
          body:
            "<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>f</CloudFunction>"
            + "<Event>s3:ObjectCreated:Put</Event><Filter><S3Key><FilterRule><Name>Prefix</Name>"
            + "<Value>chat</Value></FilterRule></S3Key></Filter></CloudFunctionConfiguration>"
            + "<CloudFunctionConfiguration><CloudFunction>g</CloudFunction><Event>s3:ObjectRemoved:*</Event>"
            + "</CloudFunctionConfiguration></NotificationConfiguration>")
      ]),
  ]

  private static func report(
    _ script: ScriptedS3, _ target: StorageTargetCheck
  ) async throws -> BucketReport {
    let world = VirtualWorld()
    let inspector = BucketInspector(connection(script.transport, world), world: world.world)
    return try #require(await inspector.inspect([target]).first)
  }

  /// The codes of a check among what was found.
  private static func codes(_ report: BucketReport, _ check: String) -> [String] {
    let own = BucketCheck.Rule.all.filter { $0.check == check }.map(\.code)
    return report.findings.map(\.code).filter { own.contains($0) }
  }

  @Test(arguments: access + keeping)
  func `each check finds what it is for, and nothing where all is well`(_ test: Case) async throws {
    var script = test.script
    script.configurations.merge(test.bucket) { $1 }
    let report = try await Self.report(script, test.target)
    #expect(Self.codes(report, test.check) == test.codes)
    for finding in report.findings {
      let rule = BucketCheck.Rule.all.first { $0.code == finding.code }
      #expect(finding.severity == rule?.severity && finding.hint != nil)
      #expect(finding.address == "StorageTarget/t")
    }
  }

  @Test func `of a bucket in good order nothing is said but what nobody can know`() async throws {
    var script = ScriptedS3()
    script.configurations["lifecycle"] = Self.lifecycle(Self.expiry + Self.clean)
    let report = try await Self.report(script, target(owner: ownAccount, days: 365))
    #expect(report.findings.map(\.code) == ["writer-unknown"])
    #expect(report.unknown == ["writer", "write-probe"])
    #expect(report.blocks.isEmpty && report.remarks.isEmpty)
  }

  @Test func `a policy that keeps longer than the target is held against the rules too`()
    async throws
  {
    var script = ScriptedS3()
    script.configurations["lifecycle"] = Self.lifecycle(Self.expiry + Self.clean)
    var target = target(owner: ownAccount, days: 365)
    target.retentions.append(.init(Address(kind: "RecordingPolicy", name: "voice"), days: 400))
    let report = try await Self.report(script, target)
    #expect(
      report.problems.map(\.message) == [
        "the rule old of bucket calls deletes what is under \"\" after 365 days, but "
          + "RecordingPolicy/voice keeps recordings for 400 days"
      ])
  }

  static let subresources: [(String, String)] = [
    ("policy", "s3:GetBucketPolicy"), ("policyStatus", "s3:GetBucketPolicyStatus"),
    ("publicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("ownershipControls", "s3:GetBucketOwnershipControls"), ("acl", "s3:GetBucketAcl"),
    ("versioning", "s3:GetBucketVersioning"),
    ("object-lock", "s3:GetBucketObjectLockConfiguration"),
    ("lifecycle", "s3:GetLifecycleConfiguration"), ("logging", "s3:GetBucketLogging"),
    ("replication", "s3:GetReplicationConfiguration"), ("notification", "s3:GetBucketNotification"),
  ]

  @Test(arguments: subresources)
  func `what may not be read is unknown, with the permission that would tell`(
    subresource: String, permission: String
  ) async throws {
    let usual = target(owner: ownAccount, days: 365)
    for (answer, words, severity) in [
      (
        ScriptedTransport.Answer.status(403, body: s3Error("AccessDenied")), permission,
        Diagnostic.Severity.warning
      ),
      (.status(200, body: "<html/>"), "the answer is not the document S3 sends there", .warning),
      (.status(501, body: s3Error("NotImplemented")), "as the endpoint does not tell it", .note),
    ] where subresource != "policy" || severity != .warning || words == permission {
      var script = ScriptedS3()
      script.configurations[subresource] = answer
      let report = try await Self.report(script, usual)
      let unknown = report.findings.first { $0.code == "bucket-checks-unknown" }
      #expect(unknown?.severity == severity && unknown?.message.contains(words) == true)
      let checks = BucketCheck.all.filter { $0.permissions.contains(permission) }.map(\.id)
      #expect(!checks.isEmpty && report.unknown.isSuperset(of: checks))
      #expect(report.blocks.isEmpty)
    }
  }

  @Test func `many permissions that are missing are one warning`() async throws {
    var script = ScriptedS3()
    for name in script.configurations.keys {
      script.configurations[name] = .status(403, body: s3Error("AccessDenied"))
    }
    let report = try await Self.report(script, target(owner: ownAccount, days: 365))
    #expect(report.findings.map(\.code) == ["writer-unknown", "bucket-checks-unknown"])
    #expect(Self.subresources.allSatisfy { report.findings.last?.message.contains($0.1) == true })
  }

  @Test func `a policy that is no document decides nothing`() async throws {
    var script = ScriptedS3()
    script.configurations["policy"] = .status(200, body: "<html/>")
    let report = try await Self.report(script, target(owner: ownAccount, role: ownRole, days: 365))
    #expect(report.blocks.isEmpty)
    #expect(Self.codes(report, "writer") == ["writer-undecided"])
  }

  @Test func `a bucket that answers only without its owner is somebody else's`() async throws {
    let world = VirtualWorld()
    let transport = ScriptedTransport { request, _ in
      if request.headers["x-amz-expected-bucket-owner"] != nil { return .status(403) }
      return request.method == .head ? .status(200) : .status(403, body: s3Error("AccessDenied"))
    }
    let inspector = BucketInspector(connection(transport, world), world: world.world)
    let report = try #require(await inspector.inspect([target(owner: ownAccount)]).first)
    #expect(report.problems.map(\.code) == ["foreign-bucket"])
  }

  @Test func `where HEAD tells no region the location does`() async throws {
    for (body, region) in [("EU", "eu-west-1"), ("", "us-east-1"), ("ap-south-1", "ap-south-1")] {
      var script = ScriptedS3(head: .status(200))
      script.configurations["location"] = .status(
        200, body: "<LocationConstraint>\(body)</LocationConstraint>")
      let report = try await Self.report(script, target())
      #expect(report.region == region)
      #expect(report.problems.isEmpty == (region == "eu-west-1"))
    }
  }

  @Test func `the table has each check and each code once, and a remedy`() {
    #expect(BucketCheck.all.map(\.number) == Array(1...BucketCheck.all.count))
    #expect(BucketCheck.all.count >= 17)
    let codes = BucketCheck.Rule.all.map(\.code)
    #expect(Set(codes).count == codes.count)
    #expect(Set(BucketCheck.Rule.all.map(\.check)) == Set(BucketCheck.all.map(\.id)))
    #expect(BucketCheck.Rule.all.filter { $0.remedy.isEmpty }.map(\.code) == ["contents-bound"])
  }

  @Test func `the documentation has every check and every code, with severity and remedy`() throws {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(folder)/Sources/AWS/AWS.docc/WhatIsCheckedOfABucket.md"
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    for check in BucketCheck.all {
      #expect(text.contains("### \(check.number) \(check.id): \(check.goal)\n"))
    }
    for rule in BucketCheck.Rule.all {
      let row =
        "| `\(rule.code)` | \(rule.severity.rawValue) | \(rule.rule) | \(rule.remedy) |\n"
      #expect(text.contains(row), "\(rule.code)")
    }
  }
}
