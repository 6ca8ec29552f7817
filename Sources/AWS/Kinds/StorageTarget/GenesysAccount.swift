/// The AWS account that Genesys Cloud writes recordings from.
package struct GenesysAccount: Sendable, Hashable {
  package let id: String

  /// That of every region but the next.
  package static let commercial = GenesysAccount(id: "765628985471")
  /// That of the region for the government of the United States, in us-east-2.
  package static let fedRAMP = GenesysAccount(id: "325654371633")

  private init(id: String) { self.id = id }

  /// Returns the account that serves an org, by the host of its API.
  package init(host: String) {
    let isGovernment = host == "us-gov-pure.cloud" || host.hasSuffix(".us-gov-pure.cloud")
    self = isGovernment ? .fedRAMP : .commercial
  }
}
