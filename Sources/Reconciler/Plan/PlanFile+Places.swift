internal import Diagnostics
internal import JSON

/// Problems and places as a plan file holds them, the texts they point into left out.
extension Diagnostic {
  var planDocument: JSON {
    var object: JSONObject = [
      "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
    ]
    object["source"] = location?.planDocument
    object["address"] = address.map(JSON.string)
    object["hint"] = hint.map(JSON.string)
    if !notes.isEmpty {
      object["notes"] = .array(
        notes.map { note in
          var object: JSONObject = ["message": .string(note.message)]
          object["source"] = note.location?.planDocument
          return .object(object)
        })
    }
    return .object(object)
  }

  init?(plan document: JSON) {
    guard let severity = document["severity"]?.string.flatMap(Severity.init),
      let code = document["code"]?.string, let message = document["message"]?.string
    else { return nil }
    let notes = (document["notes"]?.array ?? []).compactMap { note in
      note["message"]?.string.map {
        Note($0, at: note["source"].flatMap(SourceLocation.init(plan:)))
      }
    }
    self.init(
      severity, code, message, at: document["source"].flatMap(SourceLocation.init(plan:)),
      address: document["address"]?.string, notes: notes, hint: document["hint"]?.string)
  }
}

extension SourceLocation {
  var planDocument: JSON {
    [
      "file": .string(file.name), "line": .number(JSONNumber(line)),
      "column": .number(JSONNumber(column)),
    ]
  }

  init?(plan document: JSON) {
    guard let name = document["file"]?.string, let line = document["line"]?.int,
      let column = document["column"]?.int, line > 0, column > 0
    else { return nil }
    self.init(file: SourceFile(name: name, bytes: []), line: line, column: column)
  }
}
