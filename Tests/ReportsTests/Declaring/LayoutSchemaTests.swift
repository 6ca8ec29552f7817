import Foundation
import JSON
import Reports
import Testing
import World

/// What the schema of a layout promises is what a report does.
@Suite struct LayoutSchemaTests {
  private let schema: JSON

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("schemas/ReportSchedule.json")
    let document = try JSON.parse([UInt8](Data(contentsOf: file)))
    schema = try #require(document["properties"]?["spec"]?["properties"]?["layout"])
  }

  private func field(_ path: String) throws -> JSON {
    try path.split(separator: "/").reduce(schema) { place, name in
      let inside = place["items"] ?? place
      return try #require(inside["properties"]?[String(name)], "\(path)")
    }
  }

  /// Returns an object of the defaults that the fields of an object have.
  private func defaults(_ place: JSON) -> JSON {
    var result = JSONObject()
    for member in (place["items"] ?? place)["properties"]?.object?.members ?? [] {
      if let value = member.value["x-gcsync"]?["default"] {
        result[member.key] = value
      } else if member.value["properties"] != nil {
        result[member.key] = defaults(member.value)
      }
    }
    return .object(result)
  }

  private func document(_ layout: JSON) throws -> ReportDocument {
    try ReportLayout(layout).document(
      title: "T", created: Timestamp(seconds: 0), header: ["A", "B"], files: { _ in [] }
    ).document
  }

  @Test func `a layout of all defaults is one that says nothing`() throws {
    let (said, unsaid) = (try document(defaults(schema)), try document([:]))
    #expect(said.theme == unsaid.theme && said.columns == unsaid.columns)
    #expect(said.emptyText == unsaid.emptyText && said.missingGlyphs == unsaid.missingGlyphs)
    #expect(said.links.isEmpty && said.group == nil)
  }

  @Test(arguments: [
    ("text", []), ("number", ["unit"]), ("duration", ["from", "as"]), ("date", ["pattern"]),
    ("percent", ["hundredths"]),
  ])
  func `a column of all defaults is one that only has a name and a type`(
    type: String, words: [String]
  ) throws {
    let all = try defaults(field("columns/format"))
    var format: JSON = ["type": .string(type)]
    var column = try defaults(field("columns"))
    column = .object(
      JSONObject((column.object?.members ?? []).map { ($0.key, $0.value) } + [("name", "A")]))
    column["format"] = format
    let unsaid = try document(["columns": [["name": "A", "format": format]]])
    for word in words {
      #expect(all[word] != nil)
      format[word] = all[word]
    }
    column["format"] = format
    #expect(try document(["columns": [column]]).columns == unsaid.columns)
  }

  @Test func `a highlight and a chart of all defaults are as they are without`() throws {
    func with(_ defaults: JSON, _ members: [(String, JSON)]) -> JSON {
      .object(JSONObject((defaults.object?.members ?? []).map { ($0.key, $0.value) } + members))
    }
    let rule: [(String, JSON)] = [("column", "A"), ("empty", true)]
    let chart: [(String, JSON)] = [
      ("type", "bar"), ("title", "T"), ("label", "A"), ("value", "B"),
    ]
    let said = try document([
      "highlight": [with(defaults(field("highlight")), rule)],
      "charts": [with(defaults(field("charts")), chart)],
    ])
    let unsaid = try document([
      "highlight": [.object(JSONObject(rule))], "charts": [.object(JSONObject(chart))],
    ])
    #expect(said.highlights == unsaid.highlights && said.charts == unsaid.charts)
  }

  @Test(arguments: [
    ("paper", Paper.allCases.map(\.rawValue)),
    ("orientation", Orientation.allCases.map(\.rawValue)),
    ("missingGlyphs", MissingGlyphs.allCases.map(\.rawValue)),
    ("columns/align", ReportColumn.Alignment.allCases.map(\.rawValue)),
    ("columns/total", Total.allCases.map(\.rawValue)),
    ("columns/format/from", DurationUnit.allCases.map(\.rawValue)),
    ("columns/format/as", DurationStyle.allCases.map(\.rawValue)),
    ("highlight/tone", Highlight.Tone.allCases.map(\.rawValue)),
    ("charts/type", ReportChart.Kind.allCases.map(\.rawValue)),
    ("charts/total", Total.allCases.map(\.rawValue)),
  ])
  func `a word of the schema is one that is understood, and the other way round`(
    path: String, words: [String]
  ) throws {
    let field = try field(path)
    let listed = field["enum"] ?? field["anyOf"]?.array?.compactMap { $0["enum"] }.first
    #expect(listed?.array?.compactMap(\.string).sorted() == words.sorted())
  }
}
