import AWS
import Diagnostics
import HTTP
import JSON
import TestSupport
import Testing
import World

/// An account whose answers are written down.
struct ScriptedAccount: AccountReader {
  var id: Fact<String> = .known(ownAccount)
  var roles: [String: Fact<RoleFacts>] = [:]
  var keys: [String: Fact<KeyFacts>] = [:]
  var block: Fact<Set<String>> = .absent
  var decisions: Fact<[String: SimulatedDecision]> = .unknown(
    Ignorance(.denied, permission: "iam:SimulatePrincipalPolicy", "no"))

  func account() async -> Fact<String> { id }
  func role(_ arn: ARN) async -> Fact<RoleFacts> { roles[arn.description] ?? .absent }
  func key(_ name: String, region: String) async -> Fact<KeyFacts> { keys[name] ?? .absent }
  func publicAccessBlock(of account: String, region: String) async -> Fact<Set<String>> { block }
  func simulation(
    of principal: ARN, actions: [String], resource: String, context: PolicyContext
  ) async -> Fact<[String: SimulatedDecision]> { decisions }
}

/// Whether Genesys can write to a bucket, through every policy in between.
struct BucketWriterTests {
  private static let keyARN = "arn:aws:kms:eu-west-1:\(ownAccount):key/k-1"

  private static let mayWrite: JSON = [
    "Effect": "Allow",
    "Action": [
      "s3:PutObject", "s3:PutObjectAcl", "s3:GetBucketLocation", "s3:GetEncryptionConfiguration",
    ],
    "Resource": ["arn:aws:s3:::calls", "arn:aws:s3:::calls/voice*"],
  ]

  private static func trust(
    _ account: String = "765628985471", id: JSON? = "org-1"
  ) -> JSON {
    var statement: JSON = [
      "Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": ["AWS": .string("arn:aws:iam::\(account):root")],
    ]
    if let id { statement["Condition"] = ["StringEquals": ["sts:ExternalId": id]] }
    return document(statement)
  }

  private static func role(
    trust: JSON = trust(), allowing statements: [JSON] = [mayWrite], boundary: JSON? = nil
  ) -> RoleFacts {
    let policy = PolicyDocument(
      ["Version": "2012-10-17", "Statement": .array(statements)], .identity)
    return RoleFacts(
      trust: PolicyDocument(trust, .trust),
      policies: .known([.init("the role's policy write", policy)]),
      boundary: boundary.map { .init("the boundary", PolicyDocument($0, .identity)) })
  }

  private static func denying(_ members: JSON) -> ScriptedTransport.Answer {
    var statement: JSON = [
      "Sid": "Guard", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
    ]
    for member in members.object ?? [:] { statement[member.key] = member.value }
    return .status(200, body: document(statement).text)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var role: Fact<RoleFacts> = .known(BucketWriterTests.role())
    var externalID: String? = "org-1"
    var policy: ScriptedTransport.Answer = .status(404, body: s3Error("NoSuchBucketPolicy"))
    var owner: String? = ownAccount
    var genesys = GenesysAccount.commercial
    var codes: [String] = []
    var words = ""
  }

  private static func all(_ statements: JSON...) -> Fact<RoleFacts> {
    .known(role(allowing: statements))
  }

  static let cases = [
    Case(testDescription: "all is well"),
    Case(testDescription: "the owner is known from who asks", owner: nil),
    Case(testDescription: "no such role", role: .absent, codes: ["role-not-found"]),
    Case(
      testDescription: "the role may not be read",
      role: .unknown(Ignorance(.denied, permission: "iam:GetRole", "no")),
      codes: ["writer-unknown"], words: "the policies of who asks are not known"),
    Case(
      testDescription: "the role may not be read, and the bucket denies it",
      role: .unknown(Ignorance(.denied, permission: "iam:GetRole", "no")), policy: denying([:]),
      codes: ["writer-denied"], words: "statement Guard of the bucket policy denies it"),
    Case(
      testDescription: "nobody is trusted", role: .known(role(trust: document())),
      codes: ["genesys-not-trusted"], words: "765628985471"),
    Case(
      testDescription: "another account is trusted", role: .known(role(trust: trust(otherAccount))),
      codes: ["genesys-not-trusted"]),
    Case(
      testDescription: "the government's account is not the commercial one",
      genesys: GenesysAccount(host: "api.use2.us-gov-pure.cloud"), codes: ["genesys-not-trusted"],
      words: "325654371633"),
    Case(
      testDescription: "the government's account is trusted",
      role: .known(role(trust: trust("325654371633"))),
      genesys: GenesysAccount(host: "api.use2.us-gov-pure.cloud")),
    Case(
      testDescription: "another external id is asked for",
      role: .known(role(trust: trust(id: "org-2"))),
      codes: ["external-id-refused"], words: "org-1"),
    Case(
      testDescription: "no external id is asked for", role: .known(role(trust: trust(id: nil))),
      codes: ["external-id-not-required"]),
    Case(
      testDescription: "the external id is not in the manifest", externalID: nil,
      codes: ["writer-undecided"], words: "sts:externalid"),
    Case(
      testDescription: "nothing allows writing", role: all(), codes: ["writer-not-allowed"],
      words: "no statement allows it"),
    Case(
      testDescription: "another bucket may be written to",
      role: all(["Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::calls2/*"]),
      codes: ["writer-not-allowed"]),
    Case(
      testDescription: "another prefix may be written to",
      role: all(["Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::calls/chat/*"]),
      codes: ["writer-not-allowed"]),
    Case(
      testDescription: "the role may write and nothing else",
      role: all(["Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"]),
      codes: ["writer-lacks-permission"], words: "s3:PutObjectAcl, s3:GetBucketLocation"),
    Case(
      testDescription: "the boundary is narrower",
      role: .known(role(boundary: document(statement(["Action": "s3:Get*"])))),
      codes: ["writer-not-allowed"], words: "the permissions boundary does not allow it"),
    Case(
      testDescription: "the bucket's policy grants what the role's does not", role: all(),
      policy: .status(
        200,
        body: document(
          statement(["Principal": ["AWS": .string(ownRole)], "Action": "s3:*", "Resource": "*"])
        ).text)),
    Case(
      testDescription: "a bucket of another account does not grant it", owner: otherAccount,
      codes: ["writer-not-allowed"], words: "the resource is of another account"),
    Case(
      testDescription: "a bucket of another account grants it",
      policy: .status(
        200,
        body: document(statement(["Principal": ["AWS": .string(ownAccount)], "Action": "s3:*"]))
          .text),
      owner: otherAccount),
    Case(
      testDescription: "only from one network",
      policy: denying(["Condition": ["StringNotEquals": ["aws:SourceVpce": "vpce-1"]]]),
      codes: ["writer-denied"]),
    Case(
      testDescription: "only from some addresses",
      policy: denying(["Condition": ["NotIpAddress": ["aws:SourceIp": "203.0.113.0/24"]]]),
      codes: ["writer-undecided"], words: "what the request's aws:sourceip is"),
    Case(
      testDescription: "only from one organization",
      policy: denying(["Condition": ["StringNotEquals": ["aws:PrincipalOrgID": "o-1"]]]),
      codes: ["writer-undecided"]),
    Case(
      testDescription: "only with encryption, which Genesys asks for",
      policy: denying([
        "Action": "s3:PutObject",
        "Condition": ["Null": ["s3:x-amz-server-side-encryption": "true"]],
      ])),
    Case(
      testDescription: "only with TLS, which Genesys uses",
      policy: denying(["Condition": ["Bool": ["aws:SecureTransport": "false"]]])),
    Case(
      testDescription: "everybody but another role",
      policy: denying([
        "NotPrincipal": ["AWS": "arn:aws:iam::\(ownAccount):role/other"], "Principal": .null,
      ]),
      codes: ["writer-undecided"]),
  ]

  private func report(
    _ account: ScriptedAccount, _ script: ScriptedS3 = ScriptedS3(), _ target: StorageTargetCheck,
    genesys: GenesysAccount = .commercial, simulates: Bool = false
  ) async throws -> BucketReport {
    let world = VirtualWorld()
    let inspector = BucketInspector(
      connection(script.transport, world), world: world.world, account: account,
      genesys: genesys, simulates: simulates)
    return try #require(await inspector.inspect([target]).first)
  }

  private func findings(_ report: BucketReport, _ check: String) -> [Diagnostic] {
    let codes = BucketCheck.Rule.all.filter { $0.check == check }.map(\.code)
    return report.findings.filter { codes.contains($0.code) }
  }

  @Test(arguments: cases)
  func `whether Genesys may write follows from trust, role and bucket together`(
    _ test: Case
  ) async throws {
    var script = ScriptedS3()
    script.configurations["policy"] = test.policy
    let report = try await report(
      ScriptedAccount(roles: [ownRole: test.role]), script,
      target(owner: test.owner, role: ownRole, externalID: test.externalID), genesys: test.genesys)
    let found = findings(report, "writer")
    #expect(found.map(\.code) == test.codes)
    if !test.words.isEmpty {
      #expect(found.first?.message.contains(test.words) == true, "\(found)")
    }
  }

  @Test func `the remedies are statements that can be pasted`() async throws {
    let facts = Self.role(trust: document(), allowing: [])
    let report = try await report(
      ScriptedAccount(roles: [ownRole: .known(facts)]), ScriptedS3(),
      target(owner: ownAccount, role: ownRole, externalID: "org-1"))
    let hints = findings(report, "writer").compactMap(\.hint)
    #expect(hints.count == 2)
    for hint in hints {
      let start = try #require(hint.firstIndex(of: "{"))
      let end = try #require(hint.lastIndex(of: "}"))
      let statement = try JSON.parse(String(hint[start...end]))
      #expect(statement["Effect"] == "Allow")
    }
    #expect(hints.first?.contains("\"arn:aws:iam::765628985471:root\"") == true)
    #expect(hints.last?.contains("\"arn:aws:s3:::calls/voice*\"") == true)
  }

  struct KeyCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var key: Fact<KeyFacts>
    var allowing: [JSON] = [BucketWriterTests.mayWrite]
    var codes: [String] = []
  }

  private static func key(
    _ statement: JSON?, state: String = "Enabled", region: String = "eu-west-1",
    account: String = ownAccount, isAWSManaged: Bool = false
  ) -> Fact<KeyFacts> {
    guard let arn = ARN("arn:aws:kms:\(region):\(account):key/k-1") else { return .absent }
    let policy: Fact<PolicyDocument> =
      statement.map { .known(PolicyDocument(document($0), .resource)) }
      ?? .unknown(Ignorance(.denied, permission: "kms:GetKeyPolicy", "no"))
    return .known(KeyFacts(arn: arn, state: state, isAWSManaged: isAWSManaged, policy: policy))
  }

  private static let toRoot = statement([
    "Principal": ["AWS": .string("arn:aws:iam::\(ownAccount):root")], "Action": "kms:*",
  ])
  private static let toRole = statement([
    "Principal": ["AWS": .string(ownRole)], "Action": ["kms:GenerateDataKey*", "kms:Decrypt"],
  ])
  private static let encrypts: JSON = [
    "Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*",
  ]

  static let keys = [
    KeyCase(testDescription: "the key's policy names the role", key: key(toRole)),
    KeyCase(
      testDescription:
        "the key's policy leaves it to the account, and the role's policy does not allow it",
      key: key(toRoot), codes: ["key-undecided", "key-undecided"]),
    KeyCase(
      testDescription: "the key's policy leaves it to the account, and the role's policy allows it",
      key: key(toRoot), allowing: [mayWrite, encrypts]),
    KeyCase(
      testDescription: "the key's policy names somebody else",
      key: key(statement(["Principal": ["AWS": .string(otherAccount)]])),
      allowing: [mayWrite, encrypts],
      codes: ["key-undecided", "key-undecided"]),
    KeyCase(
      testDescription: "the key's policy denies it",
      key: key(statement(["Effect": "Deny", "Principal": "*", "Action": "kms:GenerateDataKey*"])),
      codes: ["key-refuses-writer", "key-undecided"]),
    KeyCase(
      testDescription: "only the one of two actions",
      key: key(
        statement(["Principal": ["AWS": .string(ownRole)], "Action": "kms:GenerateDataKey"])),
      codes: ["key-undecided"]),
    KeyCase(
      testDescription: "only for one org, which is no part of what S3 asks",
      key: key(
        statement([
          "Principal": ["AWS": .string(ownRole)],
          "Condition": ["StringEquals": ["kms:EncryptionContext:genesys": "org-1"]],
        ])), codes: ["key-undecided", "key-undecided"]),
    KeyCase(testDescription: "the policy may not be read", key: key(nil)),
    KeyCase(testDescription: "no such key", key: .absent, codes: ["key-not-found"]),
    KeyCase(
      testDescription: "it is about to be deleted", key: key(toRole, state: "PendingDeletion"),
      codes: ["key-not-usable"]),
    KeyCase(
      testDescription: "it is elsewhere", key: key(toRole, region: "us-east-1"),
      codes: ["key-in-other-region"]),
    KeyCase(
      testDescription: "it is AWS's, of another account",
      key: key(toRole, account: otherAccount, isAWSManaged: true), codes: ["key-refuses-writer"]),
    KeyCase(testDescription: "it is AWS's, of the account", key: key(nil, isAWSManaged: true)),
  ]

  @Test(arguments: keys)
  func `whether the role may use the key follows from both policies`(_ test: KeyCase) async throws {
    let encryption = ScriptedTransport.Answer.status(
      200, body: rules([("aws:kms", Self.keyARN)]))
    let account = ScriptedAccount(
      roles: [ownRole: .known(Self.role(allowing: test.allowing))], keys: [Self.keyARN: test.key])
    let report = try await report(
      account, ScriptedS3(encryption: encryption),
      target(
        owner: ownAccount, encryption: "aws:kms", key: Self.keyARN, role: ownRole,
        externalID: "org-1"))
    #expect(findings(report, "key").map(\.code) == test.codes)
    if test.key.value?.policy.ignorance != nil, test.key.value?.isAWSManaged == false {
      #expect(report.unknown.contains("key"))
    }
  }

  @Test func `what the account blocks need not be blocked by the bucket`() async throws {
    var script = ScriptedS3()
    script.configurations["publicAccessBlock"] = .status(
      404, body: s3Error("NoSuchPublicAccessBlockConfiguration"))
    let flags: Set = [
      "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets",
    ]
    for (block, isOpen) in [
      (Fact<Set<String>>.known(flags), false),
      (.known(flags.subtracting(["BlockPublicAcls"])), true),
      (.absent, true),
    ] {
      let report = try await report(
        ScriptedAccount(roles: [ownRole: .known(Self.role())], block: block), script,
        target(role: ownRole, externalID: "org-1"))
      #expect(findings(report, "public-access").isEmpty != isOpen)
    }
  }

  @Test func `a simulation that comes to something else is shown with both reasons`() async throws {
    let target = target(owner: ownAccount, role: ownRole, externalID: "org-1")
    var account = ScriptedAccount(roles: [ownRole: .known(Self.role())])
    account.decisions = .known([
      "s3:PutObject": SimulatedDecision(.implicitDeny, isAllowedByOrganization: false),
      "s3:PutObjectAcl": SimulatedDecision(.allowed),
    ])
    let found = findings(try await report(account, ScriptedS3(), target, simulates: true), "writer")
    #expect(found.map(\.code) == ["simulation-disagrees"])
    #expect(found.first?.message.contains("the organization's policies do not allow it") == true)
    #expect(
      found.first?.message.contains("statement 1 of the role's policy write allows it") == true)
    account.decisions = .unknown(
      Ignorance(.denied, permission: "iam:SimulatePrincipalPolicy", "no"))
    let denied = findings(
      try await report(account, ScriptedS3(), target, simulates: true), "writer")
    #expect(denied.map(\.code) == ["simulation-not-allowed"])
    account.decisions = .unknown(
      Ignorance(.notOffered, permission: "iam:SimulatePrincipalPolicy", "no"))
    let silent = try await report(account, ScriptedS3(), target, simulates: true)
    #expect(findings(silent, "writer").isEmpty)
    let plan = try await report(account, ScriptedS3(), target)
    #expect(findings(plan, "writer").isEmpty, "a plan does not ask IAM to simulate")
  }
}
