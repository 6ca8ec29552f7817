import JSON
import Templates
import Testing

@Suite struct TemplateReferenceTests {
  private func references(_ source: String) throws -> [TemplateReference] {
    try Template(parsing: source).references
  }

  @Test func `each use of a variable is told with its path and its place`() throws {
    let found = try references("{\n  \"é\": \"${input.user.id}\", $!x[0][\"k\"].trim()\n}")
    #expect(found.map(\.text) == ["${input.user.id}", "$!x[0][\"k\"].trim()"])
    #expect(found.map(\.names) == [["input", "user", "id"], ["x"]])
    #expect(found[1].steps == [.index(0), .name("k"), .call("trim", arguments: 0)])
    #expect(found.map(\.isQuiet) == [false, true])
    #expect(found.map { [$0.place.line, $0.place.column] } == [[2, 9], [2, 28]])
    #expect(found.map(\.isInQuotes) == [true, false])
  }

  @Test func `it is told what becomes of the value`() throws {
    let found = try references(
      "#set($x = $a)#if($b)$c#elseif(!$d)#foreach($i in $e)$i#end#end\\$no \\\\$yes")
    let uses = Dictionary(grouping: found, by: \.use).mapValues { $0.map(\.root) }
    #expect(uses == [.assigned: ["x"], .read: ["a", "b", "d", "e"], .shown: ["c", "i", "yes"]])
    #expect(found.filter(\.isLocal).map(\.root) == ["x", "i"])
  }

  @Test func `a value is known to be escaped where a call of the escape tool is around it`() throws
  {
    let found = try references(
      #"{"a":"$esc.jsonString(${input.a})","b":"$esc.jsonString("x ${input.b}")","c":"${input.c}"}"#
        + "$math.add($input.d, 1)#macro(m $p)$esc.url($p)#end#m($input.e)")
    let values = found.filter { !$0.isTool }
    #expect(values.map(\.root) == ["input", "input", "input", "input", "p", "input"])
    #expect(values.map(\.isEscaped) == [true, true, false, false, true, false])
    #expect(
      values.map(\.calls) == [
        ["esc.jsonString"], ["esc.jsonString"], [], ["math.add"], ["esc.url"], [],
      ])
    #expect(values.prefix(3).allSatisfy(\.isInQuotes) && !values[3].isInQuotes)
    #expect(found.filter(\.isTool).map(\.root) == ["esc", "esc", "math", "esc"])
  }
}
