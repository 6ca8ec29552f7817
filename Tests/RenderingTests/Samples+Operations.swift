import Diagnostics
import JSON
import Reconciler

extension Samples {
  static func operation(
    _ action: Reconciler.Operation.Action, _ name: String, _ fields: [FieldChange] = [],
    before: JSON? = nil, after: JSON? = nil, reasons: [String] = [], blockedBy: [String] = []
  ) -> Reconciler.Operation {
    Operation(
      address: address(name), action: action, id: action == .create ? nil : "id-\(name)",
      name: name, fields: fields, before: before ?? (action == .create ? nil : [:]),
      after: after ?? (action == .delete ? nil : [:]), reasons: reasons,
      precondition: action == .create ? nil : "0", blockedBy: blockedBy)
  }

  static func change(_ path: String, _ before: JSON?, _ after: JSON?) -> FieldChange {
    FieldChange(
      path: JSONPointer(["spec"] + path.split(separator: ".").map(String.init)), before: before,
      after: after)
  }

  /// A creation of an object, its fields made as the planner makes them.
  static func creation(_ name: String, _ spec: JSON) -> Reconciler.Operation {
    operation(
      .create, name, kind.spec.leaves(of: spec), after: spec, reasons: ["is not in the org"])
  }

  static let secret: JSON = ["secretRef": "env:WIDGET_KEY", "fingerprint": "k1:5f2c"]
  static let unknown: JSON = ["unknown": true]

  static let created = creation(
    "archive",
    [
      "name": "archive", "days": 365, "events": ["a.created", "b.created"],
      "targetId": ["afterApply": "Widget/lake"], "auth": ["type": "hmac", "key": secret],
      "keys": [["name": "first", "value": secret]],
      "headers": ["X-Key": ["secretRef": "env:OTHER_KEY"]],
    ])

  static let updated = operation(
    .update, "recordings",
    [
      change("days", 30, 90), change("note", nil, "kept for the auditor"),
      change("name", "recordings", nil),
      change("events", ["a.created", "b.created"], ["a.created", "c.created"]),
      change("auth.key", unknown, ["fingerprint": "k1:5f2c"]),
      change("note", .string(longNote + " one"), .string(longNote + " two")),
    ])

  static let longNote = String(repeating: "Everything that was said stays. ", count: 12)

  static let deleted = operation(
    .delete, "old",
    before: [
      "name": "old", "days": 7, "auth": ["type": "hmac", "key": unknown],
      "keys": [["name": "first", "value": unknown]],
    ],
    reasons: ["is no longer declared"])

  static let replaced = operation(
    .replace, "moved", [change("bucket", "eu-recordings", "us-recordings")],
    reasons: ["differs in 1 field, of which one cannot be changed in place"])

  static let adopted = operation(
    .adopt, "found", [change("days", 30, 365)],
    reasons: ["was found by its name and differs in 1 field"],
    blockedBy: ["was found by its name and differs; --adopt or metadata.adopt takes it over"])

  /// One operation of every action.
  static let everything = [created, updated, deleted, replaced, adopted]

  /// Why some of their fields are to be so.
  static let causes: Causes = {
    func place(_ file: String, _ line: Int) -> SourceLocation {
      SourceLocation(file: SourceFile(name: file, text: ""), line: line, column: 9)
    }
    return [
      address("archive"): [
        JSONPointer(["spec", "days"]): [
          Cause(.manifest, "manifest", at: place("manifests/widgets.yaml", 5)),
          Cause(.variable, "variable retention", at: place("gcsync.yaml", 12)),
        ]
      ],
      address("recordings"): [
        JSONPointer(["spec", "days"]): [
          Cause(.overlay, "overlay", at: place("envs/prod/widgets.yaml", 7)),
          Cause(.org, "put back, as it was changed in the org"),
        ]
      ],
    ]
  }()
}
