package import Diagnostics
package import JSON

/// Problems as SARIF 2.1.0, which code hosts show beside the lines they are about.
package enum SARIFRendering {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  /// Returns the problems as one run of a log.
  package static func document(_ diagnostics: [Diagnostic], version: String) -> JSON {
    let codes = Set(diagnostics.map(\.code)).sorted()
    let positions = Dictionary(
      uniqueKeysWithValues: codes.enumerated().map { ($1, JSON.number(JSONNumber($0))) })
    let results = diagnostics.map { diagnostic in
      result(diagnostic, rule: positions[diagnostic.code] ?? .null)
    }
    let rules = codes.map { code in JSON.object(["id": .string(code.withoutControls)]) }
    return [
      "$schema": .string(schema), "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": ["name": "gcsync", "version": .string(version), "rules": .array(rules)]
          ],
          // Columns are counted in Unicode scalars.
          "columnKind": "unicodeCodePoints", "results": .array(results),
        ]
      ],
    ]
  }

  private static func result(_ diagnostic: Diagnostic, rule: JSON) -> JSON {
    let place: JSON = .object(
      JSONObject(
        [
          diagnostic.location.map { ("physicalLocation", physical($0)) },
          diagnostic.address.map { address in
            (
              "logicalLocations",
              [["fullyQualifiedName": .string(address.withoutControls), "kind": "resource"]]
            )
          },
        ].compactMap { $0 }))
    var result: JSONObject = [
      "ruleId": .string(diagnostic.code.withoutControls), "ruleIndex": rule,
      "level": .string(diagnostic.severity.rawValue), "message": message(text(of: diagnostic)),
    ]
    if place.object?.isEmpty == false { result["locations"] = [place] }
    let related = diagnostic.notes.compactMap { note in
      note.location.map { location -> JSON in
        ["physicalLocation": physical(location), "message": message(note.message)]
      }
    }
    if !related.isEmpty { result["relatedLocations"] = .array(related) }
    return .object(result)
  }

  /// Returns the message with its remarks and what to do, as a viewer shows nothing else.
  private static func text(of diagnostic: Diagnostic) -> String {
    let notes = diagnostic.notes.filter { $0.location == nil }.map(\.message)
    let hint = diagnostic.hint.map { ["hint: \($0)"] } ?? []
    return ([diagnostic.message] + notes + hint).joined(separator: "\n")
  }

  private static func message(_ text: String) -> JSON {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return ["text": .string(lines.map { String($0).withoutControls }.joined(separator: "\n"))]
  }

  private static func physical(_ location: SourceLocation) -> JSON {
    var artifact: JSONObject = ["uri": .string(uri(location.file.name))]
    if !location.file.name.hasPrefix("/") { artifact["uriBaseId"] = "%SRCROOT%" }
    return [
      "artifactLocation": .object(artifact),
      "region": [
        "startLine": .number(JSONNumber(max(1, location.line))),
        "startColumn": .number(JSONNumber(max(1, location.column))),
      ],
    ]
  }

  /// Returns a path as a URI, of which only what may stand there as it is stays so.
  private static func uri(_ path: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    let bytes = path.utf8.map { byte in
      plain.contains(byte)
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    return (path.hasPrefix("/") ? "file://" : "") + bytes.joined()
  }
}
