internal import JSON

/// Why a plan is what it is and what it comes to, as a plan file holds it beside the plan.
///
/// Files of earlier versions have neither, and are as good.
extension PlanFile {
  /// Returns the causes of each changed field of a plan.
  static func document(_ causes: Causes, of plan: Plan) -> JSON {
    let members = plan.operations.compactMap { operation -> (String, JSON)? in
      guard let fields = causes[operation.address], !fields.isEmpty else { return nil }
      let members = fields.map { ($0.key.description, JSON.array($0.value.map(\.planDocument))) }
        .sorted { $0.0 < $1.0 }
      return (operation.address.description, .object(JSONObject(members)))
    }
    return .object(JSONObject(members))
  }

  /// Returns the sentences that say what each operation of a plan comes to.
  static func document(_ meanings: [Address: [String]], of plan: Plan) -> JSON {
    let members = plan.operations.compactMap { operation -> (String, JSON)? in
      guard let sentences = meanings[operation.address], !sentences.isEmpty else { return nil }
      return (operation.address.description, .array(sentences.map(JSON.string)))
    }
    return .object(JSONObject(members))
  }

  /// Returns the objects whose ids stand in a plan, so that it can be told to whom it refers.
  static func document(_ found: [Address: String], namedIn plan: Plan) -> JSON {
    var texts: Set<String> = []
    for operation in plan.operations {
      operation.before?.collectTexts(into: &texts)
      operation.after?.collectTexts(into: &texts)
    }
    let named = found.filter { texts.contains($0.value) }.sorted { $0.key < $1.key }
    return .object(JSONObject(named.map { ($0.key.description, .string($0.value)) }))
  }

  static func found(_ document: JSON?) -> [Address: String] {
    let members = (document?.object ?? [:]).compactMap { member in
      Address(parsing: member.key).flatMap { address in
        member.value.string.map { (address, $0) }
      }
    }
    return Dictionary(members, uniquingKeysWith: { first, _ in first })
  }

  static func causes(_ document: JSON?) -> Causes {
    var causes: Causes = [:]
    for object in document?.object ?? [:] {
      guard let address = Address(parsing: object.key) else { continue }
      for field in object.value.object ?? [:] {
        guard let path = JSONPointer(parsing: field.key) else { continue }
        causes[address, default: [:]][path] = field.value.array?.compactMap(Cause.init(plan:))
      }
    }
    return causes
  }

  static func meanings(_ document: JSON?) -> [Address: [String]] {
    var meanings: [Address: [String]] = [:]
    for object in document?.object ?? [:] {
      guard let address = Address(parsing: object.key) else { continue }
      meanings[address] = object.value.texts
    }
    return meanings
  }
}

extension JSON {
  /// Adds every text in the value.
  fileprivate func collectTexts(into texts: inout Set<String>) {
    switch self {
    case .string(let text): texts.insert(text)
    case .array(let elements): for element in elements { element.collectTexts(into: &texts) }
    case .object(let object): for member in object { member.value.collectTexts(into: &texts) }
    case .null, .bool, .number: break
    }
  }
}
