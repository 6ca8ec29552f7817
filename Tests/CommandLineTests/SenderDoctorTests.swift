import CommandLine
import Genesys
import JSON
import Reconciler
import Rendering
import TestSupport
import Testing

/// What doctor finds of mail and reports.
@Suite struct SenderDoctorTests {
  /// One that nothing is to be said against.
  private static let manifest = """
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: hook}
    spec:
      targetUrl: https://example.com/in
      events: [a.updated]
      authentication: {type: hmac, secret: {secretRef: env:HOOK_KEY}}
    """

  private func project(_ mail: String) async throws -> TestProject {
    let project = try await TestProject(Self.manifest)
    let text = try project.text(of: "gcsync.yaml")
    // The first environment alone sends mail.
    let parts = text.split(separator: "    overlays:", maxSplits: 1)
    try project.write(
      parts.joined(separator: "    mail: {host: mail.example.com, \(mail)}\n    overlays:"),
      to: "gcsync.yaml")
    return project
  }

  private func row(_ outcome: TestProject.Outcome, _ name: String) -> JSON? {
    outcome.json["checks"]?.array?.first { $0["name"]?.string == name }
  }

  private static let good = [
    "--mx-host=example.com,mx.example.com,10", "--txt-record=example.com,v=spf1 mx -all",
    "--txt-record=s1._domainkey.example.com,v=DKIM1; k=ed25519; "
      + "p=waAEyvhJmFwIdZrjCsxuF8yQPVFEKHSgsoeoqlTOoUQ=",
    "--txt-record=_dmarc.example.com,v=DMARC1; p=reject; rua=mailto:dmarc@example.com",
    "--txt-record=open.example.com,v=spf1 +all", "--mx-host=open.example.com,.,0",
  ]

  @Test func `the domain of the sender is looked at, check by check`() async throws {
    guard let server = await Dnsmasq.start(Self.good) else { return }
    let project = try await project("from: Reports <reports@example.com>, dkimSelector: s1")
    func doctor(_ format: String) async -> TestProject.Outcome {
      await project.run(
        "doctor", "--output", format, environment: ["GCSYNC_DNS": server.place])
    }
    let well = await doctor("json")
    #expect(well.code == .done, "\(well.out)")
    #expect(row(well, "mail sender")?["found"] == "example.com vouches for its mail")
    let checks = well.json["senders"]?.array?.first?["checks"]?.array ?? []
    #expect(checks.map { $0["id"]?.string } == ["mx", "spf", "dkim", "dmarc"])
    #expect(checks.allSatisfy { $0["state"] == "ok" })
    let text = await doctor("text")
    #expect(
      text.out.contains(
        """

        sender example.com:
          ✓  1 mx     mail for example.com goes to mx.example.com
          ✓  2 spf    judging by SPF of example.com takes 1 of the 10 lookups that are allowed
          ✓  3 dkim   s1._domainkey.example.com has an Ed25519 key
          ✓  4 dmarc  _dmarc.example.com asks for p=reject

        """), "\(text.out)")
    try project.write(
      try project.text(of: "gcsync.yaml").replacing("@example.com", with: "@open.example.com"),
      to: "gcsync.yaml")
    let broken = await doctor("json")
    #expect(broken.code == .error)
    #expect(row(broken, "mail sender")?["state"] == "failed")
    let states = broken.json["senders"]?.array?.first?["checks"]?.array?.map { $0["state"] }
    #expect(states == ["warning", "failed", "warning", "ok"])
    let sarif = await doctor("sarif")
    let results = sarif.json["runs"]?.array?.first?["results"]?.array ?? []
    let open = results.first { $0["ruleId"] == "spf-open" }
    #expect(open?["level"] == "error")
    #expect(open?["locations"]?.array?.isEmpty == false, "it stands where the sender is named")
    #expect(await doctor("markdown").out.contains("#### sender open.example.com"))
    try await project.end()
  }

  @Test func `where nobody answers the sender is unknown, and only strictly more than that`()
    async throws
  {
    let project = try await project("from: reports@example.com, dkimSelector: s1")
    let nobody = ["GCSYNC_DNS": "127.0.0.1:\(try unusedPort())"]
    let doctor = await project.run("doctor", "--output", "json", environment: nobody)
    #expect(doctor.code == .done, "\(doctor.out)")
    #expect(row(doctor, "mail sender")?["state"] == "warning")
    let checks = doctor.json["senders"]?.array?.first?["checks"]?.array ?? []
    #expect(checks.count == 4 && checks.allSatisfy { $0["state"] == "unknown" })
    #expect(await project.run("doctor", "--strict", environment: nobody).code == .error)
    let wrong = await project.run(
      "doctor", "--output", "json", environment: ["GCSYNC_DNS": "dns"])
    #expect(row(wrong, "mail sender")?["found"]?.string?.contains("GCSYNC_DNS") == true)
    try await project.end()
  }

  @Test func `without mail no name server is asked`() async throws {
    let project = try await TestProject()
    let doctor = await project.run(
      "doctor", "--output", "json", environment: ["GCSYNC_DNS": "127.0.0.1:1"])
    #expect(doctor.json["senders"] == [] && row(doctor, "mail sender") == nil)
    #expect(row(doctor, "reports") == nil)
    try await project.end()
  }

  @Test func `reports name the tier and the permissions they take`() throws {
    #expect(ReportFinding(count: 0, profile: .guide, evidence: nil) == nil)
    let guide = try #require(ReportFinding(count: 2, profile: .guide, evidence: nil)).row
    #expect(guide.state == .unknown)
    #expect(guide.found == "2 report schedules: the client needs reporting:export")
    #expect(guide.details.first?.contains("Premium or Enterprise") == true)
    let names = "analytics:dataExport:view and analytics:dataExport:add"
    for (granted, state, words) in [
      (["view", "add"] as JSON, Checkup.State.ok, ", and has it"),
      (["view"], .failed, ", and lacks "),
    ] {
      var evidence = PermissionEvidence()
      evidence.isWhole = true
      evidence.grants.add(role: [
        "permissionPolicies": [
          ["domain": "analytics", "entityName": "dataExport", "actionSet": granted]
        ]
      ])
      let row = try #require(
        ReportFinding(count: 1, profile: .platform, evidence: evidence)
      ).row
      #expect(row.state == state)
      #expect(row.found.hasPrefix("1 report schedule: the client needs \(names)\(words)"))
    }
  }
}
