import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct SettlingTests {
  private typealias P = PlatformFamily

  private func fixture(reads: Int) async throws -> SandboxFixture {
    var options = SandboxOptions()
    options.seed = P.seed
    options.settleReads = reads
    return try await SandboxFixture(options)
  }

  private func total(_ fixture: SandboxFixture) async -> Int? {
    await fixture.call("GET", P.policies)?.json["total"]?.int
  }

  @Test func `a new object shows in lists after so many of them`() async throws {
    let fixture = try await fixture(reads: 2)
    #expect(await fixture.call("POST", P.policies, P.policy)?.status == 200)
    #expect(await total(fixture) == 0)
    _ = await fixture.call("GET", "\(P.policies)?pageNumber=2")
    #expect(await total(fixture) == 0)
    #expect(await total(fixture) == 1)
  }

  @Test func `a new object is found after so many reads of it`() async throws {
    let fixture = try await fixture(reads: 2)
    let id = await fixture.call("POST", P.policies, P.policy)?.json["id"]?.string ?? ""
    for expected in [404, 404, 200] {
      #expect(await fixture.call("GET", "\(P.policies)/\(id)")?.status == expected)
    }
  }

  @Test func `an updated object answers its former body, and its update the new one`()
    async throws
  {
    let fixture = try await fixture(reads: 1)
    let created = await fixture.call("POST", P.queues, ["name": "Billing"])?.json
    let item = "\(P.queues)/\(created?["id"]?.string ?? "")"
    _ = await total(fixture)
    _ = await fixture.call("GET", P.queues)
    let updated = await fixture.call("PUT", item, ["name": "Bills"])
    #expect(updated?.json["name"] == "Bills")
    #expect(await fixture.call("GET", item)?.json["name"] == "Billing")
    #expect(await fixture.call("GET", item)?.json["name"] == "Bills")
  }

  @Test func `a deleted object still shows, and is gone for whoever deletes it again`()
    async throws
  {
    let fixture = try await fixture(reads: 1)
    let id = await fixture.call("POST", P.policies, P.policy)?.json["id"]?.string ?? ""
    _ = await total(fixture)
    #expect(await fixture.call("DELETE", "\(P.policies)/\(id)")?.status == 200)
    #expect(await fixture.call("DELETE", "\(P.policies)/\(id)")?.status == 404)
    #expect(await total(fixture) == 1)
    #expect(await total(fixture) == 0)
  }

  @Test func `what changes behind the clients' backs shows at once`() async throws {
    let fixture = try await fixture(reads: 3)
    _ = await fixture.control(
      "mutate", ["op": "put", "collection": "queues", "value": ["id": "q", "name": "Billing"]])
    #expect(await fixture.call("GET", "\(P.queues)/q")?.json["name"] == "Billing")
  }

  @Test func `an update needs the version that is, whatever reads still show`() async throws {
    let fixture = try await fixture(reads: 1)
    let created = await fixture.call("POST", "/api/v2/groups", P.group)?.json
    let item = "/api/v2/groups/\(created?["id"]?.string ?? "")"
    _ = await fixture.call("GET", item)
    let first = P.group.mergePatched(with: ["version": 1])
    #expect(await fixture.call("PUT", item, first)?.json["version"] == 2)
    #expect(await fixture.call("GET", item)?.json["version"] == 1)
    #expect(await fixture.call("PUT", item, first)?.status == 409)
  }
}
