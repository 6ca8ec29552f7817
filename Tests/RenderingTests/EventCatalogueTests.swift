import Foundation
import Rendering
import Testing

@Suite struct EventCatalogueTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The names of events as the sources of the catalogue make them.
  private static func made() throws -> Set<String> {
    let folder = root.appendingPathComponent("Sources/World").path
    var names: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder)
    where file.hasPrefix("Event+") {
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      names.formUnion(text.matches(of: /Event\(\s*"([a-z_]+)"/).map { String($0.1) })
    }
    return names
  }

  @Test func `every event there is stands in the catalogue, and no other`() throws {
    let told = EventCatalogue.sections.flatMap(\.entries).map(\.name)
    #expect(Set(told).count == told.count)
    #expect(Set(told).subtracting(["object_written"]) == (try Self.made()))
    #expect(told.contains("object_written"))
  }

  @Test func `the page of the documentation is what the catalogue says`() throws {
    let page = Self.root.appendingPathComponent("Sources/Rendering/Rendering.docc/Events.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    #expect(
      text == EventCatalogue.page,
      "gcsync explain events > Sources/Rendering/Rendering.docc/Events.md")
  }

  @Test func `a field that may be missing says so`() {
    let request = EventCatalogue.sections[0].entries[0]
    #expect(request.fields.first { $0.name == "status" }?.isAlways == false)
    #expect(request.fields.first { $0.name == "method" }?.isAlways == true)
  }
}
