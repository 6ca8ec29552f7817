import JSON

/// Ways to break a value, in the same order every time.
enum Mutations {
  /// Values of every type, small and large, empty and not.
  static let pool: [JSON] = {
    let text = #"""
      [7, -1, 0, 1.5, 1000000000, "", "text", "${variable}", "a text with ${variable}", "Ada\u0007",
       "https://example.com/x", "2026-01-31T00:00:00Z", true, false, null, [], ["text"], [7], {},
       {"unknownField": 1}, {"secretRef": "env:NAME"}, {"secretRef": "NAME"}, {"id": "a"},
       {"ref": {"kind": "Queue", "name": "Billing"}}, {"ref": {"kind": "Queue"}}]
      """#
    return (try? JSON.parse(Array(text.utf8)))?.array ?? []
  }()

  /// A value, and what it becomes by a slip of the hand.
  static func slips(of value: JSON) -> [JSON] {
    switch value {
    case .string(let text):
      [.string(text + "x"), .string(" " + text), .string(String(text.dropLast()))]
    case .array(let elements): [.array(elements + elements), .array(elements + [7])]
    case .object(let object): [.object(added(to: object))]
    case .number: [.string(value.text)]
    default: []
    }
  }

  /// The documents that differ from one in a single place: a member missing, added or of another value.
  static func documents(from document: JSON) -> [JSON] {
    var found: [JSON] = []
    func visit(_ value: JSON, _ place: JSONPointer) {
      let replacements = slips(of: value) + [7, "", .null, [], [:], "${variable}"]
      for replacement in replacements where place != .root {
        found.append(document.changed(at: place, to: replacement))
      }
      if place != .root { found.append(document.changed(at: place, to: nil)) }
      for member in value.object ?? [:] { visit(member.value, place.appending(member.key)) }
      for (index, element) in (value.array ?? []).enumerated() {
        visit(element, place.appending(index))
      }
    }
    visit(document, .root)
    return found
  }

  private static func added(to object: JSONObject) -> JSONObject {
    var object = object
    object["unknownField"] = 1
    return object
  }
}

extension JSON {
  fileprivate func changed(at place: JSONPointer, to value: JSON?) -> JSON {
    var changed = self
    changed[place] = value
    return changed
  }
}
