/// The name of something in AWS: six parts between colons, of which the last may hold more.
package struct ARN: Sendable, Hashable, CustomStringConvertible {
  package let partition: String
  package let service: String
  package let region: String
  package let account: String
  package let resource: String

  /// Reads `arn:partition:service:region:account:resource`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", !parts[5].isEmpty else { return nil }
    partition = String(parts[1])
    service = String(parts[2])
    region = String(parts[3])
    account = String(parts[4])
    resource = String(parts[5])
  }

  package var description: String {
    "arn:\(partition):\(service):\(region):\(account):\(resource)"
  }

  /// The resource's parts between slashes.
  var path: [Substring] { resource.split(separator: "/", omittingEmptySubsequences: false) }
}

extension ARN {
  /// Returns the partition that a region belongs to, as ARNs name it.
  package static func partition(of region: String) -> String {
    switch AWSPartition(region: region) {
    case .aws: "aws"
    case .china: "aws-cn"
    case .government: "aws-us-gov"
    case .europe: "aws-eusc"
    }
  }
}
