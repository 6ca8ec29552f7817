import Diagnostics
import JSON
import Manifests
import Reconciler
import TestSupport
import Testing
import World

@Suite struct ManifestSetTests {
  @Test func `a variable that fills a whole scalar keeps its type`() throws {
    let set = try Fixture(["manifests/a.yaml": target("a", days: "${retention}")]).load()
    #expect(!set.diagnostics.hasErrors)
    #expect(set.manifests.first?.spec["retentionPeriodDays"]?.int == 365)
  }

  @Test func `an overlay replaces a value of its base`() throws {
    let set = try Fixture([
      "manifests/a.yaml": target("a"),
      "envs/dev/a.yaml":
        """
      apiVersion: gcsync/v1
      kind: StorageTarget
      metadata: {name: a}
      spec: {retentionPeriodDays: 30}
      """,
    ]).load()
    #expect(!set.diagnostics.hasErrors)
    #expect(set.manifests.first?.spec["retentionPeriodDays"]?.int == 30)
    let leaf = set.provenance(below: "retentionPeriodDays").first
    #expect(leaf?.location.file.name == "envs/dev/a.yaml")
    #expect(leaf?.steps.count == 1)
  }

  @Test(arguments: [
    ("undeclared-variable", target("a", days: "${retentoin}"), 12, 24),
    ("unknown-reference", target("a") + "---\n" + policy("p", target: "b"), 19, 0),
    ("retention-exceeds-target", target("a", days: "30") + "---\n" + policy("p"), 20, 24),
    ("duplicate-manifest", target("a") + "---\n" + target("a"), 14, 0),
    ("unknown-kind", target("a").replacing("StorageTarget", with: "StorageTarge"), 2, 7),
    ("plain-secret", target("a", secret: "hunter2"), 10, 22),
  ])
  func `a problem has its name and place`(code: String, text: String, line: Int, column: Int) throws
  {
    let set = try Fixture(["manifests/a.yaml": text]).load()
    let found = try #require(set.diagnostics.first { $0.code == code }, "\(set.diagnostics)")
    #expect(found.location?.line == line)
    if column > 0 { #expect(found.location?.column == column) }
  }

  @Test func `a plain secret is never repeated`() throws {
    let set = try Fixture(["manifests/a.yaml": target("a", secret: "hunter2")]).load()
    #expect(set.diagnostics.contains { $0.code == "plain-secret" && $0.hidesSource })
    #expect(!set.diagnostics.contains { "\($0)".contains("hunter2") })
  }

  @Test func `a file that cannot be parsed makes no reference unknown`() throws {
    let set = try Fixture([
      "manifests/a.yaml": "a: [", "manifests/p.yaml": policy("p", target: "b"),
    ]).load()
    #expect(set.diagnostics.hasErrors)
    #expect(!set.diagnostics.contains { $0.code == "unknown-reference" })
  }

  @Test func `a command is refused unless the environment allows it`() throws {
    let source = SecretSource("cmd:echo hi")
    let closed = SecretResolver(world: VirtualWorld().world, folder: "/")
    #expect(throws: DiagnosticsError.self) { try closed.resolve(source) }
    let open = VirtualWorld(environment: ["GCSYNC_ALLOW_CMD": "1"]).world
    #expect(try SecretResolver(world: open, folder: "/").resolve(source).reveal { $0 } == "hi")
  }

  @Test func `an id made from a name is the same for ever`() {
    let id = ManifestSet.clientID(
      owner: "acme/cc", environment: "dev", address: Address(kind: "StorageTarget", name: "a"))
    #expect(id == "0fb90d8e-a2ce-507d-864e-60e2e9069d56")
  }
}
