/// A piece of a template, in the order it is rendered.
indirect enum TemplateNode: Sendable {
  case text(String)
  case reference(ReferenceNode)
  case set(ReferenceNode, ExpressionNode, offset: Int)
  case conditional([Branch])
  case loop(LoopNode)
  case call(CallNode)
  /// Leaves the nearest loop, else the macro or the template.
  case breakLoop
  /// Ends the whole rendering.
  case stop

  /// What is rendered where a condition holds, or where there is none.
  struct Branch: Sendable {
    let condition: ExpressionNode?
    let body: [TemplateNode]
  }
}

/// A use of a variable, with what follows its name.
struct ReferenceNode: Sendable {
  enum Step: Sendable {
    case property(String, offset: Int)
    case method(String, [ExpressionNode], offset: Int)
    case index(ExpressionNode, offset: Int)
  }

  /// Where its first `$` that counts stands.
  let offset: Int
  /// How many backslashes stand before it.
  let slashes: Int
  /// Dollars and backslashes between those and the `$` that counts, which are plain text.
  let prefix: String
  let isQuiet: Bool
  /// Whether it is written with braces.
  let isFormal: Bool
  let root: String
  let steps: [Step]
  /// The reference as it was written, which is what appears where it has no value.
  let literal: String

  /// Whether it is written without `!` and braces.
  var isPlain: Bool { !isQuiet && !isFormal }
}

indirect enum ExpressionNode: Sendable {
  case reference(ReferenceNode)
  case bool(Bool)
  case int(Int32)
  case long(Int64)
  case big(String)
  case double(Double)
  case text(String)
  /// A text in double quotes with references or directives in it.
  case interpolated([TemplateNode], offset: Int)
  case list([ExpressionNode], offset: Int)
  case map([(key: ExpressionNode, value: ExpressionNode)], offset: Int)
  case range(ExpressionNode, ExpressionNode, offset: Int)
  case not(ExpressionNode)
  case and(ExpressionNode, ExpressionNode)
  case or(ExpressionNode, ExpressionNode)
  case equality(ExpressionNode, ExpressionNode, isEqual: Bool)
  case comparison(ExpressionNode, ComparisonOperator, ExpressionNode)
  case arithmetic(Operand, ArithmeticOperator, Operand, offset: Int)

  /// A side of an operator, with its text for a sum of a text and nothing.
  struct Operand: Sendable {
    let node: ExpressionNode
    let literal: String
  }
}

enum ComparisonOperator: Sendable {
  case less, lessOrEqual, greater, greaterOrEqual
}

enum ArithmeticOperator: Sendable {
  case add, subtract, multiply, divide, modulo
}

struct LoopNode: Sendable {
  let variable: String
  let items: ExpressionNode
  let body: [TemplateNode]
  let offset: Int
}

/// A `#name(…)` that calls a macro where one of the name exists, and is plain text where none does.
struct CallNode: Sendable {
  let name: String
  let arguments: [ExpressionNode.Operand]
  /// A bare word among the arguments, which no macro takes.
  let word: String?
  let literal: String
  let offset: Int
  /// What stands between `#@name(…)` and its `#end`.
  var body: [TemplateNode]?
}

struct MacroNode: Sendable {
  let name: String
  let parameters: [String]
  let body: [TemplateNode]
}
