internal import JSON
internal import Reconciler

extension PlanPage {
  /// The report's document, and beside it what only a page needs to know.
  var data: JSON {
    var page: JSONObject = [
      "actions": .object(
        JSONObject(
          distinct: PlanReport.actions.map { .init(key: $0.rawValue, value: .string($0.symbol)) }
        )),
      "directions": .object(
        JSONObject(
          distinct: Direction.allCases.map { .init(key: $0.rawValue, value: .string($0.words)) }
        )),
      "fields": fieldMarks, "removed": removedFields, "graph": graph,
      "findings": .array(
        orderedFindings.dropFirst(Self.shownFindings).map(DiagnosticRendering.document)),
    ]
    if report.isDrift { page["moved"] = movedWords }
    return ["report": report.json, "page": .object(page)]
  }

  /// Who moved in each object, where there is more to say than the direction, by the numbers of the
  /// changes.
  private var movedWords: JSON {
    var words = JSONObject()
    for (index, operation) in plan.operations.enumerated() {
      guard let told = report.directionWords(of: operation),
        told != report.directions?(operation, nil).words
      else { continue }
      words[String(index)] = .string(told)
    }
    return .object(words)
  }

  /// What the fields of deleted objects hold, which a plan does not list.
  private var removedFields: JSON {
    var removed = JSONObject()
    for (index, operation) in plan.operations.enumerated() where operation.fields.isEmpty {
      let fields = report.shownFields(of: operation)
      guard !fields.isEmpty else { continue }
      removed[String(index)] = .array(
        fields.map { change in
          let field = report.field(of: change, in: operation.address)
          return [
            "path": .string(change.path.description),
            "before": change.before.map(field.masked) ?? .null, "after": .null,
          ]
        })
    }
    return .object(removed)
  }

  /// What is particular about single fields, by the numbers of their change and their place in it.
  private var fieldMarks: JSON {
    var marks: [JSONObject.Member] = []
    for (index, operation) in plan.operations.enumerated() {
      for (place, change) in operation.fields.enumerated() {
        let mark = mark(on: change, operation)
        if !mark.isEmpty { marks.append(.init(key: "\(index).\(place)", value: .object(mark))) }
      }
    }
    return .object(JSONObject(distinct: marks))
  }

  private func mark(on change: FieldChange, _ operation: Operation) -> JSONObject {
    let field = report.field(of: change, in: operation.address)
    var mark = JSONObject()
    if elementMoves(change, field) != nil { mark["set"] = true }
    if report.forcesReplacement(change, operation) { mark["fixed"] = true }
    // A script reads numbers as doubles; where that would change one its text is given.
    mark["before"] = change.before.map(field.masked).flatMap(exactText)
    mark["after"] = change.after.map(field.masked).flatMap(exactText)
    return mark
  }

  private func exactText(_ value: JSON) -> JSON? {
    guard value.hasUnusualNumber else { return nil }
    let text = value.text
    return .string(text.utf8.count > 60 ? value.prettyText : text)
  }
}

extension JSON {
  /// Whether a number in it would not look the same once it has been a double.
  fileprivate var hasUnusualNumber: Bool {
    switch self {
    case .number(let number): number.text != number.canonicalText
    case .array(let elements): elements.contains(where: \.hasUnusualNumber)
    case .object(let object): object.contains { $0.value.hasUnusualNumber }
    case .null, .bool, .string: false
    }
  }
}
