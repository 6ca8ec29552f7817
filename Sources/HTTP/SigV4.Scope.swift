import Crypto
import World

extension SigV4 {
  /// The day, region and service a signature is valid for.
  struct Scope {
    static let algorithm = "AWS4-HMAC-SHA256"

    let service: String
    let region: String
    let time: Timestamp

    var text: String { "\(time.basicDate)/\(region)/\(service)/aws4_request" }

    func stringToSign(_ canonicalRequest: String) -> String {
      [Self.algorithm, time.basicISO8601, text, SHA256.hash(canonicalRequest).hex]
        .joined(separator: "\n")
    }

    /// Signs under a key derived for this scope alone.
    func signature(_ stringToSign: String, key secret: Secret) -> String {
      let root = secret.reveal { [UInt8]("AWS4\($0)".utf8) }
      let key = [time.basicDate, region, service, "aws4_request"].reduce(root) { key, step in
        HMACSHA256.authenticate(step.utf8, key: key).bytes
      }
      return HMACSHA256.authenticate(stringToSign.utf8, key: key).hex
    }
  }

  /// What stands for the body in a signature.
  func payload(of request: HTTPRequest, hashed: Bool) -> String {
    hashed ? SHA256.hash(request.body).hex : "UNSIGNED-PAYLOAD"
  }
}
