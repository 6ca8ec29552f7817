package import HTTP
internal import JSON
package import World

/// How a slow action answers: `pending` soon, and the reply to a callback when it is there.
package struct AsynchronousReply: Sendable {
  package var callback: URL
  /// Which addresses the callback may lead to.
  package var addresses: AddressGuard
  /// What is sent along, as a token by which the receiver knows the sender.
  package var headers: [(name: String, value: Secret)]
  /// The key under which the reply is signed.
  package var signingKey: Secret?
  /// How long a caller waits before it is told `pending`.
  package var after: Duration
  /// How long the action may take in all.
  package var limit: Duration
  /// How long the callback may take with its retries.
  package var delivery: Duration

  package init(
    callback: URL, addresses: AddressGuard, headers: [(name: String, value: Secret)] = [],
    signingKey: Secret? = nil, after: Duration = .seconds(2), limit: Duration = .seconds(300),
    delivery: Duration = .seconds(60)
  ) {
    self.callback = callback
    self.addresses = addresses
    self.headers = headers
    self.signingKey = signingKey
    self.after = after
    self.limit = limit
    self.delivery = delivery
  }

  /// Returns the call that delivers a reply.
  ///
  /// The receiver knows a call by its id, so that the delivery may be repeated.
  func delivery(
    of reply: ActionReply, to call: ActionCall, at now: ContinuousClock.Instant,
    serverTime: Timestamp
  ) -> UpstreamCall {
    var members = reply.json.object ?? JSONObject()
    members["actionName"] = .string(call.actionName)
    members["requestId"] = .string(call.requestID)
    var request = HTTPRequest(
      .post, callback, headers: ["Content-Type": "application/json"],
      body: JSON.object(members).bytes, template: "{callback}", timeout: .seconds(10),
      isRepeatable: true)
    for (name, value) in headers { request.headers[name] = value.reveal { $0 } }
    if let signingKey {
      let fields = CallSignature.fields(of: request.body, at: serverTime, key: signingKey)
      for field in fields { request.headers[field.name] = field.value }
    }
    return UpstreamCall(
      request, to: callback, addresses: addresses, policy: UpstreamPolicy(attempts: 6),
      secrets: headers.map(\.value), until: now + delivery)
  }
}
