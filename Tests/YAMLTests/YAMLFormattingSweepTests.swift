import Diagnostics
import JSON
import Testing
import TestSupport
import YAML

@Suite struct YAMLFormattingSweepTests {
  private struct Reading: Equatable {
    let values: [String]
    let codes: [String]
    let comments: [String]

    init(_ file: SourceFile) {
      let (documents, diagnostics) = YAML.documents(in: file)
      values = documents.map(\.value.text)
      codes = diagnostics.map(\.code)
      let text = String(decoding: file.bytes, as: UTF8.self)
      comments = text.matches(of: /(?m)(^|\s)#+[ \t]*([^\r\n]*?)[ \t]*\r?$/).map { String($0.2) }
    }
  }

  @Test func `yaml-test-suite: every case is formatted once and for all, and says the same`() throws
  {
    var (done, changed, refused) = (0, 0, [String]())
    for test in try YAMLSuite.cases() where YAML.events(in: test.file).problem == nil {
      do throws(DiagnosticsError) {
        let once = try YAML.formatted(test.file)
        #expect(try YAML.formatted(once) == once, "\(test)")
        #expect(Reading(once) == Reading(test.file), "\(test)")
        done += 1
        if once != test.file { changed += 1 }
      } catch {
        refused.append("\(test) \(error.diagnostics.map(\.code))")
      }
    }
    PublicSuites.report("yaml, formatted", cases: done)
    #expect(refused.count <= 0, "\(refused)")
    #expect(!PublicSuites.isRequired || changed > 0, "\(changed)")
  }
}
