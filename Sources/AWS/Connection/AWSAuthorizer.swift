internal import HTTP
internal import World

/// Signs each attempt of a request for one service in one region.
struct AWSAuthorizer: Authorizer {
  let signer: SigV4
  let source: (any AWSCredentialSource)?
  let world: World

  func authorized(_ request: HTTPRequest) async throws(AuthenticationError) -> HTTPRequest {
    guard let source else {
      throw AuthenticationError(status: nil, "there are no AWS credentials")
    }
    return signer.sign(request, with: try await source.credentials(), at: world.serverTime())
      .request
  }

  func refused(_ request: HTTPRequest) async -> Bool { false }
}
