internal import Crypto
package import Diagnostics
package import JSON

/// Problems as SARIF 2.1.0, which code hosts show beside the lines they are about.
package enum SARIFRendering {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  /// How many results code hosts keep of one run; GitHub leaves out the rest by itself, and unasked.
  private static let limit = 5000

  /// Returns the problems as one run of a log, the worst first where there are too many.
  ///
  /// Code hosts want a place for each: what has none stands at the beginning of the project's file.
  /// `path` returns what the repository calls a file, and `project` is the project's.
  package static func document(
    _ diagnostics: [Diagnostic], version: String, project: String = "gcsync.yaml",
    path: (String) -> String = { $0 }
  ) -> JSON {
    let shown = worst(of: diagnostics)
    let codes = Set(shown.map(\.code)).sorted()
    let positions = Dictionary(
      uniqueKeysWithValues: codes.enumerated().map { ($1, JSON.number(JSONNumber($0))) })
    var fingerprints = Fingerprints()
    let results = shown.map { diagnostic in
      let diagnostic = diagnostic.placed(project, path)
      return result(
        diagnostic, rule: positions[diagnostic.code] ?? .null, fingerprints.next(diagnostic))
    }
    var run: JSONObject = [
      "tool": [
        "driver": [
          "name": "gcsync", "version": .string(version),
          "rules": .array(codes.map { rule($0, shown) }),
        ]
      ],
      "automationDetails": ["id": "gcsync/"],
      // Columns are counted in Unicode scalars.
      "columnKind": "unicodeCodePoints", "results": .array(results),
    ]
    if shown.count < diagnostics.count {
      run["invocations"] = [notice(leftOut: diagnostics.count - shown.count)]
    }
    return ["$schema": .string(schema), "version": "2.1.0", "runs": [.object(run)]]
  }

  private static func worst(of diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard diagnostics.count > limit else { return diagnostics }
    let levels: [Diagnostic.Severity] = [.error, .warning, .note]
    return Array(
      levels.flatMap { level in diagnostics.filter { $0.severity == level } }.prefix(limit))
  }

  private static func notice(leftOut count: Int) -> JSON {
    [
      "executionSuccessful": true,
      "toolExecutionNotifications": [
        ["level": "warning", "message": message("\(count) more results are left out")]
      ],
    ]
  }

  /// Returns what a viewer shows of a kind of problem.
  private static func rule(_ code: String, _ diagnostics: [Diagnostic]) -> JSON {
    let words = message(code.replacing("-", with: " "))
    let hint = diagnostics.first { $0.code == code && $0.hint != nil }?.hint
    return [
      "id": .string(code.withoutControls), "shortDescription": words, "fullDescription": words,
      "help": hint.map(message) ?? words,
    ]
  }

  private static func result(
    _ diagnostic: Diagnostic, rule: JSON, _ fingerprint: String
  ) -> JSON {
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
      "partialFingerprints": ["primaryLocationLineHash": .string(fingerprint)],
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

/// Names for results that stay the same when a file gets further lines, so that code hosts know a
/// problem again.
private struct Fingerprints {
  private var uses: [String: Int] = [:]

  mutating func next(_ diagnostic: Diagnostic) -> String {
    let parts = [
      diagnostic.code, diagnostic.location?.file.name ?? "", diagnostic.address ?? "",
      diagnostic.message,
    ]
    let hash = String(SHA256.hash(Array(parts.joined(separator: "\n").utf8)).hex.prefix(16))
    uses[hash, default: 0] += 1
    return "\(hash):\(uses[hash, default: 1])"
  }
}

extension Diagnostic {
  /// The problem with its places as the repository has them, and with one at all.
  fileprivate func placed(_ project: String, _ path: (String) -> String) -> Diagnostic {
    func moved(_ location: SourceLocation) -> SourceLocation {
      let file = SourceFile(name: path(location.file.name), bytes: [])
      return SourceLocation(file: file, line: location.line, column: location.column)
    }
    let beginning = SourceLocation(file: SourceFile(name: project, bytes: []), line: 1, column: 1)
    var copy = self
    copy.location = moved(location ?? beginning)
    copy.notes = notes.map { Note($0.message, at: $0.location.map(moved)) }
    return copy
  }
}
