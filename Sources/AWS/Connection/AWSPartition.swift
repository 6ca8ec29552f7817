/// A part of AWS with accounts, regions and a domain of its own.
enum AWSPartition: Sendable, Hashable {
  case aws, china, government, europe

  /// Returns the partition of a region.
  init(region: String) {
    self =
      if region.hasPrefix("cn-") {
        .china
      } else if region.hasPrefix("us-gov-") {
        .government
      } else if region.hasPrefix("eusc-") {
        .europe
      } else {
        .aws
      }
  }

  var domain: String {
    switch self {
    case .aws, .government: "amazonaws.com"
    case .china: "amazonaws.com.cn"
    case .europe: "amazonaws.eu"
    }
  }
}
