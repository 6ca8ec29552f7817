internal import Diagnostics
internal import JSON
internal import Reconciler

/// What a data action needs in the API of its environment.
enum DataActionRules {
  static func problems(in action: LoadedManifest, profile: Profile) -> [Diagnostic] {
    insecureEndpoint(action)
      + (profile == .guide ? guide(action) : platform(action))
  }

  private static let spec = JSONPointer(["spec"])

  private static func insecureEndpoint(_ action: LoadedManifest) -> [Diagnostic] {
    let place = spec.appending("endpoint")
    guard let text = action.value[place]?.string, !text.lowercased().hasPrefix("https://") else {
      return []
    }
    return [
      .error(
        "insecure-url", "\(place) must begin with https://", at: action.location(of: place),
        address: action.address.description,
        hint: "what a flow sends, customers' data among it, could be read by others on the way")
    ]
  }

  private static func guide(_ action: LoadedManifest) -> [Diagnostic] {
    if action.spec["endpoint"] != nil { return [] }
    return [
      missing(
        "endpoint", of: action,
        hint: "the guide profile registers the URL that answers the action, such as that of "
          + "gcsync action serve")
    ]
  }

  private static func platform(_ action: LoadedManifest) -> [Diagnostic] {
    var problems = ["integrationId", "category", "contract"].filter { action.spec[$0] == nil }.map {
      missing($0, of: action, hint: "the platform keeps no action without it")
    }
    if action.spec["config"]?["request"] == nil, action.spec["endpoint"] == nil {
      problems.append(
        missing(
          "config", of: action,
          hint: "config.request says what Genesys asks for; endpoint alone lets it call that URL "
            + "with the whole input"))
    }
    if action.spec["headers"] != nil {
      problems.append(
        .warning(
          "no-place-on-platform", "the platform takes no secret headers from an action",
          at: action.location(of: spec.appending("headers")), address: action.address.description,
          hint: "put them into the integration's credential and write "
            + "config.request.headers: {Authorization: \"Bearer ${credentials.token}\"}"))
    }
    return problems
  }

  private static func missing(
    _ name: String, of action: LoadedManifest, hint: String
  ) -> Diagnostic {
    .error(
      "missing-field", "/spec is missing \"\(name)\"", at: action.location(of: spec),
      address: action.address.description, hint: hint)
  }
}
