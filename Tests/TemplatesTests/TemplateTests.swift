import JSON
import Templates
import Testing

@Suite struct TemplateTests {
  @Test(arguments: [
    ("$a ${a}x $!{a}", "1 1x 1"), ("$nope $!nope ${nope.x} $!{nope.x}", "$nope  ${nope.x} "),
    ("$m.k $m[\"k\"] $m.get('k') $l[0] $l[-1]", "v v v 1 3"), ("$o.p.q[1]", "20"),
    ("\\$a \\\\$a \\$nope", "$a \\1 \\$nope"), ("\\#if \\#foo", "#if \\#foo"),
    ("#if($a == 1)one#elseif($a)other#else none#end", "one"),
    ("#if($nope)x#elseif($f)y#{else}z#end", "z"), ("#if(!$nope && \"$e\" == \"\")x#end", "x"),
    ("#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end", "1,2,3"),
    ("#foreach($v in $m)$velocityCount$v #end", "1v 27 "),
    ("  #set($x = 1)  \n  #set($y = $x + 1)\n$y", "2"), (" #if($t)\n a\n #end\nb", "  a\n b"),
    ("#set($x = \"a${b}c\")#set($y = '$b')$x$y", "a2c$b"),
    ("#macro(p $x)<$x>#end#p(1)#p($s)#p($nope)", "<1><héllo><$nope>"),
    ("a ## b\n#* c *#d#[[ $a ]]#", "a d $a "), ("#set($x = 7 / 2)$x,#set($x = 7 / 2.0)$x", "3,3.5"),
    ("$s.length() $s.toUpperCase() $s.substring(1,3) $s.indexOf('l')", "5 HÉLLO él 2"),
    ("$csv.split(',').size() $csv.replaceAll(',+', ';')", "4 a;b;c;"),
    ("#set($r = [])#set($n = $r.add(1))#set($n = $r.add('x'))$r {}", "[1, x] {}"),
    ("$math.add(1, 2.5) $math.div(6, 4) $math.roundTo(2, 1.005)", "3.5 1.5 1.0"),
    (
      "$esc.html('<é>') $esc.url('a b/é') $esc.sql(\"it's\")", "&lt;&eacute;&gt; a+b%2F%C3%A9 it''s"
    ),
  ])
  func `a template renders as Velocity has it`(_ source: String, _ expected: String) throws {
    #expect(try rendered(source).get() == expected)
  }

  @Test(arguments: [
    ("$esc.jsonString(\"a\\b\")", "a\\\\b"), ("$esc.jsonEncode($q)", "say \\\"hi\\\"\\n"),
    ("$esc.jsonDecode($esc.jsonEncode($q))", "say \"hi\"\n"),
    ("$esc.uriEncode('a b+é')", "a%20b%2B%C3%A9"),
    ("$esc.urlFormEncode('a b')", "a+b"), ("$encoding.base64('user:pass')", "dXNlcjpwYXNz"),
    ("$encoding.base64(\"${q}\")", "c2F5ICJoaSIK"),
    ("$encoding.base64($none)", "$encoding.base64($none)"),
    ("${successTemplateUtils.firstFromArray(\"${ids}\")}", "\"x\""),
    ("${successTemplateUtils.firstFromArray(${ids}, \"$esc.quote$esc.quote\")}", "\"x\""),
    ("${successTemplateUtils.firstFromArray(\"${empty}\", \"$esc.quote$esc.quote\")}", "\"\""),
    ("$successTemplateUtils.firstFromArray($list)", "{\"a\":1}"),
    ("$!successTemplateUtils.firstFromArray($none)", ""),
  ])
  func `the platform's own tools do what is known of them`(
    _ source: String, _ expected: String
  ) throws {
    let variables: JSONObject = [
      "q": "say \"hi\"\n", "ids": "[\"x\",\"y\"]", "empty": "[]", "list": [["a": 1]],
    ]
    #expect(try rendered(source, variables, printing: .json).get() == expected)
  }

  @Test func `a request sees its input, and a success template the JSON of what was found`() throws
  {
    let input: JSON = [
      "id": "a b", "tags": ["x", "y\""], "o": ["n": .null], "big": 12_345_678_901,
    ]
    let request = try Template(
      parsing: "/$esc.uriEncode($input.id) ${input.tags} $input.o $input.big ${input.rawRequest}")
    #expect(
      try request.render(.request(input: input))
        == "/a%20b [\"x\",\"y\\\"\"] {\"n\":null} 12345678901 \(input.text)")
    let response = try Template(parsing: "{\"name\": ${name}, \"ids\": ${ids}} ${rawResult}")
    let found: JSONObject = ["name": "Bo", "ids": [1, 2]]
    #expect(
      try response.render(.response(found, raw: ["x": 1]))
        == "{\"name\": \"Bo\", \"ids\": [1,2]} {\"x\":1}")
  }

  @Test func `texts are told apart by their scalars`() throws {
    let variables: JSONObject = ["one": "\u{E9}", "two": "e\u{301}", "m": ["\u{E9}": 1]]
    #expect(try rendered("#if($one == $two)same#else other#end", variables).get() == " other")
    #expect(try rendered("$!m.get($two)|$m.get($one)", variables).get() == "|1")
    #expect(try rendered("$two.length() $one.length()", variables).get() == "2 1")
  }
}
