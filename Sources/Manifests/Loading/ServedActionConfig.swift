internal import JSON

/// How Genesys calls the endpoint of a data action whose manifest does not say it.
///
/// The whole input goes in the guides' envelope, and the envelope's `data` is the output.
enum ServedActionConfig {
  /// Returns the spec of a manifest with `config` where it has an endpoint and no request.
  static func completed(_ spec: JSON, of name: String) -> JSON {
    guard let endpoint = spec["endpoint"]?.string, spec["config"]?["request"] == nil else {
      return spec
    }
    var config = spec["config"] ?? [:]
    config["request"] = [
      "requestUrlTemplate": .string(endpoint), "requestType": "POST",
      "headers": ["Content-Type": "application/json"],
      "requestTemplate": .string(envelope(for: name)),
    ]
    if config["response"] == nil {
      config["response"] = [
        "translationMap": ["data": "$.data"], "successTemplate": "${data}",
      ]
    }
    var spec = spec
    spec["config"] = config
    return spec
  }

  /// Returns the template of the call; what a template would take for its own is escaped.
  private static func envelope(for name: String) -> String {
    let quoted = JSON.string(name).text
      .replacing("$", with: "\\u0024").replacing("#", with: "\\u0023")
    return #"{"actionName": \#(quoted), "data": ${input.rawRequest}}"#
  }
}
