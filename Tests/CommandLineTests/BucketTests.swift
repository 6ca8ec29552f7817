import CommandLine
import Foundation
import JSON
import Sandbox
import Testing

/// What the checks of buckets do to plans, and how doctor shows them.
@Suite struct BucketTests {
  private func setDocuments(_ documents: JSON, of project: TestProject) throws {
    try project.sandbox.mutate([
      "op": "bucket", "name": "recordings", "value": ["documents": documents],
    ])
  }

  private static let expiry =
    "<LifecycleConfiguration><Rule><ID>tidy</ID><Status>Enabled</Status><Filter/>"
    + "<Expiration><Days>10</Days></Expiration></Rule></LifecycleConfiguration>"

  private func findings(_ outcome: TestProject.Outcome, _ code: String) -> [JSON] {
    (outcome.json["findings"]?.array ?? []).filter { $0["code"]?.string == code }
  }

  private func checks(_ outcome: TestProject.Outcome) -> [String: JSON] {
    (outcome.json["buckets"]?.array?.first?["checks"]?.array ?? []).reduce(into: [:]) {
      $0[$1["id"]?.string ?? ""] = $1
    }
  }

  @Test func `a rule that deletes too early holds up its target, and every policy is named`()
    async throws
  {
    let project = try await TestProject()
    try setDocuments(["lifecycle": .string(Self.expiry)], of: project)
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .changes)
    let messages = findings(plan, "lifecycle-expires-early").compactMap { $0["message"]?.string }
    #expect(messages.count == 2)
    #expect(
      messages.contains { $0.hasSuffix("StorageTarget/archive keeps recordings for 365 days") })
    #expect(
      messages.contains { $0.hasSuffix("RecordingPolicy/voice keeps recordings for 30 days") })
    #expect(findings(plan, "lifecycle-expires-early").allSatisfy { $0["hint"] != nil })
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .partial || apply.code == .error)
    #expect(project.sandbox.counts.keys.allSatisfy { !$0.hasPrefix("PUT /api/v2/recording") })
    try setDocuments(["lifecycle": .null], of: project)
    #expect(await project.run("apply", "--yes").code == .done)
    try await project.end()
  }

  @Test func `a policy outside of what is planned still counts, and each thing is read once`()
    async throws
  {
    let project = try await TestProject()
    try project.edit("retentionPeriodDays: ${retention}", "retentionPeriodDays: 31")
    try setDocuments(
      ["lifecycle": .string(Self.expiry.replacingOccurrences(of: ">10<", with: ">20<"))],
      of: project)
    let plan = await project.run(
      "plan", "--kind", "StorageTarget", "--output", "json")
    #expect(findings(plan, "lifecycle-expires-early").count == 2)
    let counts = project.sandbox.counts.filter { $0.key.contains("{bucket}") }
    #expect(counts.values.allSatisfy { $0 == 1 }, "\(counts)")
    #expect(counts.count == 14)
    try await project.end()
  }

  @Test func `doctor shows each check of a bucket, and SARIF has the same`() async throws {
    let project = try await TestProject()
    try setDocuments(
      ["lifecycle": .string(Self.expiry), "publicAccessBlock": .null], of: project)
    let doctor = await project.run("doctor", "--output", "json")
    #expect(doctor.code == .error)
    let found = checks(doctor)
    #expect(found.count == 18)
    #expect(found["lifecycle"]?["state"] == "failed")
    #expect(found["lifecycle"]?["codes"]?.array?.first == "lifecycle-expires-early")
    #expect(found["public-access"]?["state"] == "warning")
    #expect(found["region"]?["state"] == "ok" && found["encryption"]?["state"] == "ok")
    #expect(found["writer"]?["state"] == "unknown", "nobody knows whose key it is")
    #expect(found["write-probe"]?["state"] == "unknown")
    let text = await project.run("doctor")
    #expect(text.out.contains("bucket recordings of StorageTarget/archive:"))
    #expect(text.out.contains("✗ 12 lifecycle"))
    let sarif = await project.run("doctor", "--output", "sarif")
    #expect(sarif.code == .error)
    let results = sarif.json["runs"]?.array?.first?["results"]?.array ?? []
    let early = results.first { $0["ruleId"] == "lifecycle-expires-early" }
    #expect(early?["level"] == "error")
    let place = early?["locations"]?.array?.first?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.string?.hasSuffix("manifests/all.yaml") == true)
    #expect(results.contains { $0["ruleId"] == "doctor-token" } == false)
    let asked = project.sandbox.counts.keys
    #expect(!asked.contains { $0.hasPrefix("PUT") || $0.hasPrefix("DELETE") })
    try await project.end()
  }

  @Test func `a plan's findings and a project's problems are SARIF for a code host`() async throws {
    let project = try await TestProject()
    try setDocuments(["lifecycle": .string(Self.expiry)], of: project)
    let plan = await project.run("plan", "--output", "sarif")
    #expect(plan.code == .changes && plan.json["version"] == "2.1.0")
    let results = plan.json["runs"]?.array?.first?["results"]?.array ?? []
    #expect(
      results.contains { $0["ruleId"] == "lifecycle-expires-early" && $0["locations"] != nil })
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: often")
    let validate = await project.run("validate", "--output", "sarif")
    #expect(validate.code == .invalid)
    let problem = validate.json["runs"]?.array?.first?["results"]?.array?.first {
      $0["level"] == "error"
    }
    let region = problem?["locations"]?.array?.first?["physicalLocation"]?["region"]
    #expect((region?["startLine"]?.int ?? 0) > 10)
    let history = await project.run("history", "--output", "sarif")
    #expect(
      history.code == .error && history.err.contains("--output is one of text, json, markdown"))
    try await project.end()
  }

  @Test func `only where it is asked for an object is written, and it is deleted again`()
    async throws
  {
    let project = try await TestProject()
    let doctor = await project.run("doctor", "--write-probe", "--output", "json")
    #expect(doctor.code == .done, "\(doctor.out)")
    #expect(checks(doctor)["write-probe"]?["state"] == "ok")
    #expect(project.sandbox.counts["PUT /{bucket}/{key}"] == 1)
    #expect(project.sandbox.counts["DELETE /{bucket}/{key}"] == 1)
    try project.sandbox.mutate([
      "op": "bucket", "name": "recordings", "value": ["deny": ["s3:DeleteObject"]],
    ])
    let left = await project.run("doctor", "--write-probe", "--output", "json")
    #expect(checks(left)["write-probe"]?["codes"] == ["write-probe-left"])
    try project.sandbox.mutate([
      "op": "bucket", "name": "recordings", "value": ["deny": ["s3:PutObject"]],
    ])
    let refused = await project.run("doctor", "--write-probe", "--output", "json")
    #expect(refused.code == .error)
    #expect(checks(refused)["write-probe"]?["codes"] == ["write-probe-failed"])
    try setDocuments(
      [
        "object-lock": .string(
          "<ObjectLockConfiguration><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>365</Days>"
            + "</DefaultRetention></Rule></ObjectLockConfiguration>")
      ], of: project)
    let locked = await project.run("doctor", "--write-probe", "--output", "json")
    #expect(checks(locked)["write-probe"]?["state"] == "unknown")
    #expect(
      project.sandbox.counts["PUT /{bucket}/{key}"] == 3, "nothing that stays for a year is written"
    )
    try await project.end()
  }
}
