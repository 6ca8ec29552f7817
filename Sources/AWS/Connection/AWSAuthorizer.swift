internal import HTTP
internal import World

/// Signs each attempt of a request for one service in one region, by the clock of its host.
struct AWSAuthorizer: Authorizer {
  let signer: SigV4
  let source: (any AWSCredentialSource)?
  let clock: AWSClock
  let world: World

  func authorized(_ request: HTTPRequest) async throws(AuthenticationError) -> HTTPRequest {
    guard let source else {
      throw AuthenticationError(status: nil, "there are no AWS credentials")
    }
    let credentials = try await source.credentials()
    let time = clock.time(for: request.url.host, at: world.serverTime())
    return signer.sign(request, with: credentials, at: time).request
  }

  func refused(_ request: HTTPRequest, by response: HTTPResponse) async -> Bool {
    let code = AWSErrorBody(response).code ?? ""
    if AWSCodes.expired.contains(code) {
      return await source?.refused(request.accessKeyID ?? "") ?? false
    }
    guard AWSCodes.skew.contains(code) || code.isEmpty,
      let date = response.headers["Date"].flatMap(Timestamp.init(httpDate:))
    else { return false }
    // Where only the signature is said to be wrong, the clock must be far enough off to be why.
    let tolerance: Duration = AWSCodes.certainSkew.contains(code) ? .seconds(1) : .seconds(240)
    return clock.learn(date, of: request.url.host, at: world.serverTime(), tolerance: tolerance)
  }
}

/// Lets requests go unsigned to where signed ones may go, for calls whose body says who asks.
struct AnonymousAuthorizer: Authorizer {
  func authorized(_ request: HTTPRequest) async throws(AuthenticationError) -> HTTPRequest {
    request
  }

  func refused(_ request: HTTPRequest, by response: HTTPResponse) async -> Bool { false }
}

extension HTTPRequest {
  /// The key id a request was signed with.
  fileprivate var accessKeyID: String? {
    guard let text = headers["Authorization"], let start = text.firstRange(of: "Credential=")
    else { return nil }
    return text[start.upperBound...].split(separator: "/").first.map(String.init)
  }
}
