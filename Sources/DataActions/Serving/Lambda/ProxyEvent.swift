internal import Crypto
internal import HTTP
package import JSON
package import Server

/// A request as API Gateway and function URLs hand it to a function, in either of their formats.
package struct ProxyEvent: Sendable {
  package let request: ServerRequest
  /// Whether it is of the older format.
  private let isFirst: Bool

  /// Reads an event; nil where it is none of theirs.
  package init?(_ event: JSON) {
    let http = event["requestContext"]?["http"]
    guard let method = http?["method"]?.string ?? event["httpMethod"]?.string,
      let path = event["rawPath"]?.string ?? event["path"]?.string
    else { return nil }
    isFirst = http == nil
    var headers = HTTPHeaders()
    for member in event["headers"]?.object ?? JSONObject() {
      if let value = member.value.string { headers.add(member.key, value) }
    }
    let text = event["body"]?.string ?? ""
    let body =
      event["isBase64Encoded"]?.bool == true
      ? Base64.standard.decode(text) ?? [] : Array(text.utf8)
    request = ServerRequest(
      method: method, path: Self.withoutStage(path, event, isFirst: isFirst),
      rawQuery: event["rawQueryString"]?.string ?? "", headers: headers, body: body)
  }

  /// Returns the answer in the format of the event.
  package func answer(_ response: ServerResponse) -> JSON {
    let headers = response.headers.fields.map { ($0.name.lowercased(), JSON.string($0.value)) }
    return [
      "statusCode": .number(JSONNumber(response.status)), "headers": .object(JSONObject(headers)),
      "body": .string(String(decoding: response.body, as: UTF8.self)), "isBase64Encoded": false,
    ]
  }

  /// The newer format puts the stage before the path, where it has a name.
  private static func withoutStage(_ path: String, _ event: JSON, isFirst: Bool) -> String {
    guard !isFirst, let stage = event["requestContext"]?["stage"]?.string, stage != "$default",
      path == "/\(stage)" || path.hasPrefix("/\(stage)/")
    else { return path.isEmpty ? "/" : path }
    let rest = path.dropFirst(stage.utf8.count + 1)
    return rest.isEmpty ? "/" : String(rest)
  }
}
