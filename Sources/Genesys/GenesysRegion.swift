/// The AWS regions Genesys Cloud runs in, with the domain an org there has.
///
/// People give the region where the domain belongs, so that the error can name the right one.
package enum GenesysRegion {
  /// Returns the domain of an org, given that or the AWS region it is in.
  package static func domain(_ text: String) -> String { domains[text] ?? text }

  /// Returns the AWS region that the org of a domain runs in, where the domain is known.
  package static func awsRegion(of domain: String) -> String? {
    domains.first { $0.value == domain }?.key
  }

  /// Every known domain, in alphabetical order.
  package static var knownDomains: [String] { domains.values.sorted() }

  static let domains = [
    "us-east-1": "mypurecloud.com", "us-east-2": "use2.us-gov-pure.cloud",
    "us-west-2": "usw2.pure.cloud", "ca-central-1": "cac1.pure.cloud",
    "sa-east-1": "sae1.pure.cloud", "mx-central-1": "mxc1.pure.cloud",
    "eu-west-1": "mypurecloud.ie", "eu-west-2": "euw2.pure.cloud",
    "eu-central-1": "mypurecloud.de", "eu-central-2": "euc2.pure.cloud",
    "eusc-de-east-1": "edee1.eusc-pure.cloud", "me-central-1": "mec1.pure.cloud",
    "ap-northeast-1": "mypurecloud.jp", "ap-northeast-2": "apne2.pure.cloud",
    "ap-northeast-3": "apne3.pure.cloud", "ap-south-1": "aps1.pure.cloud",
    "ap-southeast-1": "apse1.pure.cloud", "ap-southeast-2": "mypurecloud.com.au",
  ]

  /// Tells a text that has the shape of a region's name: `eu-west-9`.
  static func isRegionName(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, let number = parts.last else { return false }
    return number.utf8.allSatisfy { (48...57).contains($0) } && !number.isEmpty
      && parts.dropLast().allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) }
      }
  }
}
