import AWS
import Events
import JSON
import Manifests
import Reconciler
import Testing

/// The roles of a pipeline, judged by the evaluator of policies.
@Suite struct PipelineRolesTests {
  private static let kinds = KindLibrary.load().0.kinds
  private static let account = "111122223333"
  private static let queue = "arn:aws:sqs:eu-west-1:111122223333:events"
  private static let letters = "arn:aws:sqs:eu-west-1:111122223333:dead"
  private static let machine = "arn:aws:states:eu-west-1:111122223333:stateMachine:handle"

  private static let spec: JSON = [
    "rule": ["name": "calls", "eventBusName": "genesys", "eventPattern": ["source": ["x"]]],
    "queue": ["name": "events", "encryption": "kms", "kmsMasterKeyId": "alias/events"],
    "deadLetterQueue": ["name": "dead"],
    "stateMachine": [
      "name": "handle", "roleArn": "arn:aws:iam::111122223333:role/machine",
      "definition": [
        "StartAt": "A",
        "States": [
          "A": [
            "Type": "Task", "Next": "B",
            "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:process",
          ],
          "B": [
            "Type": "Parallel",
            "Branches": [
              [
                "StartAt": "C",
                "States": [
                  "C": [
                    "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                    "Parameters": ["FunctionName": "notify"],
                  ]
                ],
              ]
            ],
          ],
          "D": [
            "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": ["QueueUrl": "https://sqs.eu-west-1.amazonaws.com/444455556666/out"],
          ],
          "E": [
            "Type": "Map",
            "ItemProcessor": [
              "StartAt": "F",
              "States": [
                "F": [
                  "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:textract:analyzeDocument",
                ]
              ],
            ],
          ],
          "G": [
            "Type": "Task", "Resource": "arn:aws:states:::sns:publish",
            "Parameters": ["TopicArn.$": "$.topic"],
          ],
        ],
      ],
    ],
  ]

  private func roles(_ spec: JSON = spec) throws -> JSON {
    let kind = try #require(Self.kinds["EventPipeline"])
    return PipelineRoles(
      spec, parts: kind.pieces(in: .guide), account: Self.account, region: "eu-west-1"
    ).json
  }

  private func allows(
    _ roles: JSON, _ role: String, _ action: String, _ resource: String
  ) throws -> Bool {
    let policy = try #require(roles[role]?["policy"])
    let bearer = try #require(PolicyPrincipal(arn: "arn:aws:iam::\(Self.account):role/bearer"))
    return PolicySet(identity: .policies([.init("it", PolicyDocument(policy, .identity))]))
      .decision(on: PolicyRequest(bearer, action, resource, account: Self.account)).verdict
      == .allowed
  }

  @Test(arguments: [
    (
      "stateMachine", "lambda:InvokeFunction",
      "arn:aws:lambda:eu-west-1:111122223333:function:process", true
    ),
    (
      "stateMachine", "lambda:InvokeFunction",
      "arn:aws:lambda:eu-west-1:111122223333:function:notify", true
    ),
    (
      "stateMachine", "lambda:InvokeFunction",
      "arn:aws:lambda:eu-west-1:111122223333:function:other", false
    ),
    ("stateMachine", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:444455556666:out", true),
    ("stateMachine", "sqs:SendMessage", queue, false),
    ("consumer", "sqs:ReceiveMessage", queue, true),
    ("consumer", "sqs:ReceiveMessage", letters, false),
    ("consumer", "sqs:SendMessage", letters, true),
    ("consumer", "states:StartExecution", machine, true),
    ("consumer", "sqs:DeleteQueue", queue, false),
    ("plan", "sqs:GetQueueAttributes", queue, true),
    ("plan", "sqs:SetQueueAttributes", queue, false),
    ("plan", "events:PutRule", "arn:aws:events:eu-west-1:111122223333:rule/genesys/calls", false),
    ("apply", "events:PutRule", "arn:aws:events:eu-west-1:111122223333:rule/genesys/calls", true),
    ("apply", "events:PutRule", "arn:aws:events:eu-west-1:111122223333:rule/genesys/other", false),
    ("apply", "states:CreateStateMachine", machine, true),
  ])
  func `a role allows what its bearer does and nothing else`(
    role: String, action: String, resource: String, isAllowed: Bool
  ) throws {
    #expect(try allows(try roles(), role, action, resource) == isAllowed)
  }

  @Test func `what cannot be told from the definition is said`() throws {
    let open = try roles()["stateMachine"]?["toBeCompleted"]?.array?.compactMap(\.string) ?? []
    #expect(open.count == 2)
    #expect(open.contains { $0.contains("F calls arn:aws:states:::aws-sdk:textract") })
    #expect(open.contains { $0.contains("sns:Publish of G") })
  }

  @Test func `a role is taken for this pipeline's own object alone`() throws {
    let trust = try roles()["stateMachine"]?["trust"]?["Statement"]?.array?.first
    #expect(trust?["Principal"] == ["Service": "states.amazonaws.com"])
    #expect(trust?["Condition"]?["ArnEquals"]?["aws:SourceArn"] == .string(Self.machine))
    #expect(trust?["Condition"]?["StringEquals"]?["aws:SourceAccount"] == .string(Self.account))
  }

  @Test
  func `a pipe takes the place of a consumer, and a state machine without calls needs nothing`()
    throws
  {
    var spec = Self.spec
    spec[JSONPointer(["stateMachine", "definition"])] =
      ["StartAt": "A", "States": ["A": ["Type": "Succeed"]]]
    spec[JSONPointer(["pipe"])] = ["name": "p", "roleArn": "arn:aws:iam::111122223333:role/p"]
    let roles = try roles(spec)
    #expect(roles["consumer"] == nil)
    #expect(roles["stateMachine"]?["policy"] == nil)
    #expect(try allows(roles, "pipe", "sqs:DeleteMessage", Self.queue))
    #expect(try !allows(roles, "pipe", "sqs:DeleteMessage", Self.letters))
  }

  @Test func `a key's alias allows the key it stands for`() throws {
    let statements = try roles()["consumer"]?["policy"]?["Statement"]?.array ?? []
    let keys = try #require(statements.first { $0["Resource"]?.string?.contains(":kms:") == true })
    #expect(
      keys["Condition"]?["ForAnyValue:StringEquals"]?["kms:ResourceAliases"] == "alias/events")
  }
}
