import Codecs
import HTTP
import Server
import World

extension Bucket {
  /// The largest object a seed's size alone stands for whose bytes are made up when it is read.
  private static let zerosLimit = 64 << 20

  func read(_ call: S3Call) throws(S3Error) -> ServerResponse {
    guard let object = self[call.route.key] else { throw .noSuchKey(call.route.key) }
    try checkConditions(call, object)
    var headers: HTTPHeaders = [
      "Content-Type": object.contentType, "ETag": object.tag, "Accept-Ranges": "bytes",
      "Last-Modified": object.modified.httpDate,
    ]
    if let encryption = encryption {
      headers["x-amz-server-side-encryption"] = encryption.algorithm
    }
    for field in object.metadata.fields { headers.add(field.name, field.value) }
    if let tag = call.request.headers["If-None-Match"], tag == object.tag || tag == "*" {
      return ServerResponse(status: 304, headers: headers)
    }
    if call.request.method == "HEAD" {
      return ServerResponse(status: 200, headers: headers, statedLength: object.size)
    }
    if call.request.headers["Range"] != nil { throw .notImplemented("Range") }
    guard object.body != nil || object.size <= Self.zerosLimit else {
      throw .notImplemented("the bytes of an object that was seeded by its size alone")
    }
    return ServerResponse(
      status: 200, headers: headers,
      body: object.body ?? [UInt8](repeating: 0, count: object.size))
  }

  mutating func put(_ call: S3Call) throws(S3Error) -> ServerResponse {
    let request = call.request
    if request.headers["x-amz-copy-source"] != nil { throw .notImplemented("x-amz-copy-source") }
    guard call.route.key.utf8.count <= 1024 else {
      throw S3Error(status: 400, code: "KeyTooLongError", message: "Your key is too long")
    }
    let existing = self[call.route.key]
    if request.headers["If-None-Match"] == "*", existing != nil { throw .preconditionFailed }
    if request.headers["If-Match"] != nil, existing == nil { throw .noSuchKey(call.route.key) }
    try checkConditions(call, existing)
    var object = Object(
      body: request.body, size: request.body.count, tag: Object.tag(request.body),
      modified: call.now)
    if let type = request.headers["Content-Type"] { object.contentType = type }
    for field in request.headers.fields where field.name.lowercased().hasPrefix("x-amz-meta-") {
      object.metadata.add(field.name.lowercased(), field.value)
    }
    self[call.route.key] = object
    var headers: HTTPHeaders = ["ETag": object.tag]
    if let encryption = encryption {
      headers["x-amz-server-side-encryption"] = encryption.algorithm
    }
    return ServerResponse(status: 200, headers: headers)
  }

  /// Refuses a call whose `If-Match` names another state of the object.
  func checkConditions(_ call: S3Call, _ object: Object?) throws(S3Error) {
    guard let tag = call.request.headers["If-Match"], tag != "*" else { return }
    let given = tag.hasPrefix("\"") ? tag : "\"\(tag)\""
    guard let object, object.tag == given else { throw .preconditionFailed }
  }
}
