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
    guard object.body != nil || object.size <= Self.zerosLimit else {
      throw .notImplemented("the bytes of an object that was seeded by its size alone")
    }
    let body = object.body ?? [UInt8](repeating: 0, count: object.size)
    guard let text = call.request.headers["Range"], let range = Self.range(text, of: body.count)
    else { return ServerResponse(status: 200, headers: headers, body: body) }
    guard !range.isEmpty else {
      throw S3Error(
        status: 416, code: "InvalidRange", message: "The requested range is not satisfiable",
        more: [("RangeRequested", text), ("ActualObjectSize", String(body.count))])
    }
    headers["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(body.count)"
    return ServerResponse(status: 206, headers: headers, body: Array(body[range]))
  }

  /// Reads a single byte range; nil where it is none and so is ignored, empty where it lies outside.
  private static func range(_ text: String, of size: Int) -> Range<Int>? {
    guard text.hasPrefix("bytes="), !text.contains(",") else { return nil }
    let parts = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    switch (Int(parts[0]), Int(parts[1])) {
    case (nil, let count?) where parts[0].isEmpty: return max(0, size - count)..<size
    case (let first?, nil) where parts[1].isEmpty: return min(first, size)..<size
    case (let first?, let last?) where first <= last:
      let end = min(last, size - 1) + 1
      return min(first, end)..<end
    default: return nil
    }
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
