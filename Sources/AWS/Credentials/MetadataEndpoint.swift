internal import HTTP

/// Where a machine asks for its own credentials: link-local, this machine, or an allowed host.
struct MetadataEndpoint: Sendable, Hashable {
  let url: URL

  /// Where tasks on ECS and pods on EKS ask.
  private static let containerHosts = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]
  private static let instanceHosts = ["169.254.169.254", "fd00:ec2::254"]

  static func container(relative path: String) throws(AuthenticationError) -> MetadataEndpoint {
    try checked(
      "http://169.254.170.2" + path, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", containerHosts,
      AllowedHosts())
  }

  static func container(
    _ text: String, _ allowed: AllowedHosts
  ) throws(AuthenticationError) -> MetadataEndpoint {
    try checked(text, "AWS_CONTAINER_CREDENTIALS_FULL_URI", containerHosts, allowed)
  }

  static func instance(
    _ text: String?, isIPv6: Bool, _ allowed: AllowedHosts
  ) throws(AuthenticationError) -> MetadataEndpoint {
    let standard = isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    return try checked(
      text ?? standard, "AWS_EC2_METADATA_SERVICE_ENDPOINT", instanceHosts, allowed)
  }

  private static func checked(
    _ text: String, _ variable: String, _ hosts: [String], _ allowed: AllowedHosts
  ) throws(AuthenticationError) -> MetadataEndpoint {
    guard let url = URL(parsing: text) else {
      throw AuthenticationError(status: nil, "\(variable) does not make a URL")
    }
    guard hosts.contains(url.host) || allowed.objection(to: url) == nil else {
      throw AuthenticationError(
        status: nil,
        "\(variable) leads to \(url.origin), where no AWS credentials are asked for; "
          + "https and \(AllowedHosts.variable)=\(url.host) in the environment allow it")
    }
    return MetadataEndpoint(url: url)
  }
}
