import AWS
import JSON
import Testing

/// What a statement is about, and whether its conditions hold.
struct PolicyStatementTests {
  @Test(
    arguments: [
      ("s3:PutObject", true), ("S3:putOBJECT", true), ("s3:Put*", true), ("s3:*", true),
      ("*", true),
      ("s3:Put?bject", true), ("s3:PutObjectAcl", false), ("s3:Get*", false), ("sqs:*", false),
      ("s3:PutObject?", false), ("*:PutObject", true), ("s3:*Object", true), ("s3:*Ob*ect*", true),
    ])
  func `an action is matched in any case, with wildcards`(pattern: String, isAllowed: Bool) {
    let set = PolicySet(identity: identity(statement(["Action": .string(pattern)])))
    #expect(set.decision(on: request()).verdict == (isAllowed ? .allowed : .denied))
    let inverted = PolicySet(
      identity: identity(statement(["NotAction": ["sqs:*", .string(pattern)]])))
    let expected: PolicyDecision.Verdict = isAllowed || pattern == "*" ? .denied : .allowed
    #expect(inverted.decision(on: request()).verdict == expected)
  }

  @Test(
    arguments: [
      ("arn:aws:s3:::calls/*", true), ("arn:aws:s3:::calls/voice/1.wav", true), ("*", true),
      ("arn:aws:s3:::calls*", true), ("arn:aws:s3:::calls/voice/?.wav", true),
      ("arn:aws:s3:::CALLS/*", false), ("arn:aws:s3:::calls", false),
      ("arn:aws:s3:::calls/v*x", false),
      ("arn:aws:*:::calls/*", true), ("arn:aws:s3:*", true), ("arn:aws:s?:::calls/*", true),
      ("arn:aws:s3*:calls/*", true), ("arn:*3:::calls/voice/1.wav", false),
      ("arn:?ws:s3:::calls/*", true),
      ("arn:aws:s3:::calls/${aws:PrincipalTag/team}/*", true),
      ("arn:aws:s3:::calls/${aws:PrincipalTag/none, 'voice'}/*", true),
      ("arn:aws:s3:::calls/${aws:PrincipalTag/none}/*", false),
      ("arn:aws:s3:::calls/voice/${*}", false),
    ])
  func `a resource is matched part by part, its case and variables minded`(
    pattern: String, isAllowed: Bool
  ) {
    let asked = request(context: [
      "aws:PrincipalTag/team": "voice", "aws:PrincipalTag/none": .absent,
    ])
    let set = PolicySet(identity: identity(statement(["Resource": [.string(pattern)]])))
    #expect(set.decision(on: asked).verdict == (isAllowed ? .allowed : .denied), "\(pattern)")
    let inverted = PolicySet(identity: identity(statement(["NotResource": .string(pattern)])))
    #expect(inverted.decision(on: asked).verdict == (isAllowed ? .denied : .allowed), "\(pattern)")
  }

  @Test func `the value of a variable is no pattern, and in an old document there are none`() {
    let home = statement(["Resource": "arn:aws:s3:::calls/${aws:username}/*"])
    let asked = request(context: ["aws:username": "*"])
    #expect(PolicySet(identity: identity(home)).decision(on: asked).verdict == .denied)
    let unknown = request(by: "arn:aws:iam::\(ownAccount):user/ada")
    #expect(PolicySet(identity: identity(home)).decision(on: unknown).verdict == .denied)
    let named = request(
      "s3:PutObject", "arn:aws:s3:::calls/ada/1", by: "arn:aws:iam::\(ownAccount):user/team/ada")
    #expect(PolicySet(identity: identity(home)).decision(on: named).verdict == .allowed)
    let old = PolicyDocument(document(home, version: "2008-10-17"), .identity)
    let set = PolicySet(identity: .policies([.init("old", old)]))
    #expect(set.decision(on: named).verdict == .denied)
    let literal = request("s3:PutObject", "arn:aws:s3:::calls/${aws:username}/x")
    #expect(set.decision(on: literal).verdict == .allowed)
  }

  struct Comparison: Sendable, CustomTestStringConvertible {
    let operation: String
    let wanted: JSON
    let given: PolicyContext.Value?
    let verdict: PolicyDecision.Verdict

    init(
      _ operation: String, _ wanted: JSON, _ given: PolicyContext.Value?,
      _ verdict: PolicyDecision.Verdict
    ) {
      (self.operation, self.wanted, self.given, self.verdict) = (operation, wanted, given, verdict)
    }

    var testDescription: String { "\(operation) \(wanted.text) \(String(describing: given))" }
  }

  static let comparisons: [Comparison] = [
    .init("StringEquals", "a", "a", .allowed), .init("StringEquals", "a", "A", .denied),
    .init("StringEquals", "a*", "ab", .denied), .init("StringEquals", ["a", "b"], "b", .allowed),
    .init("StringEquals", "a", .absent, .denied), .init("StringEquals", "a", nil, .indeterminate),
    .init("StringNotEquals", "a", "b", .allowed),
    .init("StringNotEquals", ["a", "b"], "b", .denied),
    .init("StringNotEquals", "a", .absent, .allowed),
    .init("StringNotEquals", "a", nil, .indeterminate),
    .init("StringEqualsIgnoreCase", "aB", "Ab", .allowed),
    .init("StringEqualsIgnoreCase", "aB", "Ac", .denied),
    .init("StringNotEqualsIgnoreCase", "aB", "Ab", .denied),
    .init("StringLike", "a*c", "abbc", .allowed), .init("StringLike", "a?c", "abbc", .denied),
    .init("StringLike", "a?c", "aéc", .allowed), .init("StringLike", "*", "", .allowed),
    .init("StringNotLike", "a*", "b", .allowed), .init("StringNotLike", "a*", "ab", .denied),
    .init("StringLike", "${aws:user}-${?}", "ada-?", .allowed),
    .init("StringLike", "${aws:user}-${?}", "ada-x", .denied),
    .init("StringEquals", "${aws:nobody}", "x", .indeterminate),
    .init("StringEquals", "${aws:gone, 'x'}", "x", .allowed),
    .init("StringEquals", "${aws:gone}", "${aws:gone}", .denied),
    .init("StringEqualsIgnoreCase", "${aws:user}X", "ADAx", .allowed),
    .init("StringEqualsIfExists", "a", .absent, .allowed),
    .init("StringEqualsIfExists", "a", "b", .denied),
    .init("StringNotEqualsIfExists", "a", .absent, .allowed),
    .init("NumericEquals", 10, "10.0", .allowed), .init("NumericEquals", "10", "11", .denied),
    .init("NumericNotEquals", "10", "11", .allowed),
    .init("NumericLessThan", "1.2", "1.0", .allowed),
    .init("NumericLessThan", "1.2", "1.2", .denied),
    .init("NumericLessThanEquals", "1.2", "1.2", .allowed),
    .init("NumericGreaterThan", ["100", "5"], "6", .allowed),
    .init("NumericGreaterThanEquals", "6", "6", .allowed),
    .init("NumericEquals", "10", "ten", .indeterminate),
    .init("NumericEquals", "ten", "10", .indeterminate),
    .init("DateLessThan", "2026-12-01", "2026-11-28T17:00:00Z", .allowed),
    .init("DateLessThan", "2026-11-01T00:00:00Z", "2026-11-28T17:00:00Z", .denied),
    .init("DateGreaterThan", "1700000000", "2026-11-28T17:00:00Z", .allowed),
    .init("DateGreaterThanEquals", "2026-11-28T17:00:00Z", "2026-11-28T17:00:00Z", .allowed),
    .init("DateLessThanEquals", "2026-11-28T16:59:59Z", "2026-11-28T17:00:00Z", .denied),
    .init("DateEquals", "2026-11-28T17:00:00+00:00", "2026-11-28T17:00:00Z", .allowed),
    .init("DateNotEquals", "2026-11-28T17:00:00Z", "2026-11-28T17:00:00Z", .denied),
    .init("DateLessThan", "tomorrow", "2026-11-28T17:00:00Z", .indeterminate),
    .init("Bool", "true", "true", .allowed), .init("Bool", true, "TRUE", .allowed),
    .init("Bool", "false", "true", .denied), .init("Bool", "false", .absent, .denied),
    .init("BoolIfExists", "false", .absent, .allowed),
    .init("Bool", "maybe", "true", .indeterminate),
    .init("BinaryEquals", "QmluYXJ5", "QmluYXJ5", .allowed),
    .init("BinaryEquals", "QmluYXJ5", "QmluYXJ4", .denied),
    .init("BinaryEquals", "%", "QmluYXJ4", .indeterminate),
    .init("IpAddress", "203.0.113.0/24", "203.0.113.9", .allowed),
    .init("IpAddress", "203.0.113.0/24", "203.0.114.9", .denied),
    .init("IpAddress", "203.0.113.128/25", "203.0.113.9", .denied),
    .init("IpAddress", "203.0.113.9", "203.0.113.9", .allowed),
    .init("IpAddress", "0.0.0.0/0", "203.0.113.9", .allowed),
    .init("IpAddress", "0.0.0.0/0", "2001:db8::1", .denied),
    .init("IpAddress", ["10.0.0.0/8", "2001:db8::/33"], "2001:db8:7fff::1", .allowed),
    .init("IpAddress", "2001:db8::/33", "2001:db8:8000::1", .denied),
    .init("NotIpAddress", "203.0.113.0/24", "203.0.113.9", .denied),
    .init("NotIpAddress", "203.0.113.0/24", "198.51.100.1", .allowed),
    .init("NotIpAddress", "203.0.113.0/24", .absent, .allowed),
    .init("IpAddress", "203.0.113.0/33", "203.0.113.9", .indeterminate),
    .init("ArnEquals", "arn:aws:sns:*:1:t", "arn:aws:sns:eu:1:t", .allowed),
    .init("ArnLike", "arn:aws:s3:::b*", "arn:aws:s3:::bc", .allowed),
    .init("ArnLike", "arn:aws:*:t", "arn:aws:sns:eu:1:t", .denied),
    .init("ArnLike", "arn:aws:sns:eu:1:*", "arn:aws:sns:eu:1:t:u", .allowed),
    .init("ArnLike", "arn:aws:s3:::b", "b", .denied),
    .init("ArnNotLike", "arn:aws:s3:::b*", "arn:aws:s3:::c", .allowed),
    .init("ArnNotEquals", "arn:aws:s3:::b", "arn:aws:s3:::b", .denied),
    .init("Null", "true", .absent, .allowed), .init("Null", "true", "x", .denied),
    .init("Null", false, "x", .allowed), .init("Null", "false", .absent, .denied),
    .init("Null", "true", nil, .indeterminate),
    .init("ForAllValues:StringEquals", ["a", "b"], ["a", "b"], .allowed),
    .init("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], .denied),
    .init("ForAllValues:StringEquals", ["a"], .absent, .allowed),
    .init("ForAllValues:StringEquals", ["a"], [], .allowed),
    .init("ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], .allowed),
    .init("ForAnyValue:StringEquals", ["a", "b"], ["c"], .denied),
    .init("ForAnyValue:StringEquals", ["a"], .absent, .denied),
    .init("ForAnyValue:StringNotEquals", ["a"], ["a", "b"], .allowed),
    .init("ForAnyValue:StringNotEquals", ["a"], .absent, .denied),
    .init("ForAllValues:StringNotLike", ["a*"], ["b", "c"], .allowed),
    .init("ForAllValues:StringNotLike", ["a*"], ["b", "ab"], .denied),
    .init("ForAllValues:StringEqualsIfExists", ["a"], .absent, .allowed),
    .init("StringMatches", "a", "a", .indeterminate),
    .init("stringequals", "a", "a", .indeterminate),
    .init("NullIfExists", "true", .absent, .indeterminate),
    .init("ForAllValues:Null", "true", .absent, .indeterminate),
    .init("StringEquals", [], "a", .denied), .init("StringEquals", .null, "a", .indeterminate),
    .init("StringEquals", [["a"]], "a", .indeterminate),
  ]

  @Test(arguments: comparisons)
  func `a condition compares as its operator says, and what is not known decides nothing`(
    _ test: Comparison
  ) {
    var context: PolicyContext = ["aws:user": "ada", "aws:gone": .absent]
    context["aws:Key"] = test.given
    let condition: JSON = [test.operation: ["AWS:key": test.wanted]]
    let set = PolicySet(identity: identity(statement(["Condition": condition])))
    #expect(set.decision(on: request(context: context)).verdict == test.verdict)
  }

  @Test func `all operators and all keys must hold`() {
    let condition: JSON = [
      "StringEquals": ["aws:a": "1", "aws:b": "2"], "Bool": ["aws:SecureTransport": "true"],
    ]
    let set = PolicySet(identity: identity(statement(["Condition": condition])))
    func verdict(_ context: PolicyContext) -> PolicyDecision.Verdict {
      set.decision(on: request(context: context)).verdict
    }
    #expect(verdict(["aws:a": "1", "aws:b": "2", "aws:securetransport": "true"]) == .allowed)
    #expect(verdict(["aws:a": "1", "aws:b": "3", "aws:securetransport": "true"]) == .denied)
    #expect(verdict(["aws:a": "1", "aws:b": "2"]) == .indeterminate)
    #expect(verdict(["aws:a": "x"]) == .denied, "what is unknown decides nothing here")
  }
}
