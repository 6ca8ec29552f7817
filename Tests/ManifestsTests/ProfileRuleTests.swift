import Diagnostics
import Manifests
import Testing

@Suite struct ProfileRuleTests {
  private func manifest(
    _ kind: String, metadata: String = "{name: a}", spec: String
  ) -> String {
    "apiVersion: gcsync/v1\nkind: \(kind)\nmetadata: \(metadata)\nspec: \(spec)\n"
  }

  private func problems(_ text: String, profile: String) throws -> [Diagnostic] {
    try Fixture(["manifests/a.yaml": text], profile: profile).load().diagnostics
      .filter { $0.code != "unauthenticated-webhook" }
  }

  private static let webhook = "{targetUrl: \"https://a.example\", events: [e]}"
  private static let trigger =
    "{topicName: t, enabled: true, target: {type: Workflow, id: "

  @Test(arguments: [
    ("Division", "{}", "guide", "platform"), ("WrapupCode", "{name: a}", "guide", "platform"),
  ])
  func `a kind that the environment's API lacks is named where it stands`(
    kind: String, spec: String, profile: String, other: String
  ) throws {
    let found = try problems(manifest(kind, spec: spec), profile: profile)
    #expect(found.map(\.code) == ["unsupported-kind"])
    #expect(found.first?.location?.line == 2)
    #expect(found.first?.hint?.contains("profile: \(other)") == true)
  }

  @Test func `what is only looked up cannot be declared`() throws {
    let found = try problems(
      manifest("User", spec: "{email: a@b.example}"), profile: "platform")
    #expect(found.map(\.code) == ["lookup-only"])
    #expect(found.first?.location?.line == 2)
    #expect(found.first?.hint?.contains("external: true") == true)
  }

  @Test(arguments: [
    ("Division", "{name: a, id: x-1}", "{}", "platform", "metadata.id"),
    ("RecordingSettings", "{name: a, id: x-1}", "{}", "platform", "metadata.id"),
    ("Webhook", "{name: a, pin: x-1}", webhook, "guide", "metadata.pin"),
  ])
  func `an id that means nothing is remarked on`(
    kind: String, metadata: String, spec: String, profile: String, field: String
  ) throws {
    let found = try problems(manifest(kind, metadata: metadata, spec: spec), profile: profile)
    #expect(found.map(\.code) == ["ignored-field"])
    #expect(found.first?.severity == .note)
    #expect(found.first?.message.hasPrefix(field) == true)
    #expect(found.first?.location?.line == 3)
  }

  @Test(arguments: [
    ("Division", "{name: a, pin: x-1}", "{}", "platform"),
    ("Webhook", "{name: a, id: x-1}", webhook, "guide"),
  ])
  func `an id that is heeded is not`(
    kind: String, metadata: String, spec: String, profile: String
  ) throws {
    let text = manifest(kind, metadata: metadata, spec: spec)
    #expect(try problems(text, profile: profile).isEmpty)
  }

  @Test func `a reference to what is only looked up says that the org must be asked`() throws {
    let reference = "{ref: {kind: Flow, name: f}}}}"
    let found = try problems(
      manifest("Trigger", spec: Self.trigger + reference), profile: "platform")
    #expect(found.map(\.code) == ["unknown-reference"])
    #expect(found.first?.hint?.contains("external: true") == true)
    let external = reference.replacing("name: f", with: "name: f, external: true")
    #expect(
      try problems(manifest("Trigger", spec: Self.trigger + external), profile: "platform").isEmpty)
  }

  @Test func `a trigger has one of two times`() throws {
    let times = "id-1}, eventTTLSeconds: 60, delayBySeconds: 90}"
    let found = try problems(
      manifest("Trigger", spec: Self.trigger + times), profile: "platform")
    #expect(found.count == 1 && found.first?.severity == .error)
  }
}
