import Crypto
import HTTP
import Server
import World

/// What an Authorization header of Signature Version 4 says.
struct AWSAuthorization {
  let keyID: String
  let date: String
  let region: String
  let service: String
  let signedHeaders: [String]
  let signature: String

  /// Reads the header's credential, signed headers and signature.
  init(_ header: String) throws(S3Error) {
    let algorithm = "AWS4-HMAC-SHA256"
    guard header.hasPrefix(algorithm + " ") else {
      throw S3Error(
        status: 400, code: "InvalidRequest",
        message: "The authorization mechanism you have provided is not supported. "
          + "Please use \(algorithm).")
    }
    var fields: [String: String] = [:]
    for part in header.dropFirst(algorithm.count).split(separator: ",") {
      let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1).map(String.init)
      if pair.count == 2 { fields[pair[0]] = pair[1] }
    }
    let scope = (fields["Credential"] ?? "").split(
      separator: "/", omittingEmptySubsequences: false
    ).map(String.init)
    guard scope.count == 5, scope[4] == "aws4_request", let headers = fields["SignedHeaders"],
      let signature = fields["Signature"]
    else {
      throw S3Error(
        status: 400, code: "AuthorizationHeaderMalformed",
        message: "The authorization header is malformed.")
    }
    (keyID, date, region, service) = (scope[0], scope[1], scope[2], scope[3])
    signedHeaders = headers.split(separator: ";").map(String.init)
    self.signature = signature
  }
}

/// Checks Signature Version 4 on requests as they were received, from AWS's description of it.
struct SignatureCheck {
  private static let skew: Duration = .seconds(15 * 60)

  let request: ServerRequest
  let keys: [SandboxOptions.Pair]
  let now: Timestamp

  /// Returns what the request was signed for, or says why it is refused.
  func verify() throws(S3Error) -> AWSAuthorization {
    guard let header = request.headers["Authorization"] else {
      throw request.queryValue("X-Amz-Signature") == nil
        ? .accessDenied() : .notImplemented("presigned requests")
    }
    let authorization = try AWSAuthorization(header)
    guard let key = keys.first(where: { $0.id == authorization.keyID }) else {
      throw S3Error(
        status: 403, code: "InvalidAccessKeyId",
        message: "The AWS Access Key Id you provided does not exist in our records.",
        more: [("AWSAccessKeyId", authorization.keyID)])
    }
    let stamp = try timestamp(authorization)
    try checkSignedHeaders(authorization)
    let payload = try payloadHash()
    let canonical = canonicalRequest(authorization, payload: payload)
    let scope =
      "\(authorization.date)/\(authorization.region)/\(authorization.service)/aws4_request"
    let text = ["AWS4-HMAC-SHA256", stamp, scope, SHA256.hash(canonical).hex]
      .joined(separator: "\n")
    let expected = signature(of: text, authorization, secret: key.secret)
    guard equalInConstantTime(Array(expected.utf8), Array(authorization.signature.utf8)) else {
      throw S3Error(
        status: 403, code: "SignatureDoesNotMatch",
        message: "The request signature we calculated does not match the signature you provided. "
          + "Check your key and signing method.",
        more: [("StringToSign", text), ("CanonicalRequest", canonical)])
    }
    try checkPayload(payload)
    return authorization
  }

  private func timestamp(_ authorization: AWSAuthorization) throws(S3Error) -> String {
    guard let stamp = request.headers["X-Amz-Date"], let signed = Timestamp(basicISO8601: stamp),
      stamp.hasPrefix(authorization.date)
    else {
      throw .accessDenied(
        "AWS authentication requires a valid Date or x-amz-date header")
    }
    let distance = now.duration(since: signed)
    guard max(distance, .zero - distance) <= Self.skew else {
      throw S3Error(
        status: 403, code: "RequestTimeTooSkewed",
        message: "The difference between the request time and the current time is too large.",
        more: [
          ("RequestTime", stamp), ("ServerTime", now.rfc3339),
          ("MaxAllowedSkewMilliseconds", "900000"),
        ])
    }
    return stamp
  }

  private func checkSignedHeaders(_ authorization: AWSAuthorization) throws(S3Error) {
    let signed = Set(authorization.signedHeaders)
    let present = request.headers.fields.map { $0.name.lowercased() }
    let demanded = ["host"] + present.filter { $0.hasPrefix("x-amz-") }
    if let missing = demanded.first(where: { !signed.contains($0) }) {
      throw S3Error(
        status: 403, code: "AccessDenied",
        message: "There were headers present in the request which were not signed",
        more: [("HeadersNotSigned", missing)])
    }
  }

  private func payloadHash() throws(S3Error) -> String {
    guard let payload = request.headers["x-amz-content-sha256"] else {
      throw S3Error(
        status: 400, code: "InvalidRequest",
        message: "Missing required header for this request: x-amz-content-sha256")
    }
    if payload.hasPrefix("STREAMING-") { throw .notImplemented(payload) }
    return payload
  }

  private func checkPayload(_ payload: String) throws(S3Error) {
    guard payload != "UNSIGNED-PAYLOAD" else { return }
    let actual = SHA256.hash(request.body).hex
    guard payload != actual else { return }
    throw S3Error(
      status: 400, code: "XAmzContentSHA256Mismatch",
      message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
      more: [("ClientComputedContentSHA256", payload), ("S3ComputedContentSHA256", actual)])
  }

  private func canonicalRequest(_ authorization: AWSAuthorization, payload: String) -> String {
    let headers = authorization.signedHeaders.map { name in
      "\(name):\(request.headers.all(name).map(Self.collapsed).joined(separator: ","))\n"
    }
    return [
      request.method, Self.encodedPath(request.path), canonicalQuery, headers.joined(),
      authorization.signedHeaders.joined(separator: ";"), payload,
    ].joined(separator: "\n")
  }

  private var canonicalQuery: String {
    let items = request.rawQuery.utf8.split(separator: UInt8(ascii: "&")).map { item in
      let pair = item.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let value = pair.count > 1 ? FormText.decodedBytes(pair[1]) : []
      return (
        awsEncoded(FormText.decodedBytes(pair[0])), awsEncoded(value)
      )
    }
    return items.sorted { $0 < $1 }.map { "\($0)=\($1)" }.joined(separator: "&")
  }

  private func signature(
    of text: String, _ authorization: AWSAuthorization, secret: String
  ) -> String {
    var key = Array(("AWS4" + secret).utf8)
    let parts = [authorization.date, authorization.region, authorization.service, "aws4_request"]
    for part in parts { key = HMACSHA256.authenticate(part.utf8, key: key).bytes }
    return HMACSHA256.authenticate(text.utf8, key: key).hex
  }

  /// Encodes the decoded path once, as S3 alone among the services does.
  private static func encodedPath(_ path: String) -> String {
    awsEncoded(FormText.decodedBytes(path.utf8), keepsSlash: true)
  }

  private static func collapsed(_ value: String) -> String {
    value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
  }
}

/// Percent-encodes all but the unreserved characters, with upper-case digits.
func awsEncoded(_ bytes: some Sequence<UInt8>, keepsSlash: Bool = false) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var result: [UInt8] = []
  for byte in bytes {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 46, 95, 126: result.append(byte)
    case 47 where keepsSlash: result.append(byte)
    default: result += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: result, as: UTF8.self)
}

extension Timestamp {
  /// Parses the basic form `20261121T013000Z`.
  init?(basicISO8601 text: String) {
    let parts = Array(text)
    guard parts.count == 16 else { return nil }
    let field = { (range: Range<Int>) in String(parts[range]) }
    let date = "\(field(0..<4))-\(field(4..<6))-\(field(6..<8))"
    let time = "\(field(9..<11)):\(field(11..<13)):\(field(13..<15))"
    guard parts[8] == "T", parts[15] == "Z" else { return nil }
    self.init(rfc3339: "\(date)T\(time)Z")
  }
}
