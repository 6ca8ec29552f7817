/// A template that renders differently here than in Velocity 1.7, and why that is meant.
struct Difference {
  let template: String
  let reason: String

  init(_ template: String, _ reason: String) {
    self.template = template
    self.reason = reason
  }

  static let all = [
    Difference("#define($x)hi#end$x", "a directive that reads or makes other templates is refused"),
    Difference("#evaluate('x')", "a directive that reads or makes other templates is refused"),
    Difference("$s.class", "templates get no Java objects, which open the way to any class"),
    Difference("$s.getClass()", "templates get no Java objects, which open the way to any class"),
    Difference("$s.bytes", "a Java array prints as an address"),
    Difference("$csv.split(',')", "a Java array prints as an address"),
    Difference("$csv.chars().count()", "a method of Java that is not taken is an error"),
    Difference("$l.iterator().next()", "a method of Java that is not taken is an error"),
    Difference("$a.toHexString(255)", "a method of Java that is not taken is an error"),
    Difference("$m.hashCode()", "the hash code of a map is not calculated"),
    Difference("#set($x = 9223372036854775807 + 1)$x", "no whole numbers beyond 64 bits"),
    Difference("#foreach($i $l)x#end", "Velocity renders nothing, without a word"),
    Difference(
      "#foreach($i in 5)x#end$i.x#foreach(\"i\" in $l)x#end", "the variable is a reference"),
    Difference("#foreach($i in)x#end", "Velocity renders nothing, without a word"),
    Difference("$s.length(", "Velocity shows a call that is not closed as text"),
    Difference("#macro(m ${p})$p#end#m(1)", "Velocity renders nothing for such a parameter"),
    Difference("$math.random.equals(1)", "a result that is another each time is refused"),
    Difference("#foreach($i in $l)$foreach#end", "an address is refused"),
    Difference("$math", "an address is refused"),
    Difference(
      "$#[[x]]#", "an accident of Velocity's lexer, which loses the $ and keeps a bracket"),
    Difference("$m.k## x", "an accident of Velocity's lexer, which shows the comment"),
    Difference("$a.get(x)", "Velocity holds the word for a reference without a value"),
    Difference(
      "$a #set($x = 1)[$x]", "an accident of Velocity's lexer, which takes [ for an index"),
  ]
}

/// Places where Velocity's lexer goes astray, which only templates made by chance come to.
enum Accident {
  private static var forms: [Regex<Substring>] {
    [
      // A $ or # that begins nothing, right before markup: part of it is lost or read anew.
      #/\$!?#/#, #/[#$]!?\\+[#$]/#,
      // A brace or point right behind such a $, or behind a name without its own braces.
      #/\$!?\{[^a-zA-Z_]/#, #/\$!?\./#, #/\$!?\[/#,
      // A property right before another reference: the lexer stays within the first.
      #/\.[a-zA-Z][\w\-]*[${]/#,
      // A comment or #set right behind a property.
      #/\.[a-zA-Z][\w\-]*(?:##|\s*#set)/#,
      // Brackets behind a #set that follows a reference.
      #/\)\s*[\[{.]/#,
    ]
  }

  static func explains(_ template: String) -> Bool {
    forms.contains { template.contains($0) }
  }
}
