import AWS
import JSON
import Testing

/// What several policies come to together.
struct PolicyDecisionTests {
  private static let deny: JSON = ["Effect": "Deny"]
  private static let session = "arn:aws:sts::\(ownAccount):assumed-role/recordings/run"

  private func verdict(_ set: PolicySet, _ request: PolicyRequest = request())
    -> PolicyDecision.Verdict
  { set.decision(on: request).verdict }

  @Test func `within an account either policy allows, and a denial of either stands`() {
    let nothing = identity()
    let named = bucketPolicy(statement(["Principal": ["AWS": .string(ownRole)]]))
    #expect(verdict(PolicySet(identity: nothing)) == .denied)
    #expect(verdict(PolicySet(identity: identity(statement()))) == .allowed)
    #expect(verdict(PolicySet(identity: nothing, resource: named)) == .allowed)
    let denied = bucketPolicy(
      statement(["Sid": "Locked", "Effect": "Deny", "Principal": "*"]))
    let decision = PolicySet(identity: identity(statement()), resource: denied).decision(
      on: request())
    #expect(decision.verdict == .denied && decision.isExplicit)
    #expect(decision.source?.sid == "Locked" && decision.source?.policy == "the bucket policy")
    #expect(decision.reason == "statement Locked of the bucket policy denies it")
    let own = PolicySet(identity: identity(statement(), statement(Self.deny)), resource: named)
    #expect(own.decision(on: request()).source?.description == "statement 2 of the role's policy")
  }

  @Test func `between accounts both policies must allow`() {
    let named = bucketPolicy(statement(["Principal": ["AWS": .string(ownRole)]]))
    let whole = bucketPolicy(statement(["Principal": ["AWS": .string(ownAccount)]]))
    let foreign = request(account: otherAccount)
    #expect(verdict(PolicySet(identity: identity(statement())), foreign) == .denied)
    #expect(verdict(PolicySet(identity: identity(), resource: named), foreign) == .denied)
    for resource in [named, whole] {
      #expect(
        verdict(PolicySet(identity: identity(statement()), resource: resource), foreign) == .allowed
      )
      #expect(verdict(PolicySet(identity: .granted, resource: resource), foreign) == .allowed)
      #expect(verdict(PolicySet(identity: .unknown, resource: resource), foreign) == .indeterminate)
    }
    let nowhere = request(account: nil)
    #expect(verdict(PolicySet(identity: identity(), resource: named), nowhere) == .indeterminate)
    #expect(
      verdict(PolicySet(identity: identity(statement()), resource: named), nowhere) == .allowed)
  }

  @Test func `an account that is named decides for itself whom it lets`() {
    for name in [ownAccount, "arn:aws:iam::\(ownAccount):root"] {
      let resource = bucketPolicy(statement(["Principal": ["AWS": .string(name)]]))
      #expect(verdict(PolicySet(identity: identity(), resource: resource)) == .denied)
      #expect(verdict(PolicySet(identity: identity(statement()), resource: resource)) == .allowed)
      let root = request(by: "arn:aws:iam::\(ownAccount):root")
      #expect(verdict(PolicySet(identity: identity(), resource: resource), root) == .allowed)
      let denied = bucketPolicy(statement(["Effect": "Deny", "Principal": ["AWS": .string(name)]]))
      #expect(verdict(PolicySet(identity: identity(statement()), resource: denied)) == .denied)
    }
  }

  struct Naming: Sendable {
    let principal: JSON
    let asking: String
    let isNamed: Bool
  }

  static let namings: [Naming] = [
    .init(principal: "*", asking: ownRole, isNamed: true),
    .init(principal: ["AWS": "*"], asking: session, isNamed: true),
    .init(principal: ["AWS": .string(ownRole)], asking: ownRole, isNamed: true),
    .init(principal: ["AWS": .string(session)], asking: session, isNamed: true),
    .init(principal: ["AWS": .string(session)], asking: "\(session)2", isNamed: false),
    .init(principal: ["AWS": .string(session)], asking: ownRole, isNamed: false),
    .init(principal: ["AWS": .string("\(ownRole)2")], asking: ownRole, isNamed: false),
    .init(principal: ["AWS": "AROAEXAMPLEEXAMPLE12"], asking: ownRole, isNamed: false),
    .init(principal: ["Service": "s3.amazonaws.com"], asking: ownRole, isNamed: false),
    .init(
      principal: ["Federated": "cognito-identity.amazonaws.com"], asking: ownRole, isNamed: false),
    .init(
      principal: [
        "Service": "s3.amazonaws.com", "AWS": [.string(otherAccount), .string(ownRole)],
      ],
      asking: ownRole, isNamed: true),
  ]

  @Test(arguments: namings)
  func `a principal is named by its ARN, by everyone, and by nothing else`(_ naming: Naming) {
    let resource = bucketPolicy(statement(["Principal": naming.principal]))
    let set = PolicySet(identity: identity(), resource: resource)
    #expect(
      verdict(set, request(by: naming.asking)) == (naming.isNamed ? .allowed : .denied))
  }

  @Test func `the role of a session is known only with its path`() throws {
    let resource = bucketPolicy(statement(["Principal": ["AWS": .string(ownRole)]]))
    let set = PolicySet(identity: identity(), resource: resource)
    #expect(verdict(set, request(by: Self.session)) == .indeterminate)
    let arn = try #require(ARN(Self.session))
    let known = PolicyRequest(
      .session(arn, of: ARN(ownRole)), "s3:PutObject", "arn:aws:s3:::b/k", account: ownAccount)
    #expect(verdict(set, known) == .allowed)
    let other = PolicyRequest(
      .session(arn, of: ARN("arn:aws:iam::\(ownAccount):role/team/recordings")), "s3:PutObject",
      "arn:aws:s3:::b/k", account: ownAccount)
    #expect(verdict(set, other) == .denied)
  }

  @Test func `services, identities of providers and nobody need a resource that names them`() {
    func ask(_ principal: PolicyPrincipal, _ element: JSON) -> PolicyDecision.Verdict {
      let asked = PolicyRequest(
        principal, "sqs:SendMessage", "arn:aws:sqs:eu:1:q", account: ownAccount)
      return verdict(
        PolicySet(identity: .granted, resource: bucketPolicy(statement(["Principal": element]))),
        asked)
    }
    #expect(ask(.service("events.amazonaws.com"), ["Service": "events.amazonaws.com"]) == .allowed)
    #expect(ask(.service("events.amazonaws.com"), ["Service": ["sns.amazonaws.com"]]) == .denied)
    #expect(ask(.service("events.amazonaws.com"), "*") == .allowed)
    #expect(
      ask(.federated("accounts.google.com"), ["Federated": "accounts.google.com"]) == .allowed)
    #expect(ask(.federated("accounts.google.com"), ["Federated": "graph.facebook.com"]) == .denied)
    #expect(ask(.anonymous, ["AWS": "*"]) == .allowed)
    #expect(ask(.anonymous, ["AWS": .string(ownAccount)]) == .denied)
  }

  @Test func `of somebody only what holds for everyone is certain`() {
    func ask(_ resource: PolicySet.Resource, account: String? = nil) -> PolicyDecision.Verdict {
      let asked = PolicyRequest(
        .somebody(account: account), "s3:PutObject", "arn:aws:s3:::b/k", account: ownAccount)
      return verdict(PolicySet(identity: .unknown, resource: resource), asked)
    }
    let denial: JSON = ["Effect": "Deny", "Principal": "*"]
    #expect(ask(bucketPolicy(statement(denial))) == .denied)
    #expect(ask(.none) == .indeterminate)
    let role: JSON = ["Effect": "Deny", "Principal": ["AWS": .string(ownRole)]]
    #expect(ask(bucketPolicy(statement(role))) == .indeterminate)
    #expect(
      ask(bucketPolicy(statement(["NotPrincipal": "*", "Effect": "Deny"]))) == .indeterminate)
    let everyone = bucketPolicy(statement(["Principal": "*"]))
    #expect(ask(everyone, account: ownAccount) == .allowed)
  }

  @Test func `NotPrincipal leaves out who is named with the account, and nobody else`() {
    func ask(_ names: JSON) -> PolicyDecision.Verdict {
      let denial = statement(["Effect": "Deny", "NotPrincipal": ["AWS": names]])
      return verdict(PolicySet(identity: identity(statement()), resource: bucketPolicy(denial)))
    }
    #expect(ask([.string(ownRole), .string(ownAccount)]) == .allowed)
    #expect(ask([.string(ownRole)]) == .denied, "the account is denied with all that is in it")
    #expect(ask([.string(otherAccount)]) == .denied)
  }

  @Test func `a boundary limits the identity's policies and roles that are named, not users`() {
    let reads = PolicyDocument(document(statement(["Action": "s3:Get*"])), .identity)
    func set(_ resource: PolicySet.Resource, _ identity: PolicySet.Identity) -> PolicySet {
      PolicySet(
        identity: identity, resource: resource, boundary: .init("the boundary", reads))
    }
    #expect(verdict(set(.none, identity(statement()))) == .denied)
    #expect(verdict(set(.none, identity(statement())), request("s3:GetObject")) == .allowed)
    let decision = set(.none, identity(statement())).decision(on: request())
    #expect(decision.reason == "the permissions boundary does not allow it")
    let user = "arn:aws:iam::\(ownAccount):user/ada"
    for (name, expected) in [(ownRole, PolicyDecision.Verdict.denied), (user, .allowed)] {
      let resource = bucketPolicy(statement(["Principal": ["AWS": .string(name)]]))
      #expect(verdict(set(resource, identity()), request(by: name)) == expected)
    }
  }

  @Test func `a key allows nothing that its own policy does not`() {
    func set(_ principal: JSON?, _ identity: PolicySet.Identity) -> PolicySet {
      let document = PolicyDocument(
        document(
          statement(["Action": "kms:*", "Principal": principal ?? ["AWS": .string(otherAccount)]])),
        .resource)
      return PolicySet(
        identity: identity, resource: .policy(.init("the key policy", document)),
        isResourceDecisive: true)
    }
    let asked = request("kms:Decrypt", "arn:aws:kms:eu-west-1:\(ownAccount):key/k")
    let root: JSON = ["AWS": .string("arn:aws:iam::\(ownAccount):root")]
    #expect(verdict(set(nil, identity(statement())), asked) == .denied)
    #expect(verdict(set(root, identity()), asked) == .denied)
    #expect(verdict(set(root, identity(statement())), asked) == .allowed)
    #expect(verdict(set(["AWS": .string(ownRole)], identity()), asked) == .allowed)
  }

  static let externalIDs: [(String?, PolicyDecision.Verdict)] = [
    ("org-1", .allowed), ("org-2", .denied), (nil, .denied),
  ]

  @Test(arguments: externalIDs)
  func `a role is assumed with the external id its trust policy asks for`(
    id: String?, expected: PolicyDecision.Verdict
  ) {
    let trust: JSON = [
      "Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": ["AWS": .string("arn:aws:iam::\(otherAccount):root")],
      "Condition": ["StringEquals": ["sts:ExternalId": "org-1"]],
    ]
    let set = PolicySet(
      identity: .granted,
      resource: .policy(.init("the trust policy", PolicyDocument(document(trust), .trust))),
      isResourceDecisive: true)
    let context: PolicyContext = ["sts:ExternalId": id.map { .values([$0]) } ?? .absent]
    let asked = request(
      "sts:AssumeRole", ownRole, by: "arn:aws:iam::\(otherAccount):role/writer", context: context)
    #expect(verdict(set, asked) == expected)
  }

  static let unreadable: [(String, PolicyDecision.Verdict)] = [
    ("", .indeterminate), ("[]", .indeterminate), ("{\"Version\":\"2012-10-17\"}", .indeterminate),
    ("{\"Statement\":[],\"Statement\":[]}", .indeterminate),
    ("{\"Version\":\"2030-01-01\",\"Statement\":[]}", .indeterminate),
    ("{\"Version\":\"2012-10-17\",\"Statement\":[],\"Rules\":1}", .indeterminate),
    ("{\"Version\":\"2012-10-17\",\"Statement\":[]}", .denied),
    ("{\"Version\":\"2012-10-17\",\"Statement\":[4]}", .indeterminate),
  ]

  @Test(arguments: unreadable)
  func `a document that cannot be read allows nothing and is not known to deny`(
    text: String, expected: PolicyDecision.Verdict
  ) {
    let odd = PolicySet.Named("the odd policy", PolicyDocument(text, .identity))
    #expect(verdict(PolicySet(identity: .policies([odd]))) == expected)
    let whole = PolicySet.Named("all", PolicyDocument(document(statement()), .identity))
    let both = PolicySet(identity: .policies([whole, odd]))
    #expect(verdict(both) == (expected == .denied ? .allowed : expected))
  }

  static let oddities: [JSON] = [
    ["Effect": "Perhaps"], ["NotCondition": [:]], ["Action": 4], ["Action": [4]],
    ["Resource": .null],
    ["Principal": "*"], ["Condition": "x"], ["Condition": ["StringEquals": "x"]],
    ["NotAction": "x", "Action": "y"],
  ]

  @Test(arguments: oddities)
  func `a statement that is not understood is never taken to allow`(members: JSON) {
    let odd = statement(members)
    let decision = PolicySet(identity: identity(odd)).decision(on: request())
    #expect(decision.verdict == .indeterminate)
    #expect(decision.source?.statement == "statement 1")
    #expect(
      decision.reason.hasPrefix("statement 1 of the role's policy is not decided: its ")
        || decision.reason.contains("it names a principal"))
    let both = PolicySet(identity: identity(statement(), odd)).decision(on: request())
    let canDeny = members["Effect"] != nil
    #expect(both.verdict == (canDeny ? .indeterminate : .allowed))
  }

  @Test(
    arguments: [
      "bob", ["AWS": "bob"], ["AWS": "arn:aws:iam::111122223333:role/*"],
      ["CanonicalUser": "79a59d"], [:],
      ["AWS": 4], ["AWS": "arn:aws:s3:::b"], .null,
    ] as [JSON])
  func `a principal that is not understood leaves it open whom a statement means`(principal: JSON) {
    let odd = bucketPolicy(statement(["Principal": principal]))
    #expect(verdict(PolicySet(identity: identity(), resource: odd)) == .indeterminate)
    let denial = bucketPolicy(statement(["Effect": "Deny", "Principal": principal]))
    #expect(verdict(PolicySet(identity: identity(statement()), resource: denial)) == .indeterminate)
  }

  @Test func `what is not known matters only where it decides`() {
    let vpc: JSON = ["StringNotEquals": ["aws:SourceVpc": "vpc-1"]]
    let denial = statement(["Sid": "Vpc", "Effect": "Deny", "Principal": "*", "Condition": vpc])
    let set = PolicySet(identity: identity(statement()), resource: bucketPolicy(denial))
    let open = set.decision(on: request())
    #expect(open.verdict == .indeterminate && open.source?.sid == "Vpc")
    #expect(
      open.reason == "statement Vpc of the bucket policy is not decided: "
        + "what the request's aws:sourcevpc is, is not known")
    #expect(verdict(set, request(context: ["aws:SourceVpc": .absent])) == .denied)
    #expect(verdict(set, request(context: ["aws:SourceVpc": "vpc-1"])) == .allowed)
    let nothing = PolicySet(identity: identity(), resource: bucketPolicy(denial))
    #expect(verdict(nothing) == .denied, "nothing allows it either way")
    let unread = PolicySet(identity: identity(statement()), resource: .unknown)
    #expect(verdict(unread) == .indeterminate)
    #expect(verdict(PolicySet(identity: .unknown)) == .indeterminate)
  }
}
