import Diagnostics
import JSON
import Testing
import TestSupport
import YAML

@Suite struct YAMLEditorSweepTests {
  /// The cases our reader takes without a word, with their values.
  private static let cases = ((try? YAMLSuite.cases()) ?? []).compactMap { test in
    let (documents, diagnostics) = YAML.documents(in: test.file)
    return diagnostics.isEmpty ? (test: test, documents: documents) : nil
  }

  private func leaves(of value: JSON, at pointer: JSONPointer) -> [JSONPointer] {
    switch value {
    case .array(let elements):
      elements.indices.flatMap { leaves(of: elements[$0], at: pointer.appending($0)) }
    case .object(let object):
      object.flatMap { leaves(of: $0.value, at: pointer.appending($0.key)) }
    default: [pointer]
    }
  }

  /// Does an edit for each scalar of each case, and says how many were done and how many refused.
  private func sweep(
    _ edit: (inout YAMLEditor, JSONPointer, Int) throws(DiagnosticsError) -> Void
  ) throws -> (done: Int, refused: [String]) {
    var result = (done: 0, refused: [String]())
    #expect(!PublicSuites.isRequired || Self.cases.count > 100)
    for (test, documents) in Self.cases {
      let editor = try YAMLEditor(test.file)
      for (index, document) in documents.enumerated() {
        for pointer in leaves(of: document.value, at: .root) {
          var edited = editor
          do throws(DiagnosticsError) {
            try edit(&edited, pointer, index)
            result.done += 1
            let line = document.location(of: pointer).line
            checkLines(editor, edited, line, "\(test) \(pointer)")
          } catch {
            #expect(edited.bytes == editor.bytes, "\(test) \(pointer)")
            #expect(error.diagnostics.allSatisfy { $0.location != nil }, "\(test) \(pointer)")
            result.refused.append("\(test) \(pointer) \(error.diagnostics.map(\.code))")
          }
        }
      }
    }
    return result
  }

  /// Checks that what differs is one short run of lines, which starts where the value stands.
  private func checkLines(_ old: YAMLEditor, _ new: YAMLEditor, _ line: Int, _ name: String) {
    let before = old.bytes.split(separator: 10, omittingEmptySubsequences: false)
    let after = new.bytes.split(separator: 10, omittingEmptySubsequences: false)
    let head = zip(before, after).prefix { $0 == $1 }.count
    let tail = zip(before.dropFirst(head).reversed(), after.dropFirst(head).reversed())
      .prefix { $0 == $1 }.count
    #expect(head >= line - 4, "\(name)\n\(new.text)")
    #expect(before.count - head - tail <= 12, "\(name)\n\(new.text)")
  }

  @Test(
    arguments: [
      12, "#: 'x' \"\\\"", "two\nlines\n", ["a", ["b": 1]], ["k": 1, "m": ["l\nm\n"]],
    ] as [JSON])
  func `yaml-test-suite: every scalar can be set, or the edit is refused`(value: JSON) throws {
    let (done, refused) = try sweep { editor, pointer, index throws(DiagnosticsError) in
      try editor.set(pointer, to: value, inDocument: index)
    }
    PublicSuites.report("yaml, set to \(value.text)", cases: done)
    #expect(refused.filter { !$0.contains("edit-anchored") }.count <= 1, "\(refused)")
    #expect(refused.count * 20 <= done, "\(refused)")
  }

  @Test func `yaml-test-suite: every scalar can be removed, or the edit is refused`() throws {
    let (done, refused) = try sweep { editor, pointer, index throws(DiagnosticsError) in
      guard pointer != .root else { return }
      try editor.remove(pointer, inDocument: index)
    }
    PublicSuites.report("yaml, remove", cases: done)
    #expect(refused.allSatisfy { $0.contains("edit-anchored") }, "\(refused)")
    #expect(refused.count * 20 <= done, "\(refused)")
  }

  @Test func `yaml-test-suite: a member can be added beside every scalar`() throws {
    let (done, refused) = try sweep { editor, pointer, index throws(DiagnosticsError) in
      guard let parent = pointer.parent else { return }
      let isArray = YAML.documents(in: editor.file).documents[index].value[parent]?.array != nil
      try editor.set(parent.appending(isArray ? "-" : "new key"), to: ["x"], inDocument: index)
    }
    PublicSuites.report("yaml, add", cases: done)
    #expect(refused.allSatisfy { $0.contains("edit-anchored") }, "\(refused)")
    #expect(refused.count * 20 <= done, "\(refused)")
  }
}
