package import World

extension SigV4 {
  /// Signs a request in its query, so that whoever holds the URL may send it until it expires.
  package func presign(
    _ request: HTTPRequest, with credentials: AWSCredentials, at time: Timestamp,
    expiresIn: Duration
  ) -> Signed {
    let scope = Scope(service: service, region: region, time: time)
    var request = request
    request.headers["Authorization"] = nil
    request.url.query += parameters(
      of: request, credential: "\(credentials.accessKeyID)/\(scope.text)", at: time,
      expiresIn: expiresIn)
    if style.signsSessionToken { request.appendSessionToken(of: credentials) }

    let payload = payload(of: request, hashed: style.hashesPresignedPayload)
    let canonical = CanonicalRequest(request, payload: payload, style: style)
    let stringToSign = scope.stringToSign(canonical.text)
    let signature = scope.signature(stringToSign, key: credentials.secretAccessKey)
    request.url.query.append(URL.QueryItem("X-Amz-Signature", signature))
    if !style.signsSessionToken { request.appendSessionToken(of: credentials) }
    return Signed(
      request: request, canonicalRequest: canonical.text, stringToSign: stringToSign,
      signature: signature)
  }

  private func parameters(
    of request: HTTPRequest, credential: String, at time: Timestamp, expiresIn: Duration
  ) -> [URL.QueryItem] {
    [
      URL.QueryItem("X-Amz-Algorithm", Scope.algorithm),
      URL.QueryItem("X-Amz-Credential", credential),
      URL.QueryItem("X-Amz-Date", time.basicISO8601),
      URL.QueryItem("X-Amz-Expires", String(expiresIn.components.seconds)),
      URL.QueryItem(
        "X-Amz-SignedHeaders",
        CanonicalRequest(request, payload: "", style: style).signedHeaders),
    ]
  }
}

extension HTTPRequest {
  fileprivate mutating func appendSessionToken(of credentials: AWSCredentials) {
    credentials.sessionToken?.reveal {
      url.query.append(URL.QueryItem("X-Amz-Security-Token", $0))
    }
  }
}
