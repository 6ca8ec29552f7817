internal import Diagnostics
internal import JSON
internal import Reconciler

/// What a webhook needs so that nobody listens in and the receiver can trust it.
enum WebhookRules {
  private static let url = JSONPointer(["spec", "targetUrl"])
  private static let authentication = JSONPointer(["spec", "authentication"])

  static func problems(in webhook: LoadedManifest) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    if let text = webhook.value[url]?.string, !text.lowercased().hasPrefix("https://") {
      problems.append(
        .error(
          "insecure-url", "\(url) must begin with https://", at: webhook.location(of: url),
          address: webhook.address.description,
          hint: "what a webhook sends can be read by others on the way without it"))
    }
    let type = webhook.value[authentication]?["type"]?.string
    if type == nil || type == "none" {
      problems.append(
        .warning(
          "unauthenticated-webhook", "the receiver cannot tell genuine calls from forged ones",
          at: webhook.location(of: authentication), address: webhook.address.description,
          hint: "use authentication: {type: hmac, secret: {secretRef: env:NAME}}"))
    }
    return problems
  }
}
