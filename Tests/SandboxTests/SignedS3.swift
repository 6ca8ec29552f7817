import Crypto
import HTTP
import JSON
import Sandbox
import TestSupport
import World

/// A client for the simulated S3 that signs by the letter of AWS's description, for plain requests.
struct SignedS3 {
  /// Keeps the server alive.
  let sandbox: Sandbox
  let client: LoopbackClient
  var key = "sandbox"
  var secret = "sandbox"
  var region = "us-east-1"
  var now = VirtualWorld().world.now()
  /// Added to the time that is signed.
  var skew: Duration = .zero
  var payload: String?

  init(_ fixture: SandboxFixture) {
    sandbox = fixture.sandbox
    client = fixture.s3
  }

  /// Sends a request whose path and query are already in canonical form.
  func send(
    _ method: String, _ path: String, query: String = "", headers: [String: String] = [:],
    body: [UInt8] = []
  ) async -> LoopbackClient.Answer? {
    let time = now.advanced(by: skew)
    var signed = headers
    signed["host"] = headers["host"] ?? "127.0.0.1:\(client.port)"
    signed["x-amz-date"] = time.basicISO8601
    signed["x-amz-content-sha256"] = payload ?? SHA256.hash(body).hex
    let names = signed.keys.sorted()
    let canonical =
      [method, path, query]
      + names.map { "\($0):\(signed[$0] ?? "")" } + ["", names.joined(separator: ";")]
      + [signed["x-amz-content-sha256"] ?? ""]
    let scope = "\(time.basicDate)/\(region)/s3/aws4_request"
    let text = [
      "AWS4-HMAC-SHA256", time.basicISO8601, scope,
      SHA256.hash(canonical.joined(separator: "\n")).hex,
    ].joined(separator: "\n")
    var signing = Array("AWS4\(secret)".utf8)
    for part in scope.split(separator: "/") {
      signing = HMACSHA256.authenticate(part.utf8, key: signing).bytes
    }
    let signature = HMACSHA256.authenticate(text.utf8, key: signing).hex
    var fields = HTTPHeaders()
    for name in names { fields.add(name, signed[name] ?? "") }
    fields.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=\(key)/\(scope),SignedHeaders=\(names.joined(separator: ";")),"
        + "Signature=\(signature)")
    let target = query.isEmpty ? path : "\(path)?\(query)"
    return await client.send(method, target, headers: fields, body: body)
  }
}

extension LoopbackClient.Answer {
  /// The text of the first element of that name.
  func element(_ name: String) -> String? {
    guard let start = text.firstRange(of: "<\(name)>"),
      let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
  }
}
