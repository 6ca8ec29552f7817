internal import Codecs

/// Results of tests as JUnit XML, which pipelines show by themselves.
package enum JUnitRendering {
  package struct Suite: Sendable {
    let name: String
    let cases: [Case]

    package init(_ name: String, _ cases: [Case]) {
      (self.name, self.cases) = (name, cases)
    }
  }

  package struct Case: Sendable {
    let name: String
    /// What is wrong, its first line a summary; nil where the test passed.
    let failure: String?

    package init(_ name: String, failure: String? = nil) {
      (self.name, self.failure) = (name, failure)
    }
  }

  package static func document(_ suites: [Suite]) -> String {
    var xml = XMLWriter()
    let all = suites.flatMap(\.cases)
    xml.element(
      "testsuites",
      attributes: [
        "name": "gcsync", "tests": String(all.count),
        "failures": String(all.count { $0.failure != nil }), "errors": "0",
      ]
    ) { xml in
      for suite in suites { write(suite, to: &xml) }
    }
    return String(decoding: xml.bytes, as: UTF8.self) + "\n"
  }

  private static func write(_ suite: Suite, to xml: inout XMLWriter) {
    xml.element(
      "testsuite",
      attributes: [
        "name": suite.name, "tests": String(suite.cases.count),
        "failures": String(suite.cases.count { $0.failure != nil }), "errors": "0", "skipped": "0",
      ]
    ) { xml in
      for item in suite.cases {
        xml.element("testcase", attributes: ["classname": suite.name, "name": item.name]) { xml in
          guard let failure = item.failure else { return }
          let summary = failure.split(separator: "\n").first.map(String.init) ?? ""
          xml.element("failure", attributes: ["message": summary]) { $0.text(failure) }
        }
      }
    }
  }
}
