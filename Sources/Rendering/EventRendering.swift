internal import JSON
package import World

/// Events as lines of a log.
package enum EventRendering {
  /// How many columns a value takes at most; the JSON form holds all of it.
  private static let widest = 160

  /// Returns `time level event key=value …`, on one line whatever the values hold.
  package static func text(_ event: Event, at time: Timestamp) -> String {
    let fields = event.fields.map { "\($0.name.withoutControls)=\(text($0.value))" }
    return (["\(time.rfc3339) \(event.level.rawValue) \(event.name.withoutControls)"] + fields)
      .joined(separator: " ")
  }

  private static func text(_ value: Event.Value) -> String {
    let text: String
    switch value {
    case .string(let value): text = value
    case .list(let values): text = values.joined(separator: ",")
    default: return document(value).text
    }
    let plain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x3D }
    if plain, !text.isEmpty { return text.cut(to: widest) }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped.withoutControls.cut(to: widest))\""
  }

  /// Returns one line of JSON.
  package static func json(_ event: Event, at time: Timestamp) -> String {
    var object: JSONObject = [
      "format": "gcsync.event/1", "time": .string(time.rfc3339),
      "event": .string(event.name), "level": .string(event.level.rawValue),
    ]
    for field in event.fields { object[field.name] = document(field.value) }
    return JSON.object(object).text
  }

  private static func document(_ value: Event.Value) -> JSON {
    switch value {
    case .string(let text): .string(text)
    case .integer(let number): .number(JSONNumber(number))
    case .number(let number) where !number.isFinite: .null
    case .number(let number):
      .number(JSONNumber(validated: ((number * 100).rounded() / 100).description))
    case .boolean(let value): .bool(value)
    case .list(let values): .array(values.map(JSON.string))
    }
  }
}
