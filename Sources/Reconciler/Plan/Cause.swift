package import Diagnostics
package import JSON

/// What says that a field is to be as a plan wants it, and where it says so.
package struct Cause: Sendable, Hashable {
  /// The kinds of things that say so.
  package enum Origin: String, Sendable, CaseIterable {
    case manifest, overlay, file, variable, reference, secret, name
    /// What leaving the field out means.
    case standard = "default"
    /// The manifest leaves the field out.
    case omission
    /// Somebody changed the org, which is put back.
    case org
    case baseline
  }

  package let origin: Origin
  /// What says so, in words for a person.
  package let text: String
  package let source: SourceLocation?

  package init(_ origin: Origin, _ text: String, at source: SourceLocation? = nil) {
    self.origin = origin
    self.text = text
    self.source = source
  }
}

extension Cause {
  /// The cause as a plan file holds it, the text its place points into left out.
  var planDocument: JSON {
    var object: JSONObject = ["by": .string(origin.rawValue), "text": .string(text)]
    object["source"] = source?.planDocument
    return .object(object)
  }

  init?(plan document: JSON) {
    guard let origin = document["by"]?.string.flatMap(Origin.init),
      let text = document["text"]?.string
    else { return nil }
    self.init(origin, text, at: document["source"].flatMap(SourceLocation.init(plan:)))
  }
}

/// Why the fields of changed objects are to be as a plan wants them, by object and field.
package typealias Causes = [Address: [JSONPointer: [Cause]]]
