internal import Diagnostics
internal import JSON
internal import Reconciler

/// What portable manifests need in the API that the org speaks.
enum PortableRules {
  static func problems(in manifest: LoadedManifest, profile: Profile) -> [Diagnostic] {
    switch (manifest.kind.name, profile) {
    case ("DataAction", _): DataActionRules.problems(in: manifest, profile: profile)
    case ("StorageTarget", .platform): unplaced(in: manifest)
    case ("Webhook", .platform): webhook(manifest)
    default: []
    }
  }

  private static let prefix = JSONPointer(["spec", "configuration", "pathPrefix"])

  private static func unplaced(in target: LoadedManifest) -> [Diagnostic] {
    guard let value = target.value[prefix]?.string, !value.isEmpty else { return [] }
    return [
      .warning(
        "no-place-on-platform",
        "the Platform API has no place for a pathPrefix: recordings go to ORGANIZATION/year=…/",
        at: target.location(of: prefix), address: target.address.description,
        hint: "take it out in an overlay of this environment: {configuration: {pathPrefix: null}}")
    ]
  }

  private static let events = JSONPointer(["spec", "events"])
  private static let url = JSONPointer(["spec", "targetUrl"])
  private static let platform = JSONPointer(["spec", "platform"])

  private static func webhook(_ webhook: LoadedManifest) -> [Diagnostic] {
    let address = webhook.address.description
    guard let platform = webhook.value[Self.platform] else {
      return [
        .error(
          "no-webhooks-on-platform", "the Platform API has no webhooks", at: webhook.source,
          address: address,
          hint: "say what stands for it: platform: {flow: {ref: {kind: Flow, name: …, external: "
            + "true}}} starts a workflow, platform: {eventBridge: {awsAccountId: …, region: …, "
            + "suffix: …}} tells an event bus")
      ]
    }
    let list = webhook.value[events]?.array ?? []
    var problems = list.enumerated().compactMap { index, event -> Diagnostic? in
      guard let text = event.string, !isTopic(text) else { return nil }
      return .error(
        "unknown-topic", "\"\(text)\" is no topic of the Platform API",
        at: webhook.location(of: events.appending(index)), address: address,
        hint: "topics look like v2.detail.events.conversation.{id}.customer.end; "
          + "GET /api/v2/notifications/availabletopics lists them")
    }
    if platform["flow"] != nil {
      problems.append(
        .warning(
          "unused-target-url",
          "in the platform profile each event starts the flow; calling targetUrl is its affair",
          at: webhook.location(of: url), address: address,
          hint: "let the flow call a data action that sends to this URL"))
    }
    return problems
  }

  /// Whether a text has the form of a topic: `v2.`, and names joined by dots.
  private static func isTopic(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count >= 3 && parts[0] == "v2"
      && parts.allSatisfy { part in
        part == "{id}"
          || !part.isEmpty
            && part.utf8.allSatisfy { byte in
              switch byte {
              case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
              default: false
              }
            }
      }
  }
}
