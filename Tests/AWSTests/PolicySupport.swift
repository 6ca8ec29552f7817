import AWS
import JSON

let ownAccount = "111122223333"
let otherAccount = "444455556666"
let ownRole = "arn:aws:iam::\(ownAccount):role/recordings"

/// Returns a statement that allows everything, with members of it replaced or added.
func statement(_ members: JSON = [:]) -> JSON {
  var statement: JSON = ["Effect": "Allow", "Action": "*", "Resource": "*"]
  for member in members.object ?? [:] {
    statement[member.key] = member.value
    if member.key.hasPrefix("Not") { statement[String(member.key.dropFirst(3))] = nil }
  }
  return statement
}

/// Returns a document of today's version.
func document(_ statements: JSON..., version: String = "2012-10-17") -> JSON {
  ["Version": .string(version), "Statement": .array(statements)]
}

func identity(_ statements: JSON...) -> PolicySet.Identity {
  .policies([
    .init(
      "the role's policy",
      PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)], .identity))
  ])
}

func bucketPolicy(_ statements: JSON...) -> PolicySet.Resource {
  .policy(
    .init(
      "the bucket policy",
      PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)], .resource)))
}

/// Asks as the role of the account itself.
func request(
  _ action: String = "s3:PutObject", _ resource: String = "arn:aws:s3:::calls/voice/1.wav",
  by arn: String = ownRole, account: String? = ownAccount, context: PolicyContext = [:]
) -> PolicyRequest {
  PolicyRequest(
    PolicyPrincipal(arn: arn) ?? .anonymous, action, resource, account: account, context: context)
}
