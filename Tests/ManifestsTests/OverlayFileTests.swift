import Diagnostics
import JSON
import Manifests
import TestSupport
import Testing

/// Overlays over values that a manifest takes from a file or a variable.
@Suite struct OverlayFileTests {
  private static let machine = """
    {"StartAt": "Wait", "States": {
      "Wait": {"Type": "Wait", "Seconds": 5, "ResultPath": null, "Next": "Done"},
      "Done": {"Type": "Succeed"}}}
    """

  private func load(
    overlay: String, definition: String = "{file: ../asl/m.json}", metadata: String = "",
    files: [String: String] = ["asl/m.json": machine], variables: String = "{}"
  ) throws -> ManifestSet {
    try Fixture(
      files.merging([
        "manifests/p.yaml":
          """
        apiVersion: gcsync/v1
        kind: EventPipeline
        metadata: {name: p\(metadata)}
        spec:
          rule: {name: r, eventPattern: {source: [a]}}
          queue: {name: q}
          deadLetterQueue: {name: d}
          stateMachine:
            name: m
            roleArn: arn:aws:iam::1:role/m
            definition: \(definition)
        """,
        "envs/dev/p.yaml":
          """
        apiVersion: gcsync/v1
        kind: EventPipeline
        metadata: {name: p}
        spec: {stateMachine: {definition: \(overlay)}}
        """,
      ]) { own, _ in own }, variables: variables
    ).load()
  }

  private func definition(_ set: ManifestSet) -> JSON? {
    set.manifests.first?.spec["stateMachine"]?["definition"]
  }

  @Test func `an overlay changes part of what a file says, and the rest keeps its place`() throws {
    let set = try load(overlay: "{States: {Wait: {Seconds: 60}}}")
    #expect(set.diagnostics.isEmpty, "\(set.diagnostics)")
    var wanted = try JSON.parse(Self.machine)
    wanted[JSONPointer(["States", "Wait", "Seconds"])] = 60
    #expect(definition(set) == wanted)
    let places = set.provenance(below: "stateMachine").map { leaf in
      "\(leaf.pointer.tokens.last ?? "") \(leaf.location.file.name):\(leaf.location.line)"
    }
    #expect(places.contains("Seconds envs/dev/p.yaml:4"), "\(places)")
    #expect(places.contains("Next manifests/../asl/m.json:2"), "\(places)")
  }

  @Test(arguments: ["{file: ../asl/m.json}", "{StartAt: Old, States: {Old: {Type: Succeed}}}"])
  func `an overlay that names a file replaces the whole`(definition base: String) throws {
    let other = #"{"StartAt": "A", "States": {"A": {"Type": "Pass", "ResultPath": null}}}"#
    let set = try load(
      overlay: "{file: ../../asl/other.json}", definition: base,
      files: ["asl/m.json": Self.machine, "asl/other.json": other])
    #expect(set.diagnostics.isEmpty, "\(set.diagnostics)")
    #expect(try definition(set) == JSON.parse(other))
  }

  @Test func `an overlay changes part of what a variable stands for, or takes another`() throws {
    let declared = "{machine: \(Self.machine.replacing("\n", with: " "))}"
    var wanted = try JSON.parse(Self.machine)
    wanted[JSONPointer(["States", "Wait", "Seconds"])] = 60
    let patched = try load(
      overlay: "{States: {Wait: {Seconds: 60}}}", definition: "{var: machine}", variables: declared)
    #expect(patched.diagnostics.isEmpty, "\(patched.diagnostics)")
    #expect(definition(patched) == wanted)
    let other = try load(
      overlay: "{var: machine}", definition: "{StartAt: Old, States: {Old: {Type: Succeed}}}",
      variables: declared)
    #expect(try definition(other) == JSON.parse(Self.machine))
    let unknown = try load(overlay: "{StartAt: Done}", definition: "{var: nothing}")
    #expect(unknown.diagnostics.map(\.code) == ["undeclared-variable"])
  }

  @Test func `a file that cannot be read is said to be so once, where it is named`() throws {
    let problems = try load(overlay: "{StartAt: Done}", files: [:]).diagnostics
    #expect(problems.map(\.code) == ["unreadable-file"])
    #expect(problems.first?.location?.file.name == "manifests/p.yaml")
  }

  @Test(arguments: [
    "{States: {Wait: {Seconds: 60}}}", "{file: ../../asl/other.json}",
  ])
  func `what is locked inside of a file cannot be changed by an overlay`(overlay: String) throws {
    let set = try load(
      overlay: overlay,
      metadata: ", locked: [/spec/stateMachine/definition/States/Wait/Seconds]",
      files: [
        "asl/m.json": Self.machine,
        "asl/other.json": #"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#,
      ])
    #expect(set.diagnostics.map(\.code) == ["locked-field"])
  }
}
