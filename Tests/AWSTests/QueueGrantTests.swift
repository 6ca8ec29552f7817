import AWS
import JSON
import Testing

/// What the policy of a queue says of the rule that sends to it.
@Suite struct QueueGrantTests {
  private static let queue = "arn:aws:sqs:us-east-1:111122223333:events"
  private static let rule = "arn:aws:events:us-east-1:111122223333:rule/genesys/calls"

  private static func grant(_ members: JSON = [:]) -> JSON {
    var statement: JSON = [
      "Effect": "Allow", "Principal": ["Service": "events.amazonaws.com"],
      "Action": "sqs:SendMessage", "Resource": .string(queue),
      "Condition": ["ArnEquals": ["aws:SourceArn": .string(rule)]],
    ]
    for member in members.object ?? [:] { statement[JSONPointer([member.key])] = member.value }
    return statement
  }

  private func read(_ statements: JSON) -> QueueGrants {
    let policy: JSON = ["Version": "2012-10-17", "Statement": statements]
    return QueueGrants(policy.text, of: Self.queue, rules: ["calls"])
  }

  @Test(
    arguments: [
      ([:], true),
      (["Principal": ["Service": ["events.amazonaws.com"]]], true),
      (["Action": ["SQS:sendmessage"]], true),
      (["Condition": ["ArnLike": ["aws:SourceArn": [.string(rule)]]]], true),
      (["Resource": [.string(queue)]], true),
      (["Effect": "Deny"], false),
      (["Principal": "*"], false),
      (["Principal": ["Service": ["events.amazonaws.com", "sns.amazonaws.com"]]], false),
      (["Action": "sqs:*"], false),
      (["Resource": "*"], false),
      (["Condition": ["StringEquals": ["aws:SourceAccount": "111122223333"]]], false),
      (["Condition": ["ArnEquals": ["aws:SourceArn": [.string(rule), "arn:other"]]]], false),
    ] as [(JSON, Bool)])
  func `only a statement that lets one rule send to this queue is that rule's`(
    change: JSON, isGrant: Bool
  ) {
    let grants = read([Self.grant(change)])
    #expect(grants.rule == (isGrant ? Self.rule : nil))
    #expect(grants.others.count == (isGrant ? 0 : 1))
  }

  @Test func `a lone statement needs no list, and no policy holds none`() {
    #expect(read(Self.grant()).rule == Self.rule)
    #expect(QueueGrants(nil, of: Self.queue).rule == nil)
    #expect(QueueGrants("not JSON", of: Self.queue).others.isEmpty)
  }

  @Test func `the grant of another rule is none of ours`() {
    let foreign = Self.grant([
      "Condition": ["ArnEquals": ["aws:SourceArn": "arn:aws:events:eu-west-1:1:rule/other"]]
    ])
    #expect(read([foreign]).rule == nil)
    #expect(read([foreign]).others == [foreign])
    let grants = read([foreign, Self.grant(["Sid": "gcsync-rule"])])
    #expect(grants.rule == Self.rule)
    #expect(grants.others == [foreign])
  }

  @Test func `by its ARN a rule is told from one of the same name on another bus`() {
    let namesake = "arn:aws:events:us-east-1:111122223333:rule/other/calls"
    let foreign = Self.grant(["Condition": ["ArnEquals": ["aws:SourceArn": .string(namesake)]]])
    let policy: JSON = ["Version": "2012-10-17", "Statement": [foreign, Self.grant()]]
    let grants = QueueGrants(policy.text, of: Self.queue, rules: [Self.rule])
    #expect(grants.rule == Self.rule)
    #expect(grants.others == [foreign])
  }

  @Test func `conditions that somebody added to our grant stay, and the version of the policy`() {
    let condition: JSON = [
      "ArnEquals": ["aws:SourceArn": .string(Self.rule)],
      "StringEquals": ["aws:SourceAccount": "111122223333"],
    ]
    let policy: JSON = [
      "Version": "2008-10-17", "Statement": [Self.grant(["Condition": condition])],
    ]
    let written = QueueGrants(policy.text, of: Self.queue, rules: ["calls"]).policy
    #expect(written["Version"] == "2008-10-17")
    #expect(written["Statement"]?.array?.first?["Condition"] == condition)
    #expect(written["Statement"]?.array?.first?["Sid"] == "gcsync-rule")
  }

  @Test func `a policy that is written keeps what others said`() {
    let other: JSON = ["Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"]
    var grants = read([other])
    grants.rule = Self.rule
    let written = QueueGrants(grants.policy.text, of: Self.queue)
    #expect(written.rule == Self.rule)
    #expect(written.others == [other])
    grants.rule = nil
    #expect(grants.policy["Statement"] == [other])
  }
}
