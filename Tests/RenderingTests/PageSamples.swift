import Diagnostics
import JSON
import Reconciler
import Rendering

extension Samples {
  /// A kind whose objects refer to widgets.
  static let gadget: Kind? = Kind(
    schema: [
      "title": "Gadget",
      "properties": [
        "spec": [
          "properties": [
            "widget": ["type": "string", "x-gcsync": ["reference": "Widget"]], "rules": [:],
          ]
        ]
      ],
      "x-gcsync": ["deletionPolicy": "delete"],
    ], resolve: { _ in nil })

  static let pageKinds = kinds.merging([gadget].compactMap(\.self).map { ($0.name, $0) }) { $1 }

  /// Texts that would do something if anybody read them as more than texts.
  static let hostile = [
    "</script><script>window.pwned = 1</script>", "<img src=x onerror=alert(1)>",
    "\u{1B}[31mred\u{7}", "user\u{202E}gpj.exe", "zero\u{200B}width \u{2066}x\u{2069}",
    "::error::stop", "line\u{2028}separator", "&lt;b&gt; \"quoted\" 'so'",
  ]

  static let hostileChange = operation(
    .update, "<img src=x onerror=alert(1)>\u{200B}",
    hostile.enumerated().map { change("free.<b>\($0)</b>", "plain", .string($1)) },
    reasons: ["differs in <b>8 fields</b>"])

  private static let script = (1...60).map { "step \($0): wait" }.joined(separator: "\n")

  /// Values of many lines, a number that a double would spoil and JSON in a text.
  static let longChange = operation(
    .update, "long",
    [
      change("note", .string(script), .string(script.replacing("30: wait", with: "30: go on"))),
      change("free", ["ratio": .number(JSONNumber(1))], ["ratio": exact("1.10")]),
      change("name", .string(#"{"a": 1, "b": [1, 2]}"#), .string(#"{"a": 1, "b": [1, 3]}"#)),
    ])

  private static func exact(_ text: String) -> JSON {
    (try? JSON.parse(Array(text.utf8))) ?? .null
  }

  private static let referring = Operation(
    address: Address(kind: "Gadget", name: "pointer"), action: .update, id: "g-1", name: "pointer",
    fields: [
      FieldChange(path: JSONPointer(["spec", "rules"]), before: nil, after: .array(["a", "b"]))
    ],
    before: ["widget": "id-recordings"],
    after: ["widget": "id-recordings", "rules": ["a", "b"]], reasons: ["differs in 1 field"],
    precondition: "0", dependencies: [address("recordings")])

  /// A report with something of everything that a page shows.
  static func pageReport(directions: PlanReport.Directions? = nil) -> PlanReport {
    report(
      everything + [hostileChange, longChange, referring],
      unsafe: [
        .init(rule: "deletePercent", message: "deletes 4 of 11 existing Widget objects"),
        .init(
          rule: Plan.Unsafe.deletionPolicy, address: address("old"),
          message: "Widget/old <b>must not</b> be deleted"),
      ],
      findings: [
        .warning(
          "long-lived-key", "Widget/found is given a key that never\u{202E} expires",
          at: SourceLocation(
            file: SourceFile(name: "manifests/<b>.yaml", text: "key: <i>\n"), line: 1, column: 6),
          address: "Widget/found", hint: "a role needs no key"),
        .error(
          "bucket-not-found", "Bucket <lake> does not exist.", notes: [.init("request: HEAD")]),
      ],
      blocked: [
        address("found"): adopted.blockedBy,
        address("lake"): ["Bucket lacks <b>server-side</b> encryption"],
      ], unchanged: 12, requests: .init(read: 3, apply: 9), kinds: pageKinds,
      directions: directions,
      meanings: [address("recordings"): ["Recordings move to <b>another</b> country."]])
  }

  static func warning(_ number: Int) -> Diagnostic {
    .warning("code", "number \(number)", address: "Widget/\(number)")
  }

  /// Very many changes, each of which refers to another.
  static func largeReport(_ count: Int) -> PlanReport {
    report(
      (0..<count).map { index in
        Operation(
          address: address("object-\(index)"), action: .update, id: "id-object-\(index)",
          name: "object-\(index)",
          fields: [
            change("days", 30, .number(JSONNumber(index))),
            change("note", "as it was before", "as it will be after number \(index)"),
            change("events", ["a.created"], ["a.created", "b.created"]),
          ], before: [:], after: ["targetId": .string("id-object-\(index / 7)")],
          reasons: ["differs in 3 fields"], precondition: "0")
      })
  }
}
