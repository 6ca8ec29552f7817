import Diagnostics
import Events
import JSON
import Testing

@Suite struct StateExpressionTests {
  @Test(arguments: [
    "$", "$.a", "$.a-b[0]['c d']", "$..a", "$.a[1:]", "$.a[*].b", "$.a[?(@.b == 'c')]",
    "$.a[?(@.b =~ /x.*/i)]", "$.a.length()", "$$", "$$.Execution.Id", "$$.Map.Item.Value.a",
    "States.UUID()", "States.Array()", "States.Array(1, 'a', null, true, $.b)",
    #"States.Format('it\'s {} of \{{}\}', $.a, $$.b)"#, "States.MathAdd($.a[0], -1)",
    "States.MathRandom(1, 9)", "States.MathRandom(1, 9, 3)", "States.Hash($.a, 'SHA-256')",
    "States.JsonMerge($.a, $.b, false)", "States.ArrayGetItem(States.StringSplit('a,b', ','), 1)",
    "States.ArrayContains($['a,b)'], 'x')",
  ])
  func `a path or function is taken`(_ text: String) throws {
    #expect(try problems(ofField: "a.$", text) == [])
  }

  @Test(arguments: [
    ("a.b", "asl-function"), ("$.", "asl-path"), ("$.a[", "asl-path"), ("$a b", "asl-path"),
    ("$.a[?(@.b =~ /x/]", "asl-path"), ("States.Uuid()", "asl-function"),
    ("States.UUID", "asl-function"), ("States.UUID(1)", "asl-function"),
    ("States.Format('{}')", "asl-function"), ("States.Format('a', 1)", "asl-function"),
    ("States.MathAdd('1', 2)", "asl-function"), ("States.MathAdd(1)", "asl-function"),
    ("States.Hash($.a, 'SHA')", "asl-function"), (#"States.Format('\n')"#, "asl-function"),
    ("States.JsonMerge($.a, $.b, true)", "asl-function"), ("States.Array(1", "asl-function"),
    ("States.Array(1) ", "asl-function"), ("States.Array($.)", "asl-function"),
    ("States.ArrayLength('a')", "asl-function"), ("States.StringSplit('a, ',')", "asl-function"),
    (
      String(repeating: "States.Array(", count: 11) + String(repeating: ")", count: 11),
      "asl-function"
    ),
  ])
  func `what is neither is refused`(_ text: String, _ code: String) throws {
    #expect(try problems(ofField: "a.$", text) == [code], "\(text)")
  }

  @Test(arguments: [
    "1+2", "$sum($states.input.numbers)", "$states.input.items[price > 3 and name = 'a'].price",
    "a.b.c", "$.a", "`a b`.c", "*.a", "**.b", "a.%.b", "-1.5e3", "[1, 2..5]", "[]", "{}",
    #"{"a": 1, 'b': [true, null]}"#, "a{name: $sum(price)}", "a^(<b, >c.d)", "a@$x.b[c = $x]",
    "a#$i[$i < 3]", "x ? 1 : 2", "x ? 1", "a ?: b", "a ?? b", "$x := 1",
    "($x := 1; $y := 2; $x + $y)",
    "(1; )", "function($a, $b) { $a & $b }", "function($a)<n:n> { $a }", "λ($x) { $x }(1)",
    "$map([1], function($v) { $v * 2 })", "$f(?, 2)", "a ~> $uppercase ~> $trim",
    "a ~> |b|{'c': 1}, ['d']|",
    "$match('ab', /a(b[/]|c)+/i)", "a in [1, 2]", "and and or", "/* why */ 1", #"'it\'s \u00e9'"#,
    "$not(null in $each($o, function($v) { $length($trim($v)) > 0 ? $v : null }))", "a[]",
    "a[0][1]",
    "a.(b + c)", "a.{'x': b}", "10 % 3 / 2", "a != b or c >= d", "$states.context.Execution.Id",
  ])
  func `an expression in JSONata is taken`(_ text: String) throws {
    let errors = try problems(ofExpression: text).filter { $0.severity == .error }
    #expect(errors.map(\.message) == [], "\(text)")
  }

  @Test(arguments: [
    ("$sum($states.input", 18), ("1 +", 3), ("1 2", 2), ("a.", 2), ("[1, 2", 5), ("{'a' 1}", 5),
    ("'abc", 0), ("`abc", 0), (#"'\q'"#, 1), ("1 := 2", 2), ("a@b", 2), ("function(a) { a }", 9),
    ("function($a) $a", 13), ("a ^ b", 4), ("/abc", 0), ("(1; 2", 5), ("a)", 1), ("/* a", 0),
    ("a ~> |b", 7), ("x ? : 2", 4), (";", 0), ("a[1", 3),
  ])
  func `what is no JSONata is refused where it goes wrong`(_ text: String, _ offset: Int) throws {
    let problem = try #require(try problems(ofExpression: text).first { $0.severity == .error })
    #expect(problem.code == "asl-jsonata", "\(text)")
    let column = try #require(problem.location?.column)
    #expect(column - expressionColumn == offset, "\(text): \(problem.message)")
  }

  @Test(arguments: [
    ("{% 1 %}", true), ("{%\n  1\n%}", true), ("{% 1 + \n 2 %}", true), ("{%1%}", false),
    ("{% 1%}", false), ("{%  1   %}", true), ("{% \n1 %}", false), ("{% 1 ", false),
    ("1 %}", false), (" {% 1 %}", false),
    ("{% %}", false), ("{%%}", false), ("text", true),
  ])
  func `the marks around an expression are strict`(_ text: String, _ isTaken: Bool) throws {
    let file = SourceFile(
      name: "m.json",
      text: JSON(
        dictionaryLiteral: ("StartAt", "A"), ("QueryLanguage", "JSONata"),
        ("States", ["A": ["Type": "Pass", "Output": ["a": .string(text)], "End": true]])
      ).text)
    let problems = StateMachineLint.problems(of: try JSON.parseLocated(file))
    #expect(problems.hasErrors != isTaken, "\(text)")
  }

  @Test func `hostile expressions are refused and cost nothing`() throws {
    for open in ["(", "[", "-", "$f(", "{'a':", "function($a){", "a ? "] {
      let text = String(repeating: open, count: 50_000)
      #expect(try problems(ofExpression: text).hasErrors)
    }
    let calls = String(repeating: "States.Array(", count: 50_000)
    #expect(try problems(ofField: "a.$", calls).contains("asl-function"))
  }

  private func problems(ofField name: String, _ text: String) throws -> [String] {
    let state: JSON = ["Type": "Pass", "Parameters": .object([name: .string(text)]), "End": true]
    let machine: JSON = ["StartAt": "A", "States": ["A": state]]
    let file = SourceFile(name: "m.json", text: machine.text)
    return StateMachineLint.problems(of: try JSON.parseLocated(file)).map(\.code)
  }

  private let prefix =
    #"{"StartAt":"A","States":{"A":{"Type":"Pass","QueryLanguage":"JSONata","Output":"#

  /// The column of the first character of an expression that has no escapes.
  private var expressionColumn: Int { prefix.count + #""{% "#.count + 1 }

  private func problems(ofExpression text: String) throws -> [Diagnostic] {
    // A single quote and a backslash are all that the expressions would have to escape.
    let file = SourceFile(
      name: "m.json", text: prefix + JSON.string("{% \(text) %}").text + #","End":true}}}"#)
    return StateMachineLint.problems(of: try JSON.parseLocated(file))
  }
}
