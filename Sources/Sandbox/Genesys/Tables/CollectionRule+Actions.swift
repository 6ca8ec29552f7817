import JSON

extension CollectionRule {
  static let actions = CollectionRule(
    "actions", "/api/v2/integrations/actions", "integrations:action", fields: actionFields,
    {
      var rule = actionRule
      rule.patch = .everything
      rule.lock = .required
      rule.present = { action, call in presentAction(&action, call, at: "") }
      return rule
    }())

  static let actionDrafts = CollectionRule(
    "actionDrafts", "/api/v2/integrations/actions/drafts", "integrations:action",
    fields: actionFields,
    {
      var rule = actionRule
      rule.methods = ["GET", "POST"]
      rule.itemPath = "/api/v2/integrations/actions/{id}/draft"
      rule.present = { action, call in presentAction(&action, call, at: "/draft") }
      return rule
    }())

  private static let actionFields = [
    FieldRule("category", .limitedText(256), required: true),
    FieldRule("name", .limitedText(256), required: true),
    FieldRule("integrationId", .filledText, required: true),
    FieldRule("secure", .flag, default: false),
    FieldRule("config", .object, required: true),
    FieldRule("config.timeoutSeconds", .whole(1...60)),
    FieldRule("config.request", .object, default: [:]),
    FieldRule("config.request.requestUrlTemplate", .text),
    FieldRule(
      "config.request.requestType",
      .oneOf(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])),
    FieldRule("config.request.headers", .map, default: [:]),
    FieldRule("config.request.requestTemplate", .text, default: "${input.rawRequest}"),
    FieldRule("config.response", .object, default: [:]),
    FieldRule("config.response.translationMap", .map, default: [:]),
    FieldRule("config.response.translationMapDefaults", .map, default: [:]),
    FieldRule("config.response.successTemplate", .text, default: "${rawResult}"),
    FieldRule("contract", .object, required: true),
    FieldRule("contract.input", .object, required: true),
    FieldRule("contract.input.inputSchema", .object, required: true),
    FieldRule("contract.output", .object, required: true),
    FieldRule("contract.output.successSchema", .object, required: true),
  ]

  private static let actionRule = PlatformRule(
    methods: ["GET", "POST", "DELETE"],
    links: [Link("integrationId", "platformIntegrations", .identifier)],
    filters: [
      ListFilter("name", .contains(["name"])), ListFilter("category", .contains(["category"])),
      ListFilter("ids", .oneOf("id")), ListFilter("secure", .oneOf("secure")),
      ListFilter(
        "includeAuthActions", .withoutPrefix("customAuth"), standard: "false", everything: "true"),
    ],
    partials: [
      .init(member: "config", place: .reads, query: "includeConfig", value: "true"),
      .init(member: "contract", place: .lists, query: "", value: ""),
      .init(member: "contract", place: .reads, query: "expand", value: "contract"),
    ],
    idPrefix: "custom_-_")

  /// Puts addresses in the place of templates, and shows the contract as it was asked for.
  private static func presentAction(_ action: inout JSON, _ call: PlatformCall, at place: String) {
    guard let id = action["id"]?.string else { return }
    let base = "/api/v2/integrations/actions/\(id)\(place)"
    for (part, name) in [("request", "requestTemplate"), ("response", "successTemplate")]
    where action["config"]?[part]?.object != nil {
      action[JSONPointer(["config", part, name])] = nil
      action[JSONPointer(["config", part, "\(name)Uri"])] =
        .string("\(base)/templates/\(name.lowercased()).vm")
    }
    guard action["contract"]?["output"] != nil else { return }
    action[JSONPointer(["contract", "output", "errorSchema"])] = ["type": "object"]
    for (part, name) in [
      ("input", "inputSchema"), ("output", "successSchema"), ("output", "errorSchema"),
    ] {
      let pointer = JSONPointer(["contract", part])
      action[pointer.appending("\(name)Uri")] =
        .string("\(base)/schemas/\(name.lowercased()).json")
      guard call.asks("flatten", "true"), let schema = action[pointer.appending(name)] else {
        continue
      }
      action[pointer.appending(name)] = nil
      action[pointer.appending("\(name)Flattened")] =
        part == "input" ? schema : ["schema": schema, "arrayProperties": []]
    }
  }
}
