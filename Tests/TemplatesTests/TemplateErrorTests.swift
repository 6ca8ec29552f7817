import Diagnostics
import JSON
import Templates
import TestSupport
import Testing

@Suite struct TemplateErrorTests {
  @Test(arguments: [
    ("a\n  1️⃣#if($a)\nb", "#if is not closed", "#end"), ("x 1️⃣#end", "#end belongs to", "\\#end"),
    ("#if($a)x#else y1️⃣#else z#end", "#else has been there", "one #else"),
    ("${a1️⃣ b}", "\"}\" is needed", "${a"), ("é $s.substring(1 1️⃣+ 1)", "is needed", "#set"),
    ("#set($x = 51️⃣ )$y#set($x 1️⃣= )", "", ""), ("#set($x = 5 1️⃣-3)", "operator", "#set"),
    ("#set($x = 1️⃣\"abc)", "not closed", "twice"),
    ("#foreach($i 1️⃣$l)#end", "\"in\"", "#foreach($item"),
    ("1️⃣#parse(\"x\")", "#parse is not taken", "#set"), ("1️⃣#[[ x", "not closed", "]]#"),
    ("#set($x = [1, 2 1️⃣)", "\"]\"", "close the list"), ("a 1️⃣$", "ends in $", "space"),
    ("#macro(1️⃣\"x\")#end", "name of the macro", "#macro(name"),
    ("1️⃣$true", "no reference", "without the $"),
  ])
  func `what is no template is refused with the place and what to do`(
    _ marked: String, _ message: String, _ remedy: String
  ) throws {
    let text = MarkedText(marked)
    let source = String(decoding: text.file.bytes, as: UTF8.self)
    let error = try #require(throws: TemplateError.self) { try Template(parsing: source) }
    if message.isEmpty { return }
    #expect("\(error.place.line):\(error.place.column)" == text.places.first, "\(error)")
    #expect(error.message.contains(message) && error.remedy.contains(remedy), "\(error)")
    let diagnostic = error.diagnostic(in: text.file)
    #expect(diagnostic.code.hasPrefix("template-") && diagnostic.hint == error.remedy)
  }

  @Test(arguments: [
    ("x\n$l1️⃣[9]", TemplateError.Kind.evaluation, "index 9"),
    ("$s.1️⃣substring(9)", .evaluation, "a text of 5"), ("$s.1️⃣chars()", .unsupported, "chars()"),
    ("$s1️⃣.class", .unsupported, ".class"), ("1️⃣$csv.split(',')", .evaluation, "array"),
    ("$s.1️⃣replaceAll('(', '')", .evaluation, "regular expression"),
    ("$s.1️⃣concat($nope)", .evaluation, "no value"), ("$math.1️⃣random(1, 2)", .unsupported, "random"),
    ("$urlTool.1️⃣optionalQueryParam('a', $a)", .unsupported, "not known offline"),
    ("$successTemplateUtils.1️⃣firstFromArray('x')", .evaluation, "no JSON array"),
    ("1️⃣#foreach($i in $l)$l.add(1)#end", .evaluation, "changed while"),
    ("#set($x = 9223372036854775807 1️⃣+ 1)", .unsupported, "64 bits"),
    ("#macro(m $p)x#end1️⃣#m(word)", .evaluation, "word is no argument"),
  ])
  func `what fails with these values is told with its place`(
    _ marked: String, _ kind: TemplateError.Kind, _ message: String
  ) throws {
    let text = MarkedText(marked)
    let source = String(decoding: text.file.bytes, as: UTF8.self)
    let error = try #require(throws: TemplateError.self) { try rendered(source).get() }
    let place = try #require(text.places.first)
    let column = Int(place.split(separator: ":").last ?? "") ?? 0
    #expect(error.kind == kind && error.message.contains(message), "\(error)")
    #expect(abs(error.place.column - column) <= 1, "\(error)")
  }

  @Test(arguments: [
    ("#foreach($i in [1..2000000000])x#end", "range"),
    ("#foreach($i in [1..2000])#foreach($j in [1..2000])#end#end", "loops run"),
    ("#macro(m $p)#m($p)#end#m(1)", "20 calls"),
    ("#macro(a)#b()#end#macro(b)#a()#end#a()", "20 calls"),
    ("#set($s = 'xxxxxxxxxx')#foreach($i in [1..40])#set($s = \"$s$s\")#end$s", "300000 steps"),
    ("$s.repeat(2000000000)", "longer than"),
    ("#set($s = 'x')#foreach($i in [1..40])#set($s = $s + $s)#end", "longer"),
    ("#foreach($i in [1..1000])$s.repeat(100000)#end", "longer than"),
    ("#set($l = [])#set($n = $l.add($l))$l", "too deep"),
    ("#set($x = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')$x.matches('(a+)+b')", "steps"),
    ("#set($x = 'ab')$x.replaceAll('', 'x').replaceAll('((a{0,99}){0,99}){0,99}', '')", "too long"),
    ("#macro(m $a $b)#if($a)$b$b#m($b \"$b$b\")#end#end#m(1 '12345678')", "300000 steps"),
  ])
  func `a template made to never end, or to fill the memory, is an error`(
    _ source: String, _ message: String
  ) throws {
    let limits = TemplateLimits(steps: 300_000, loops: 10_000)
    let error = try #require(throws: TemplateError.self) {
      try rendered(source, limits: limits).get()
    }
    #expect(error.description.contains(message), "\(error)")
  }

  @Test(arguments: ["(", "[", "{\"a\":", "!", "$l.get(", "\"#if("])
  func `templates nested without end cost no stack`(_ piece: String) {
    let many = String(repeating: piece, count: 20_000)
    #expect(throws: TemplateError.self) { try Template(parsing: "#set($x = \(many)") }
    #expect(throws: TemplateError.self) {
      try Template(parsing: String(repeating: "#if($a)", count: 20_000))
    }
  }
}
