import Foundation
import Manifests
import Reconciler
import Testing

/// What the article on native kinds says is so.
@Suite struct NativeKindDocumentTests {
  private static let article =
    (try? String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Manifests/Manifests.docc/NativeKinds.md"), encoding: .utf8))
    ?? ""

  @Test func `every kind of the platform has its line, with its path`() throws {
    let lines = Self.article.split(separator: "\n")
    for kind in KindLibrary.load().0.kinds.values where kind.wires[.guide] == nil {
      guard let wire = kind.wires[.platform] else { continue }
      let line = lines.first { $0.hasPrefix("| `\(kind.name)` |") }
      #expect(line != nil, "\(kind.name)")
      #expect(line?.contains("`\(wire.collection.dropFirst("/api/v2".count))") == true)
      #expect(line?.contains("| never |") == (!wire.isLookupOnly && wire.delete == nil))
    }
  }

  @Test func `the example of a kind of one's own is a kind that is managed`() throws {
    let block = try #require(Self.article.components(separatedBy: "```json\n").dropFirst().first)
    let schema = try #require(block.components(separatedBy: "```").first)
    let folder = NSTemporaryDirectory() + "gcsync-own-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(schema.utf8).write(to: URL(fileURLWithPath: folder + "/WrapupCode.json"))
    let (library, problems) = KindLibrary.load(folders: [folder])
    #expect(problems.isEmpty, "\(problems)")
    #expect(library.kinds["WrapupCode"]?.wires[.platform]?.isLookupOnly == false)
    #expect(library.kinds["WrapupCode"]?.spec.referencedKinds == ["Division"])
  }
}
