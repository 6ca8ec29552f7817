import Crypto
import World

extension SigV4 {
  /// The day, region and service a signature is valid for.
  struct Scope {
    static let algorithm = "AWS4-HMAC-SHA256"

    /// The scope as it stands in the credential.
    let text: String
    private let service: String
    private let region: String
    private let date: String
    /// The time as it is sent and signed.
    private let stamp: String

    init(service: String, region: String, time: Timestamp) {
      self.service = service
      self.region = region
      stamp = time.basicISO8601
      date = String(Substring(stamp.utf8.prefix(8)))
      text = String(joining: [date, "/", region, "/", service, "/aws4_request"])
    }

    func stringToSign(_ canonicalRequest: String) -> String {
      String(joining: [
        Self.algorithm, "\n", stamp, "\n", text, "\n", SHA256.hash(canonicalRequest).hex,
      ])
    }

    /// Signs under a key derived for this scope alone.
    func signature(_ stringToSign: String, key secret: Secret) -> String {
      let key = SigningKeys.key(scope: text, secret: secret) { root in
        [date, region, service, "aws4_request"].reduce(root) { key, step in
          HMACSHA256.authenticate(step.utf8, key: key).bytes
        }
      }
      return HMACSHA256.authenticate(stringToSign.utf8, key: key).hex
    }
  }

  /// What stands for the body in a signature.
  func payload(of request: HTTPRequest, hashed: Bool) -> String {
    hashed ? SHA256.hash(request.body).hex : "UNSIGNED-PAYLOAD"
  }
}
