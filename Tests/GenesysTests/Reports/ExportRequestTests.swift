import Diagnostics
import Genesys
import JSON
import Reconciler
import Testing

@Suite struct ExportRequestTests {
  @Test func `the guide's API gets the report's own words unchanged`() throws {
    let request = try ScriptedExports.request(.guide)
    #expect(request.source == .report(id: "sales/daily"))
    var expected = ScriptedExports.guideReport
    expected["reportId"] = nil
    #expect(request.body.text == expected.text)
  }

  @Test func `the platform gets the name, the interval and the zone of the run`() throws {
    let body = try ScriptedExports.request(.platform).body
    #expect(body["name"] == "daily" && body["timeZone"] == "Europe/Berlin")
    #expect(body["interval"]?.string == ScriptedExports.interval)
    #expect(body["period"] == "PT30M" && body["csvDelimiter"] == "SEMICOLON")
    #expect(body["exportFormat"] == "CSV" && body["locale"] == "en-US")
  }

  @Test(arguments: [
    (Profile.guide, "reportId"), (.platform, "viewType"),
  ])
  func `a report that does not say what is exported is refused`(profile: Profile, field: String) {
    let error = #expect(throws: DiagnosticsError.self) {
      try ScriptedExports.request(profile, ["format": "CSV", "filter": [:]])
    }
    #expect(error?.diagnostics.first?.message == "the report has no \(field)")
  }

  @Test(arguments: [
    ExportID(report: "sales/daily", id: "e 1"), ExportID(report: "ä", id: "é/.."),
    ExportID(id: "0e1d"), ExportID(id: "a/b"),
  ])
  func `the name of an export survives being kept as text`(id: ExportID) {
    #expect(ExportID(id.text) == id)
  }

  @Test(arguments: ["", "/", "a/", "/a", "a/b/c", "%zz"])
  func `what names no export is not taken for one`(text: String) {
    #expect(ExportID(text) == nil)
  }
}
