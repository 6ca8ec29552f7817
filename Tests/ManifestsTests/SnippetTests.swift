import Diagnostics
import JSON
import Manifests
import Reconciler
import Testing
import YAML

/// The short manifests that `gcsync schema KIND --example` prints.
@Suite struct SnippetTests {
  private static let library = KindLibrary.load().0
  private static let kinds = library.kinds.values.sorted { $0.name < $1.name }
  private static let writable = kinds.filter { library.snippet(of: $0.name) != nil }

  @Test(arguments: writable.map(\.name))
  func `the snippet of a kind is valid as it stands`(kind: String) throws {
    let snippet = try #require(Self.library.snippet(of: kind))
    let known = try #require(Self.library.kinds[kind])
    #expect(Self.library.accepts(snippet, kind: kind))
    guard known.operations.isEmpty else { return }
    let isOfGuide = known.wires[.guide] != nil
    let fixture = try Fixture(
      ["manifests/\(kind).yaml": YAML.text(of: snippet)], profile: isOfGuide ? "guide" : "platform")
    let set = try fixture.load()
    #expect(set.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    #expect(snippet["kind"]?.string == kind)
    #expect(snippet["spec"]?.object?.isEmpty == false)
  }

  @Test func `every kind that can be declared has a snippet, and no other`() {
    let missing = Self.kinds.filter { Self.library.snippet(of: $0.name) == nil }
    let lookedUp = ["EvaluationForm", "Flow", "Language", "Team", "User", "WrapupCode"]
    #expect(missing.map(\.name) == lookedUp)
  }

  @Test func `a snippet has what is required and little else`() throws {
    let target = try #require(Self.library.snippet(of: "StorageTarget"))
    let spec = try #require(target["spec"]?.object)
    #expect(Set(spec.keys) == ["type", "configuration", "retentionPeriodDays"])
    let policy = try #require(Self.library.snippet(of: "RecordingPolicy"))
    #expect(policy["spec"]?["storageTargetId"]?["ref"]?["external"] == true)
  }
}
