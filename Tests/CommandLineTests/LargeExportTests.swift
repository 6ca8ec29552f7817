import CommandLine
import Foundation
import JSON
import Manifests
import Reconciler
import Sandbox
import Testing

/// An org of thousands of objects of every kind, taken over as manifests.
@Suite struct LargeExportTests {
  /// The most objects of a collection that are read one by one; the others share what is left.
  private static let utmostDetails = 40
  private static let size = 5_000

  /// Makes an org of many objects from one in which every kind has been created once.
  private func org() async throws -> JSON {
    let project = try await NativeKind.project()
    let before = project.sandbox.objects["genesys"]
    let apply = await project.run("apply", "--yes", environment: NativeKind.canaries)
    #expect(apply.code == .done, "\(apply.err)")
    var org = project.sandbox.objects["genesys"] ?? [:]
    try await project.end()
    let created = (org.object ?? [:]).compactMap { store -> (name: String, model: JSON)? in
      let known = Set((before?[store.key]?.array ?? []).map(\.canonicalText))
      let new = (store.value.array ?? []).filter { !known.contains($0.canonicalText) }
      // Of the keys' rotation there is one whatever is put.
      let isOne = store.key == "keyRotationSchedule"
      return new.count == 1 && new[0]["id"] != nil && !isOne ? (store.key, new[0]) : nil
    }
    #expect(created.count >= 13)
    let share = (Self.size - Self.utmostDetails) / (created.count - 1) + 1
    for (name, model) in created {
      let count = name == "actions" ? Self.utmostDetails : share
      let copies = (0..<count).map { copy(model, $0) }
      org[name] = .array((org[name]?.array ?? []) + copies)
    }
    return org
  }

  /// Returns another object like one of the org, under names of its own.
  private func copy(_ model: JSON, _ number: Int) -> JSON {
    let digits = String(repeating: "0", count: 12 - String(number).count) + String(number)
    var copy = model
    copy["id"] = model["id"]?.string.map { .string($0.dropLast(12) + digits) }
    for pointer in ["/name", "/url", "/config/current/name"].compactMap(JSONPointer.init(parsing:))
    {
      guard let text = copy[pointer]?.string else { continue }
      copy[pointer] = .string("\(text) \(number)")
    }
    return copy
  }

  /// Returns how many requests the lists and the unavoidable single reads of an export are.
  private func bound(_ project: TestProject) -> Int {
    EveryKind.library.kinds.values.reduce(0) { sum, kind in
      guard let wire = kind.wires[.platform], wire.exportedAs == nil, wire.identity != .parts
      else { return sum }
      let folder = project.path("manifests/\(kind.name)")
      let count = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.count ?? 0
      let isWhole = wire.identity == .singleton || wire.paging == .whole
      let pages = isWhole ? 1 : max(1, (count + wire.pageSize - 1) / wire.pageSize)
      let single = wire.isPartial ? count * (1 + wire.texts.count) : 0
      return sum + pages + (wire.readsToEmptyPage ? 1 : 0) + single
    }
  }

  @Test func `an export of 5,000 objects of every kind validates, and the plan is empty`()
    async throws
  {
    let project = try await TestProject(
      "# none yet\n", rateLimit: 100_000, profile: .platform, org: try await org())
    let stores = project.sandbox.objects["genesys"]?.object ?? [:]
    let held = stores.reduce(0) { $0 + ($1.value.array?.count ?? 0) }
    #expect(held >= Self.size, "\(stores.map { "\($0.key) \($0.value.array?.count ?? 0)" })")
    try FileManager.default.removeItem(atPath: project.path("manifests/all.yaml"))
    let export = await project.run("export", "--out", project.path("manifests"))
    #expect(export.code == .done, "\(export.err)")
    let read = project.sandbox.counts.filter { $0.key.hasPrefix("GET /api/v2/") }
    #expect(read.values.reduce(0, +) <= bound(project), "\(read.sorted { $0.key < $1.key })")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .done, "\(plan.out.prefix(2000)) \(plan.err.prefix(2000))")
    #expect(plan.json["summary"]?["unchanged"]?.int ?? 0 >= Self.size)
    #expect(project.writes == 0)
    try await project.end()
  }
}
