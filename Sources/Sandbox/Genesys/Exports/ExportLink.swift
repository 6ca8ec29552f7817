import Crypto
import HTTP
import Server
import World

/// A presigned URL of an export's file on the account's port, good for a while and to anybody.
struct ExportLink {
  let collection: String
  let id: String

  /// What the paths of files begin with.
  static let prefix = "/genesys-exports/"
  private static let lifetime: Duration = .seconds(900)
  private static let key = [UInt8]("sandbox".utf8)

  init(collection: String, id: String) {
    self.collection = collection
    self.id = id
  }

  /// Reads the path of a request; nil where it is about something else.
  init?(_ request: ServerRequest) {
    guard request.path.hasPrefix(Self.prefix) else { return nil }
    let parts = request.path.dropFirst(Self.prefix.count).split(separator: "/")
    guard parts.count == 2 else { return nil }
    self.init(collection: String(parts[0]), id: FormText.decoded(parts[1].utf8))
  }

  private var path: String {
    Self.prefix + "\(collection)/\(URL.percentEncoded(segment: id))"
  }

  /// Writes the URL, signed now, or so long ago that it is no longer good.
  func url(at call: PlatformCall, isExpired: Bool) -> String {
    let signed = isExpired ? call.now.advanced(by: .seconds(-7200)) : call.now
    let date = signed.basicISO8601
    let scope = "\(date.prefix(8))/us-east-1/s3/aws4_request"
    let items = [
      ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", "sandbox/\(scope)"),
      ("X-Amz-Date", date), ("X-Amz-Expires", String(Self.lifetime.components.seconds)),
      ("X-Amz-SignedHeaders", "host"), ("X-Amz-Signature", signature(date)),
    ]
    let query = items.map { "\($0)=\(URL.percentEncoded(segment: $1))" }.joined(separator: "&")
    return "\(call.s3URL)\(path)?\(query)"
  }

  /// Judges a request for the file as S3 does.
  func check(_ request: ServerRequest, now: Timestamp) throws(S3Error) {
    guard request.headers["Authorization"] == nil else {
      throw S3Error(
        status: 400, code: "InvalidArgument",
        message: "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
          + "Signature query string parameter or the Authorization header should be specified")
    }
    let date = request.queryValue("X-Amz-Date") ?? ""
    guard let signature = request.queryValue("X-Amz-Signature"),
      let signed = Timestamp(basicISO8601: date)
    else { throw .accessDenied() }
    guard signature == self.signature(date) else {
      throw S3Error(
        status: 403, code: "SignatureDoesNotMatch",
        message: "The request signature we calculated does not match the signature you provided.")
    }
    guard now <= signed.advanced(by: Self.lifetime) else {
      throw .accessDenied("Request has expired")
    }
  }

  private func signature(_ date: String) -> String {
    HMACSHA256.authenticate("\(path) \(date)".utf8, key: Self.key).hex
  }
}
