package import HTTP
package import JSON
package import World

/// Posts a document to a URL that is not ours, which may itself be a secret.
///
/// It is tried again as any read is: who gets it twice can tell by the delivery's name. A redirect is
/// no success, so that nothing goes to a place nobody named.
package struct WebhookPost: Sendable {
  /// The header that names a delivery, the same each time it is tried.
  package static let deliveryHeader = "X-Gcsync-Delivery"

  private let client: HTTPClient

  package init(_ transport: any Transport, world: World) {
    client = HTTPClient(
      transport: transport, authorizer: nil, world: world, allowedHosts: AllowedHosts(),
      policy: RetryPolicy(patience: .seconds(30)), deadline: .seconds(90))
  }

  /// Sends a document, with further fields in its head that are made anew for each body.
  package func send(
    _ document: JSON, to url: URL, delivery: String? = nil,
    fields: ([UInt8]) -> [HTTPHeaders.Field] = { _ in [] }
  ) async throws(NoticeFailure) {
    let body = document.bytes
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    if let delivery { headers.add(Self.deliveryHeader, delivery) }
    for field in fields(body) { headers.add(field.name, field.value) }
    let request = HTTPRequest(
      .post, url, headers: headers, body: body, template: "/notification",
      timeout: .seconds(15), responseLimit: 64 << 10, isRepeatable: true)
    let status: Int
    do throws(HTTPFailure) {
      status = try await client.send(request).response.status
    } catch {
      // The request's line has the path in it, which may be the secret.
      throw NoticeFailure(error.detail.isEmpty ? "it could not be reached" : error.detail)
    }
    guard (200..<300).contains(status) else { throw NoticeFailure("it answered \(status)") }
  }
}
