import Foundation
import JSON
import Reconciler
import Rendering
import TestSupport
import Testing

/// The page of a plan in a browser that nobody here wrote: headless Chromium.
@Suite struct PageBrowserTests {
  private static let peer = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Peers/page_browser.py").path

  /// Opens a page and holds it against what the checks of the peer say it must be.
  private func browse(_ check: String, _ page: String) async throws {
    let environment = ProcessInfo.processInfo.environment
    let isRequired = environment["GCSYNC_PEERS"] == "required"
    guard let python = environment["GCSYNC_PYTHON"] else {
      print("peer chromium: skipped, GCSYNC_PYTHON names no Python")
      #expect(!isRequired, "GCSYNC_PYTHON must name a Python with Pillow")
      return
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("gcsync-\(UUID().uuidString).html")
    try Data(page.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let bytes = await ProgramOutput.of(python, ["-B", Self.peer, check, file.path])
    let output = String(decoding: try #require(bytes), as: UTF8.self)
    if output.contains("No browser named") || output.contains("No module named"), !isRequired {
      print("peer chromium: skipped, \(output.prefix(200))")
      return
    }
    for line in output.split(separator: "\n") where line.hasPrefix("page: ") { print(line) }
    #expect(output.contains("page ok"), "\(output)")
  }

  @Test func `a plan can be read, searched, moved through, printed and heard`() async throws {
    // Further members, which other parts of the plan may bring along.
    let page = Samples.pageReport().page.replacing(
      "\"reasons\":[\"differs in 1 field, of which",
      with: """
        "moved":{"by":"ada\\u202E","at":"2026-11-21T01:30:00Z"},\
        "reasons":["differs in 1 field, of which
        """
    )
    .replacing(
      #"{"path":"/spec/bucket","#,
      with: #"{"why":[{"text":"${bucket} of <dev>","source":{"file":"gcsync.yaml","line":9,"#
        + #""column":3}}],"path":"/spec/bucket","#)
    #expect(page.contains("\"means\"") && page.contains("\"why\""))
    try await browse("check", page)
  }

  @Test func `drift says who moved`() async throws {
    let report = Samples.pageReport { operation, change in
      switch (operation.action, change?.path.description) {
      case (_, "/spec/days"): .git
      case (.update, _): .both
      case (.create, _): .git
      default: .org
      }
    }
    try await browse("check", report.page)
  }

  @Test func `a plan of twenty thousand changes opens and can be searched`() async throws {
    try await browse("large", Samples.largeReport(20_000).page)
  }

  @Test func `a plan that changes nothing, and one that could not be made, are pages`()
    async throws
  {
    try await browse("quiet", Samples.report([], unchanged: 3).page)
    let findings = (0..<250).map { Samples.warning($0) }
    try await browse("quiet", Samples.report([], findings: findings, isPartial: true).page)
  }
}
