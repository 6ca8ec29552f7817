import Diagnostics
import JSON
import Testing
import TestSupport
import YAML

/// Formats and edits the suite's cases with comments, blank lines and spaces put in at random.
@Suite struct YAMLLayoutTests {
  private static let cases = (try? YAMLSuite.cases()) ?? []

  /// Returns the cases in another layout, as far as they can be read in it.
  private func files(seed: UInt64) -> [SourceFile] {
    var random = RandomLayout(state: seed)
    return Self.cases.compactMap { test in
      let file = SourceFile(name: test.id, text: random.layout(of: test.yaml))
      let isReadable = YAML.events(in: file).problem == nil
      return isReadable && !YAML.documents(in: file).diagnostics.hasErrors ? file : nil
    }
  }

  private func marks(in file: SourceFile) -> Int {
    String(decoding: file.bytes, as: UTF8.self).matches(of: /# ?mark/).count
  }

  @Test(arguments: 0..<5 as Range<UInt64>)
  func `any layout is formatted once and for all, with every comment`(seed: UInt64) {
    let files = files(seed: seed)
    var refused: [String] = []
    for file in files {
      guard let once = try? YAML.formatted(file) else {
        refused.append(String(decoding: file.bytes, as: UTF8.self))
        continue
      }
      #expect((try? YAML.formatted(once)) == once, "\(file.name)")
      #expect(marks(in: once) == marks(in: file), "\(file.name)")
    }
    #expect(refused.count <= 0, "\(refused)")
    #expect(!PublicSuites.isRequired || files.count > 50)
  }

  @Test(arguments: 0..<2 as Range<UInt64>)
  func `a member can be set, added and removed in any layout`(seed: UInt64) throws {
    var (done, refused) = (0, [String]())
    for file in files(seed: seed) {
      let editor = try YAMLEditor(file)
      for (index, document) in YAML.documents(in: file).documents.enumerated() {
        for key in document.members?.map(\.key) ?? [] {
          for value in [nil, 12, ["a": "x\ny\n"], "x\ny\n"] as [JSON?] {
            let refusal = refusal(of: editor, index, key, value)
            done += 1
            if let refusal { refused.append(refusal) }
          }
        }
      }
    }
    #expect(
      refused.count <= 0, "\(refused.count) of \(done): \(refused.joined(separator: "\n==\n"))")
  }

  /// Returns what became of an edit that was refused though no alias repeats the value.
  private func refusal(
    of editor: YAMLEditor, _ index: Int, _ key: String, _ value: JSON?
  ) -> String? {
    var edited = editor
    do throws(DiagnosticsError) {
      if let value {
        try edited.set(JSONPointer([key]), to: value, inDocument: index)
        try edited.set(JSONPointer(["new"]), to: value, inDocument: index)
      } else {
        try edited.remove(JSONPointer([key]), inDocument: index)
      }
      return nil
    } catch {
      if error.diagnostics.contains(where: { $0.code == "edit-anchored" }) { return nil }
      return "\(editor.file.name) \(key) \(value?.text ?? "removed")\n\(edited.text)"
    }
  }
}

private struct RandomLayout {
  var state: UInt64

  private mutating func isChosen(_ one: Int) -> Bool {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % one == 0
  }

  mutating func layout(of text: String) -> String {
    let lineBreak = isChosen(4) ? "\r\n" : "\n"
    let isWide = isChosen(3)
    var result = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let indent = line.prefix { $0 == " " }
      if isChosen(6) { result += (isChosen(2) ? indent : "  ") + "# mark above" + lineBreak }
      if isChosen(9) { result += lineBreak }
      result += (isWide ? indent + indent : indent) + line.dropFirst(indent.count)
      if isChosen(6) { result += isChosen(2) ? " #mark" : "   # mark" }
      if isChosen(9) { result += "  " }
      result += lineBreak
    }
    return result
  }
}
