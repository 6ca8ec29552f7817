package import JSON

extension Operation {
  /// The operation as the plan's canonical document holds it.
  package var document: JSON {
    var object: JSONObject = [
      "address": .string(address.description), "action": .string(action.rawValue),
      "name": .string(name), "reasons": .array(reasons.map(JSON.string)),
      "fields": .array(fields.map(\.document)),
      "dependencies": .array(dependencies.sorted().map { .string($0.description) }),
      "blockedBy": .array(blockedBy.map(JSON.string)),
      "deletionPolicy": .string(keeping.deletionPolicy.rawValue),
      "labels": .texts(keeping.labels),
    ]
    object["id"] = id.map(JSON.string)
    object["before"] = before
    object["after"] = after
    object["precondition"] = precondition.map(JSON.string)
    if !companions.isEmpty {
      object["companions"] = .object(
        JSONObject(
          companions.sorted { $0.key < $1.key }.map { ($0.key.description, $0.value) }))
    }
    return .object(object)
  }

  /// Reads an operation back; nil where the document is not one.
  init?(document: JSON) {
    guard let address = document["address"]?.string.flatMap(Address.init(parsing:)),
      let action = document["action"]?.string.flatMap(Action.init),
      let name = document["name"]?.string, let reasons = document["reasons"]?.texts,
      let blockedBy = document["blockedBy"]?.texts,
      let policy = document["deletionPolicy"]?.string.flatMap(DeletionPolicy.init),
      let labels = document["labels"]?.textsByName,
      let fields = document["fields"]?.array, let needed = document["dependencies"]?.texts
    else { return nil }
    let changes = fields.compactMap(FieldChange.init(document:))
    let dependencies = needed.compactMap(Address.init(parsing:))
    let hasSides =
      (document["before"] != nil) != (action == .create)
      && (document["after"] != nil) != (action == .delete)
    let companions = (document["companions"]?.object ?? [:]).compactMap { member in
      Address(parsing: member.key).map { ($0, member.value) }
    }
    guard changes.count == fields.count, dependencies.count == needed.count, hasSides
    else { return nil }
    self.init(
      address: address, action: action, id: document["id"]?.string, name: name, fields: changes,
      before: document["before"], after: document["after"], reasons: reasons,
      precondition: document["precondition"]?.string, dependencies: dependencies,
      blockedBy: blockedBy, keeping: Keeping(deletionPolicy: policy, labels: labels),
      companions: Dictionary(companions, uniquingKeysWith: { first, _ in first }))
  }
}

extension FieldChange {
  /// The change as documents hold it; a side that has nothing is left out.
  var document: JSON {
    var object: JSONObject = ["path": .string(path.description)]
    object["before"] = before
    object["after"] = after
    return .object(object)
  }

  init?(document: JSON) {
    guard let path = document["path"]?.string.flatMap(JSONPointer.init(parsing:)) else {
      return nil
    }
    self.init(path: path, before: document["before"], after: document["after"])
  }
}
