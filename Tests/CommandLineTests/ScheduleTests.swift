import CommandLine
import JSON
import Reconciler
import Sandbox
import Testing

/// A plan says of whatever has a schedule when it is due next, and when it was before.
@Suite struct ScheduleTests {
  private static let manifests = """
    apiVersion: gcsync/v1
    kind: ScheduledTrigger
    metadata: {name: nightly}
    spec:
      enabled: true
      target: {type: Workflow, id: 6f1b2c3d-4e5a-4b6c-8d7e-9f0a1b2c3d4e}
      schedule:
        minutes: "15"
        hours: "2"
        daysOfMonth: "?"
        months: "*"
        daysOfWeek: "2,3,4,5,6"
        timezone: Europe/Berlin
    ---
    apiVersion: gcsync/v1
    kind: KeyRotationSchedule
    metadata: {name: keys}
    spec: {period: WEEKLY}
    ---
    apiVersion: gcsync/v1
    kind: JourneyViewSchedule
    metadata: {name: journeys}
    spec: {viewId: 4b2f6c1e-8d0a-4c5b-9f57-2f1f6f0c7a11, frequency: Weekly}

    """

  private static let org: JSON = [
    "flows": [
      [
        "id": "6f1b2c3d-4e5a-4b6c-8d7e-9f0a1b2c3d4e", "name": "Nightly", "type": "WORKFLOW",
      ]
    ]
  ]

  private static let now = "2026-11-28T12:00:00Z"

  private func means(_ project: TestProject, _ address: String) async -> [String] {
    let plan = await project.run("plan", "--output", "json", "--now", Self.now)
    let change = plan.json["changes"]?.array?.first { $0["address"]?.string == address }
    let sentences = change?["means"]?.array?.compactMap(\.string) ?? []
    return sentences.filter { !$0.hasPrefix("starts ") }
  }

  @Test func `a trigger's next times are told, and those before a change`() async throws {
    let project = try await TestProject(Self.manifests, profile: .platform, org: Self.org)
    let zone = "(Europe/Berlin, Sunday being day 1)"
    let week = "Mon 2026-11-30 02:15, Tue 2026-12-01 02:15, Wed 2026-12-02 02:15 \(zone)"
    #expect(await means(project, "ScheduledTrigger/nightly") == ["is due \(week)"])
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit("daysOfWeek: \"2,3,4,5,6\"", "daysOfWeek: \"?\"")
    #expect(
      await means(project, "ScheduledTrigger/nightly") == [
        "is due Sun 2026-11-29 02:15, Mon 2026-11-30 02:15, Tue 2026-12-01 02:15 (Europe/Berlin), "
          + "before: \(week)"
      ])
    try project.edit("enabled: true", "enabled: false")
    #expect(
      await means(project, "ScheduledTrigger/nightly") == [
        "is switched off", "is no longer due; it was \(week)",
      ])
    try await project.end()
  }

  @Test func `how often keys change and journeys are computed is told as a pace`() async throws {
    let project = try await TestProject(Self.manifests, profile: .platform, org: Self.org)
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit("period: WEEKLY", "period: YEARLY")
    try project.edit("frequency: Weekly", "frequency: Daily")
    #expect(
      await means(project, "KeyRotationSchedule/keys") == [
        "happens every year instead of every week, at moments that the org chooses"
      ])
    #expect(
      await means(project, "JourneyViewSchedule/journeys") == [
        "happens every day instead of every week, at moments that the org chooses"
      ])
    try await project.end()
  }

  @Test(arguments: [
    ("hours: \"2\"", "hours: \"soon\""), ("timezone: Europe/Berlin", "timezone: Nowhere/Else"),
    ("minutes: \"15\"", "description: a test"),
  ])
  func `what names no times says nothing of them`(old: String, new: String) async throws {
    let project = try await TestProject(Self.manifests, profile: .platform, org: Self.org)
    if new.hasPrefix("description") {
      try project.edit("  \(old)\n", "")
    } else {
      try project.edit(old, new)
    }
    #expect(await means(project, "ScheduledTrigger/nightly") == [])
    try await project.end()
  }
}
