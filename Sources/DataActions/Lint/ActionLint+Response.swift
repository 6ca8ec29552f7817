internal import Diagnostics
internal import JSON
internal import JSONPath
internal import Templates

extension ActionLint {
  private static let place = JSONPointer(["config", "response"])
  private static let map = place.appending("translationMap")
  private static let template = place.appending("successTemplate")

  /// Checks that the answer becomes the output that the contract promises.
  mutating func checkResponse() {
    guard action.request != nil else { return }
    checkDefaults()
    guard let template = action.response.template else {
      if !action.response.translations.isEmpty {
        warn(
          "unused-translation", at: Self.map,
          "without a successTemplate the output is the whole answer, and nothing uses the map",
          hint: "write a successTemplate, such as "
            + "{\(action.response.translations.map { "\"\($0.name)\": ${\($0.name)}" }.joined(separator: ", "))}"
        )
      }
      return
    }
    checkReferences(of: template)
    let names = action.response.translations.map(\.name)
    guard let shape = OutputShape(template, attributes: names), let members = shape.members else {
      return
    }
    checkMembers(members, at: Self.template, "successTemplate")
    for member in members {
      guard let name = OutputShape.attribute(member.value),
        let entry = action.response.translations.first(where: { $0.name == name }),
        let path = entry.path
      else { continue }
      checkScalar(path, for: member.key, at: Self.map.appending(name))
    }
  }

  private mutating func checkDefaults() {
    for name in action.response.defaults.keys {
      let place = Self.place.appending("translationMapDefaults").appending(name)
      guard let entry = action.response.translations.first(where: { $0.name == name }) else {
        warn(
          "unused-default", at: place,
          "translationMap has no \"\(name)\", so that it never applies",
          hint: nearestName(to: name, in: action.response.translations.map(\.name)).map {
            "did you mean \"\($0)\"?"
          } ?? "take it out")
        continue
      }
      if entry.path?.steps?.isEmpty == true {
        warn(
          "unused-default", at: place, "the whole answer is always there, so that it never applies",
          hint: "a default stands for a path that leads nowhere, as $.a.b can")
      }
      checkDefault(of: name, at: place)
    }
  }

  /// Checks that a default makes JSON where the template writes it.
  private mutating func checkDefault(of name: String, at place: JSONPointer) {
    guard let text = action.response.defaults[name]?.string, (try? JSON.parse(text)) == nil,
      let template = action.response.template,
      template.references.contains(where: { $0.root == name && !$0.isInQuotes })
    else { return }
    let quoted = JSON.string(JSON.string(text).text).text
    error(
      "default-not-json", at: place,
      "it is written into the output as it is, and is no JSON there",
      hint: "a text brings its own quotes: \(quoted)")
  }

  private mutating func checkReferences(of template: Template) {
    let names = Set(action.response.translations.map(\.name))
    var used: Set<String> = []
    for reference in template.references where !reference.isLocal {
      used.insert(reference.root)
      guard !reference.isTool, reference.root != "rawResult", !names.contains(reference.root)
      else { continue }
      report(
        .error, "unknown-variable", reference, at: Self.template,
        "\(reference.text): translationMap has no \"\(reference.root)\"",
        hint: nearestName(to: reference.root, in: names.sorted()).map { "did you mean \"\($0)\"?" }
          ?? "add it to translationMap")
    }
    for name in action.response.translations.map(\.name) where !used.contains(name) {
      warn(
        "unused-translation", at: Self.map.appending(name), "the successTemplate does not use it",
        hint: "take it out, or write ${\(name)}")
    }
  }

  /// Checks the members of an output against the contract's.
  mutating func checkMembers(_ members: JSONObject, at place: JSONPointer, _ maker: String) {
    let contract = action.contract.output
    guard !contract.properties.isEmpty else { return }
    for key in members.keys where !contract.properties.contains(key) {
      let hint =
        nearestName(to: key, in: contract.properties.keys).map { "did you mean \"\($0)\"?" }
        ?? "declare it in the output contract, or flows cannot read it"
      if contract.isOpen {
        warn("unknown-output", at: place, "the output contract has no \"\(key)\"", hint: hint)
      } else {
        error("unknown-output", at: place, "the output contract has no \"\(key)\"", hint: hint)
      }
    }
    for name in contract.properties.keys where !members.contains(name) {
      let pointer = Self.output.appending("properties").appending(name)
      if contract.required.contains(name) {
        error(
          "never-filled", at: pointer, "it is required, and \(maker) never fills it",
          hint: "every call would fail: fill it, or take it out of required")
      } else {
        warn(
          "never-filled", at: pointer, "\(maker) never fills it", hint: "flows would find nothing")
      }
    }
  }

  /// Checks that a path gives one value where the contract wants one.
  mutating func checkScalar(_ path: JSONPath, for key: String, at place: JSONPointer) {
    guard !path.isDefinite, let types = action.contract.output.types(of: [key]),
      !types.contains("array")
    else { return }
    error(
      "path-not-scalar", at: place,
      "\(path) gives a list, and \"\(key)\" is \(types.sorted().joined(separator: " or "))",
      hint: "lead to one value, as in $.items[0].name, or write "
        + "${successTemplateUtils.firstFromArray(\"${…}\")}")
  }
}
