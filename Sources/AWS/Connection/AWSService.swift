/// A service of AWS: what it is called, where it is, and how it is spoken to.
package struct AWSService: Sendable, Hashable {
  /// How a call and its answer are written.
  package enum Wire: Sendable, Hashable {
    /// JSON posted to `/`, the operation named in `X-Amz-Target`.
    case json(version: String, target: String)
    /// A form posted to `/`, answered in XML.
    case query(version: String)
    case restJSON
    case restXML
  }

  /// In which regions a service has an endpoint.
  enum Reach: Sendable, Hashable {
    case regional
    /// One endpoint for each partition: its host there, and the region it signs for.
    case global([AWSPartition: Home])
  }

  /// The one place of a global service in a partition.
  struct Home: Sendable, Hashable {
    let host: String
    let region: String
  }

  /// The name in request counts and, in capitals, in `AWS_ENDPOINT_URL_…`.
  package let id: String
  package let signingName: String
  /// What the host begins with, before the region.
  package let hostPrefix: String
  package let wire: Wire
  /// What stands before the colon in the names of IAM actions.
  package let actionPrefix: String
  let reach: Reach

  init(
    _ id: String, _ hostPrefix: String, _ wire: Wire, signingName: String? = nil,
    actionPrefix: String? = nil, reach: Reach = .regional
  ) {
    self.id = id
    self.hostPrefix = hostPrefix
    self.wire = wire
    self.signingName = signingName ?? hostPrefix
    self.actionPrefix = actionPrefix ?? self.signingName
    self.reach = reach
  }
}

extension AWSService {
  package static let sqs = AWSService(
    "sqs", "sqs", .json(version: "1.0", target: "AmazonSQS"))
  package static let stepFunctions = AWSService(
    "sfn", "states", .json(version: "1.0", target: "AWSStepFunctions"))
  package static let eventBridge = AWSService(
    "eventbridge", "events", .json(version: "1.1", target: "AWSEvents"))
  package static let pipes = AWSService("pipes", "pipes", .restJSON)
  package static let ssm = AWSService("ssm", "ssm", .json(version: "1.1", target: "AmazonSSM"))
  package static let secretsManager = AWSService(
    "secrets_manager", "secretsmanager", .json(version: "1.1", target: "secretsmanager"))
  package static let dynamoDB = AWSService(
    "dynamodb", "dynamodb", .json(version: "1.0", target: "DynamoDB_20120810"))
  package static let kms = AWSService("kms", "kms", .json(version: "1.1", target: "TrentService"))
  package static let iam = AWSService(
    "iam", "iam", .query(version: "2010-05-08"),
    reach: .global([
      .aws: Home(host: "iam.amazonaws.com", region: "us-east-1"),
      .china: Home(host: "iam.cn-north-1.amazonaws.com.cn", region: "cn-north-1"),
      .government: Home(host: "iam.us-gov.amazonaws.com", region: "us-gov-west-1"),
      .europe: Home(host: "iam.eusc-de-east-1.amazonaws.eu", region: "eusc-de-east-1"),
    ]))
  package static let sts = AWSService("sts", "sts", .query(version: "2011-06-15"))
  package static let cloudWatch = AWSService(
    "cloudwatch", "monitoring", .query(version: "2010-08-01"), actionPrefix: "cloudwatch")
  package static let s3 = AWSService("s3", "s3", .restXML)
  /// Its host begins with the account: see `AWSClient.rest`.
  package static let s3Control = AWSService(
    "s3_control", "s3-control", .restXML, signingName: "s3")
  package static let costExplorer = AWSService(
    "cost_explorer", "ce", .json(version: "1.1", target: "AWSInsightsIndexService"),
    reach: .global([
      .aws: Home(host: "ce.us-east-1.amazonaws.com", region: "us-east-1"),
      .china: Home(host: "ce.cn-northwest-1.amazonaws.com.cn", region: "cn-northwest-1"),
    ]))

  /// Every service that gcsync calls.
  static let all = [
    sqs, stepFunctions, eventBridge, pipes, ssm, secretsManager, dynamoDB, kms, iam, sts,
    cloudWatch, s3, s3Control, costExplorer,
  ]
}
