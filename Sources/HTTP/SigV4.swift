package import World

/// Signs requests for one AWS service in one region with Signature Version 4.
package struct SigV4: Sendable {
  /// How services differ in what they sign.
  package struct Style: Sendable {
    /// Whether `.`, `..` and empty segments are resolved before the path is signed.
    package var normalizesPath = true
    /// Whether the path is encoded once more than on the wire.
    package var encodesPathTwice = true
    /// Whether the body is hashed, or called `UNSIGNED-PAYLOAD`.
    package var hashesPayload = true
    /// Whether the body is hashed in a presigned URL, whose body is seldom known yet.
    package var hashesPresignedPayload = true
    /// Whether the hash is also sent, as `x-amz-content-sha256`.
    package var sendsPayloadHash = false
    /// Whether a session token is signed, or added to the signed request.
    package var signsSessionToken = true

    package init() {}

    /// What every service but S3 expects.
    package static let standard = Style()

    /// What S3 expects: keys are signed as they are, and the payload's hash is sent.
    package static let s3 = {
      var style = Style()
      style.normalizesPath = false
      style.encodesPathTwice = false
      style.hashesPresignedPayload = false
      style.sendsPayloadHash = true
      return style
    }()
  }

  package let service: String
  package let region: String
  package let style: Style

  package init(service: String, region: String, style: Style? = nil) {
    self.service = service
    self.region = region
    self.style = style ?? (service == "s3" ? .s3 : .standard)
  }

  /// A request with its signature, and the two texts it was computed from.
  package struct Signed: Sendable {
    package let request: HTTPRequest
    package let canonicalRequest: String
    package let stringToSign: String
    package let signature: String
  }
}

extension SigV4 {
  /// Signs a request in its headers.
  package func sign(
    _ request: HTTPRequest, with credentials: AWSCredentials, at time: Timestamp
  ) -> Signed {
    let payload = payload(of: request, hashed: style.hashesPayload)
    var request = prepared(request, with: credentials, payload: payload, at: time)
    let canonical = CanonicalRequest(request, payload: payload, style: style)
    let scope = Scope(service: service, region: region, time: time)
    let stringToSign = scope.stringToSign(canonical.text)
    let signature = scope.signature(stringToSign, key: credentials.secretAccessKey)
    request.headers.add(
      "Authorization",
      String(joining: [
        Scope.algorithm, " Credential=", credentials.accessKeyID, "/", scope.text,
        ", SignedHeaders=", canonical.signedHeaders, ", Signature=", signature,
      ]))
    if !style.signsSessionToken { request.setSessionToken(of: credentials) }
    return Signed(
      request: request, canonicalRequest: canonical.text, stringToSign: stringToSign,
      signature: signature)
  }

  private func prepared(
    _ request: HTTPRequest, with credentials: AWSCredentials, payload: String, at time: Timestamp
  ) -> HTTPRequest {
    var request = request
    request.headers["Authorization"] = nil
    request.headers["X-Amz-Security-Token"] = nil
    request.headers["X-Amz-Date"] = time.basicISO8601
    if style.sendsPayloadHash { request.headers["X-Amz-Content-SHA256"] = payload }
    if style.signsSessionToken { request.setSessionToken(of: credentials) }
    return request
  }
}

extension HTTPRequest {
  fileprivate mutating func setSessionToken(of credentials: AWSCredentials) {
    credentials.sessionToken?.reveal { headers["X-Amz-Security-Token"] = $0 }
  }
}
