import Diagnostics
import Events
import Foundation
import JSON
import Testing
import TestSupport
import World

@Suite struct StateMachineSuiteTests {
  @Test func `the definitions of asl-validator: the valid have no error, the others have one`()
    throws
  {
    let files = try PublicSuites.folder("asl").map {
      try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
    }
    let cases = (files ?? []).filter { $0.pathExtension == "json" }
    for file in cases {
      let name = file.lastPathComponent
      let source = SourceFile(name: name, bytes: try Files.read(file.path))
      let problems: [Diagnostic]
      do {
        problems = StateMachineLint.problems(of: try JSON.parseLocated(source))
      } catch {
        problems = error.diagnostics
      }
      let errors = problems.filter { $0.severity == .error }.map { "\($0.code): \($0.message)" }
      if name.hasPrefix("valid") {
        #expect(errors == [], "\(name)")
      } else {
        #expect(!errors.isEmpty, "\(name)")
      }
    }
    PublicSuites.report("asl", cases: cases.count)
    #expect(!PublicSuites.isRequired || !cases.isEmpty)
  }
}
