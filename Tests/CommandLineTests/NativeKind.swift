import CommandLine
import Foundation
import JSON
import Manifests
import Reconciler
import YAML

/// The kinds of the platform profile, each with the example of its schema file, found without any list.
enum NativeKind {
  static let names = EveryKind.library.kinds.values.filter { kind in
    kind.wires[.guide] == nil
      && kind.wires[.platform].map { $0.service == .genesys && !$0.isLookupOnly } ?? false
      && example(of: kind.name) != nil
  }.map(\.name).sorted()

  static func example(of kind: String) -> JSON? {
    EveryKind.library.kinds[kind]?.schema["examples"]?.array?.first
  }

  static let examples = names.compactMap(example)

  /// What stands for every secret the examples name.
  static let canaries = EveryKind.canaries(in: examples)

  /// What the org has already: whatever the examples only refer to.
  static let org: JSON = [
    "users": [named(1, "Anna Lind", ["email": "anna.lind@example.com"])],
    "flows": [
      named(2, "Recording Stored", ["type": "WORKFLOW"]),
      named(3, "Billing Waits", ["type": "INQUEUECALL"]),
    ],
    "wrapupCodes": [named(4, "Sale")], "languages": [named(5, "English - Written")],
    "teams": [named(6, "North")],
    "evaluationForms": [named(7, "Standard", ["published": true])],
    "platformIntegrations": [
      named(8, "Recording Archive", ["integrationType": ["id": "custom-rest-actions"]])
    ],
  ]

  private static func named(_ number: Int, _ name: String, _ others: JSONObject = [:]) -> JSON {
    var object: JSONObject = [
      "id": .string("11111111-0000-4000-8000-00000000000\(number)"), "name": .string(name),
    ]
    for member in others { object[member.key] = member.value }
    return .object(object)
  }

  /// Makes a project of all examples, each changed as asked, on an org that takes its time.
  static func project(
    settleReads: Int = 0, _ change: (JSON) -> JSON = { $0 }
  ) async throws -> TestProject {
    let project = try await TestProject(
      "# the examples stand beside this file\n", rateLimit: 10_000, profile: .platform, org: org,
      settleReads: settleReads)
    for example in examples {
      let changed = change(example)
      try project.write(
        changed.text, to: "manifests/\(changed["kind"]?.string ?? "").json")
    }
    return project
  }
}
