import Codecs
import HTTP
import Server

/// A refusal in S3's words.
struct S3Error: Error {
  let status: Int
  let code: String
  let message: String
  var headers = HTTPHeaders()
  /// Further elements of the document, such as `BucketName`.
  var more: [(String, String)] = []

  func response(requestID: String, resource: String) -> ServerResponse {
    var writer = XMLWriter()
    writer.element("Error") { error in
      error.element("Code", code)
      error.element("Message", message)
      for (name, value) in more { error.element(name, value) }
      error.element("Resource", resource)
      error.element("RequestId", requestID)
    }
    return ServerResponse(status: status, xml: writer, headers: headers)
  }

  static func accessDenied(_ message: String = "Access Denied") -> S3Error {
    S3Error(status: 403, code: "AccessDenied", message: message)
  }

  static func noSuchBucket(_ name: String) -> S3Error {
    S3Error(
      status: 404, code: "NoSuchBucket", message: "The specified bucket does not exist",
      more: [("BucketName", name)])
  }

  static func noSuchKey(_ key: String) -> S3Error {
    S3Error(
      status: 404, code: "NoSuchKey", message: "The specified key does not exist.",
      more: [("Key", key)])
  }

  static func invalidArgument(_ name: String, _ value: String) -> S3Error {
    S3Error(
      status: 400, code: "InvalidArgument", message: "\(name) is not valid",
      more: [("ArgumentName", name), ("ArgumentValue", value)])
  }

  static let preconditionFailed = S3Error(
    status: 412, code: "PreconditionFailed",
    message: "At least one of the pre-conditions you specified did not hold")
  static let malformedXML = S3Error(
    status: 400, code: "MalformedXML",
    message: "The XML you provided was not well-formed or did not validate against our schema")
  static let methodNotAllowed = S3Error(
    status: 405, code: "MethodNotAllowed",
    message: "The specified method is not allowed against this resource.")

  static func notImplemented(_ what: String) -> S3Error {
    S3Error(
      status: 501, code: "NotImplemented",
      message:
        "A header or query you provided implies functionality that is not implemented: \(what)"
    )
  }

  static func otherRegion(of bucket: Bucket) -> S3Error {
    S3Error(
      status: 301, code: "PermanentRedirect",
      message: "The bucket you are attempting to access must be addressed using the specified "
        + "endpoint. Please send all future requests to this endpoint.",
      headers: ["x-amz-bucket-region": bucket.region],
      more: [
        ("Endpoint", "\(bucket.name).s3.\(bucket.region).amazonaws.com"), ("Bucket", bucket.name),
      ])
  }
}

extension ServerResponse {
  init(status: Int, xml: XMLWriter, headers: HTTPHeaders = HTTPHeaders()) {
    var headers = headers
    headers["Content-Type"] = "application/xml"
    self.init(status: status, headers: headers, body: xml.bytes)
  }
}
