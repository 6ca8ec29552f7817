import Diagnostics
import JSON

/// Reads the call of a function, as in `States.Format('{} of {}', $.n, States.ArrayLength($.l))`.
struct IntrinsicParser {
  private let input: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    input = Array(text.unicodeScalars)
  }

  mutating func wholeCall() throws(StatePathError) -> IntrinsicFunction {
    let call = try call(depth: 1)
    guard position == input.count else {
      throw failure("something follows the function", remedy: "leave it out")
    }
    return call
  }

  private mutating func call(depth: Int) throws(StatePathError) -> IntrinsicFunction {
    let start = position
    guard depth <= IntrinsicFunction.maximumDepth else {
      throw failure(
        "functions stand inside each other more than \(IntrinsicFunction.maximumDepth) deep",
        remedy: "work some of it out in a Pass state before")
    }
    let name = word { $0.isASCII && ($0.properties.isAlphabetic || $0.isDecimal || $0 == ".") }
    guard name.hasPrefix("States.") else {
      throw failure(
        "this is neither a path nor a function", at: start,
        remedy:
          "paths start with $, functions with States.; a constant goes under a name without .$")
    }
    guard IntrinsicFunction.signatures[name] != nil else {
      let near = nearestName(to: name, in: IntrinsicFunction.signatures.keys.sorted())
      throw failure(
        "there is no function \(name)", at: start,
        remedy: near.map { "did you mean \($0)?" } ?? "there are those of the States Language alone"
      )
    }
    guard take("(") else {
      throw failure("the function is not called", remedy: "write its arguments in parentheses")
    }
    var arguments: [IntrinsicFunction.Argument] = []
    var places: [Int] = []
    skipBlanks()
    if !take(")") {
      repeat {
        skipBlanks()
        places.append(position)
        arguments.append(try argument(depth: depth))
        skipBlanks()
      } while take(",")
      guard take(")") else {
        throw failure("the arguments do not end", remedy: "close them with )")
      }
    }
    let call = IntrinsicFunction(name: name, arguments: arguments)
    if let problem = call.problem {
      throw failure(
        problem.message, at: problem.argument.map { places[$0] } ?? start,
        remedy: "AWS's page on intrinsic functions shows what it takes")
    }
    return call
  }

  private mutating func argument(
    depth: Int
  ) throws(StatePathError) -> IntrinsicFunction.Argument {
    switch peek {
    case "'": return .text(try text())
    case "$": return .path(try path())
    case let scalar? where scalar == "-" || scalar.isDecimal:
      let start = position
      let text = word { $0.isDecimal || "+-.eE".unicodeScalars.contains($0) }
      guard case .number? = try? JSON.parse(text) else {
        throw failure("this is no number", at: start, remedy: "write it as JSON does")
      }
      return .number(text)
    default:
      let start = position
      switch word({ ("a"..."z").contains($0) }) {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      case "null": return .null
      default:
        position = start
        return .call(try call(depth: depth + 1))
      }
    }
  }

  /// Reads a text in single quotes; its escapes stay as they are.
  private mutating func text() throws(StatePathError) -> String {
    let start = position
    position += 1
    var text = ""
    while let scalar = peek, scalar != "'" {
      position += 1
      text.unicodeScalars.append(scalar)
      guard scalar == "\\" else { continue }
      guard let escaped = peek, "'{}\\".unicodeScalars.contains(escaped) else {
        throw failure(
          "there is no such escape in a text", at: position - 1,
          remedy: #"only \', \{, \} and \\ are escapes"#)
      }
      text.unicodeScalars.append(escaped)
      position += 1
    }
    guard take("'") else {
      throw failure("the text does not end", at: start, remedy: "close it with '")
    }
    return text
  }

  /// Reads a path: up to the comma or parenthesis that is not inside it.
  private mutating func path() throws(StatePathError) -> StatePath {
    let start = position
    var depth = 0
    var quote: Unicode.Scalar?
    scanning: while let scalar = peek {
      if let closing = quote {
        if scalar == closing { quote = nil }
      } else {
        switch scalar {
        case "'", "\"": quote = scalar
        case "[", "(": depth += 1
        case "]" where depth > 0: depth -= 1
        case ")" where depth > 0: depth -= 1
        case ",", ")", " ": if depth == 0 { break scanning }
        default: break
        }
      }
      position += 1
    }
    let text = input[start..<position].reduce(into: "") { $0.unicodeScalars.append($1) }
    do throws(StatePathError) {
      return try StatePath(text)
    } catch {
      throw StatePathError(
        message: error.message, offset: start + error.offset, remedy: error.remedy)
    }
  }
}

extension IntrinsicParser {
  private var peek: Unicode.Scalar? { position < input.count ? input[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let scalar = peek, scalar.properties.isWhitespace { position += 1 }
  }

  private mutating func word(_ isWanted: (Unicode.Scalar) -> Bool) -> String {
    var text = ""
    while let scalar = peek, isWanted(scalar) {
      text.unicodeScalars.append(scalar)
      position += 1
    }
    return text
  }

  private func failure(
    _ message: String, at offset: Int? = nil, remedy: String
  ) -> StatePathError {
    StatePathError(message: message, offset: offset ?? position, remedy: remedy)
  }
}

extension Unicode.Scalar {
  fileprivate var isDecimal: Bool { ("0"..."9").contains(self) }
}
