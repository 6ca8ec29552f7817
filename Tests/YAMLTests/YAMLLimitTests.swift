import Diagnostics
import JSON
import Testing
import YAML

@Suite struct YAMLLimitTests {
  private func problem(_ text: String, _ limits: YAML.Limits = .default) -> Diagnostic? {
    YAML.documents(in: SourceFile(name: "m", text: text), limits: limits).diagnostics.first
  }

  @Test(arguments: ["[", "- ", "{a: ", "? "])
  func `ten thousand levels are a problem, not a crash`(opening: String) {
    let text = String(repeating: opening, count: 10_000)
    #expect(problem(text)?.code == "yaml-limit")
  }

  @Test func `a hundred levels are read and one more is not`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth - 1) + "1" + String(repeating: "]", count: depth - 1)
    }
    #expect(problem(nested(100)) == nil)
    #expect(problem(nested(101))?.code == "yaml-limit")
  }

  @Test func `aliases that would fill the memory end the reading`() {
    var text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let list = Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ")
      text += "l\(level): &l\(level) [\(list)]\n"
    }
    #expect(problem(text)?.code == "yaml-limit")
  }

  @Test func `aliases that nest ever deeper end the reading`() {
    var text = "- &a0 x\n"
    for level in 1...200 { text += "- &a\(level) [*a\(level - 1)]\n" }
    #expect(problem(text)?.code == "yaml-limit")
  }

  @Test func `a file beyond the limit is not read`() {
    let problem = problem(String(repeating: "# x\n", count: 9 << 20))
    #expect(problem?.code == "yaml-limit")
    #expect(problem?.location?.description == "m:1:1")
  }
}
