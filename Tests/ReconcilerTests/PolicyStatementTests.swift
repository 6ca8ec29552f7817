import JSON
import Reconciler
import Testing

/// The ways in which AWS writes a statement of a policy that it was given.
@Suite struct PolicyStatementTests {
  private static let spec = Fixtures.kind(from: [
    "title": "Own",
    "properties": [
      "spec": [
        "properties": [
          "statements": [
            "type": "array",
            "items": ["type": "object", "x-gcsync": ["normalise": ["policyStatement"]]],
            "x-gcsync": ["set": true],
          ]
        ]
      ]
    ],
    "x-gcsync": ["vocabulary": 1, "wire": [:]],
  ]).spec

  private static let statement: JSON = [
    "Sid": "ops", "Effect": "Allow", "Principal": ["AWS": ["111122223333"]],
    "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"], "Resource": ["arn:aws:sqs:x:1:q"],
    "Condition": ["Bool": ["aws:SecureTransport": true]],
  ]

  private func changes(_ written: JSON, _ returned: JSON) -> [FieldChange] {
    let spec = Self.spec
    return Differ(keepsUnmanaged: false).changes(
      desired: spec.normalised(["statements": written], as: .goal),
      observed: spec.normalised(["statements": returned], as: .comparable), in: spec)
  }

  @Test(
    arguments: [
      ("Principal", ["AWS": "arn:aws:iam::111122223333:root"], true),
      ("Principal", ["AWS": "arn:aws-cn:iam::111122223333:root"], true),
      ("Principal", ["AWS": "arn:aws:iam::111122223333:role/root"], false),
      ("Principal", ["Service": "111122223333"], false),
      ("Principal", "*", false),
      ("Action", ["SQS:ReceiveMessage", "SQS:SendMessage"], true),
      ("Action", ["sqs:ReceiveMessage", "sqs:SendMessage", "sqs:SendMessage"], true),
      ("Action", "sqs:SendMessage", false),
      ("NotAction", "sqs:SendMessage", false),
      ("Resource", "arn:aws:sqs:x:1:q", true),
      ("Resource", "arn:aws:sqs:x:1:Q", false),
      ("Condition", ["Bool": ["aws:securetransport": "true"]], true),
      ("Condition", ["Bool": ["aws:SecureTransport": ["true"]]], true),
      ("Condition", ["Bool": ["aws:SecureTransport": "false"]], false),
      ("Effect", "Deny", false),
      ("Sid", "other", false),
    ] as [(String, JSON, Bool)])
  func `another way of writing a statement is no difference, and another meaning is one`(
    element: String, value: JSON, isSame: Bool
  ) {
    var returned = Self.statement
    returned[JSONPointer([element])] = value
    #expect(changes([Self.statement], [returned]).isEmpty == isSame)
    #expect(changes([returned], [Self.statement]).isEmpty == isSame)
  }

  @Test func `everyone is every principal of AWS, and statements have no order`() {
    let everyone: JSON = ["Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"]
    var written = everyone
    written[JSONPointer(["Principal"])] = ["AWS": "*"]
    written[JSONPointer(["Sid"])] = ""
    #expect(changes([everyone, Self.statement], [Self.statement, written]).isEmpty)
    #expect(!changes([everyone, Self.statement], [Self.statement]).isEmpty)
  }

  @Test func `what cannot be read as a statement is compared as it stands`() {
    let odd: JSON = ["Action": ["sqs:SendMessage", [:]], "Principal": 5, "Condition": "?"]
    #expect(changes([odd], [odd]).isEmpty)
    #expect(!changes([odd], [["Principal": 5]]).isEmpty)
  }
}
