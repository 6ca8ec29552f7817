/// Says why a text is no expression in JSONata, and where in it.
struct JSONataError: Error {
  let message: String
  let offset: Int
  let remedy: String
}

/// A piece of an expression.
struct JSONataToken: Hashable {
  enum Kind: Hashable {
    case name(String)
    case variable(String)
    case number
    case text
    case regex
    /// A sign, or one of the words and, or and in.
    case sign(String)
    case end
  }

  let kind: Kind
  /// How many Unicode scalars stand before it.
  let offset: Int

  func isSign(_ text: String) -> Bool { kind == .sign(text) }

  /// What it is called in an error.
  var shown: String {
    switch kind {
    case .name(let name): "\"\(name)\""
    case .variable(let name): "\"$\(name)\""
    case .number: "a number"
    case .text: "a text"
    case .regex: "a regular expression"
    case .sign(let text): "\"\(text)\""
    case .end: "the end"
    }
  }
}
