/// A call of one of the functions AWS has built into JSONPath states.
struct IntrinsicFunction {
  indirect enum Argument {
    case text(String)
    case number(String)
    case boolean(Bool)
    case null
    case path(StatePath)
    case call(IntrinsicFunction)
  }

  let name: String
  let arguments: [Argument]

  /// How deep calls may stand inside each other.
  static let maximumDepth = 10

  /// Reads a whole text as one call.
  init(_ text: String) throws(StatePathError) {
    var parser = IntrinsicParser(text)
    self = try parser.wholeCall()
  }

  init(name: String, arguments: [Argument]) {
    self.name = name
    self.arguments = arguments
  }

  /// The paths it reads, in its own arguments and in those of calls inside it.
  var paths: [StatePath] {
    arguments.flatMap { argument -> [StatePath] in
      switch argument {
      case .path(let path): [path]
      case .call(let call): call.paths
      default: []
      }
    }
  }

  /// What a function takes: a letter for each argument it must and, after `?`, may have.
  ///
  /// `t` is a text, `n` a number, `b` a boolean, `l` a list, `o` an object, `a` anything; `*` says
  /// that the last may come any number of times.
  static let signatures: [String: String] = [
    "States.Format": "ta*", "States.StringToJson": "t", "States.JsonToString": "a",
    "States.Array": "a*", "States.ArrayPartition": "ln", "States.ArrayContains": "la",
    "States.ArrayRange": "nnn", "States.ArrayGetItem": "ln", "States.ArrayLength": "l",
    "States.ArrayUnique": "l", "States.Base64Encode": "t", "States.Base64Decode": "t",
    "States.Hash": "at", "States.JsonMerge": "oob", "States.MathRandom": "nn?n",
    "States.MathAdd": "nn", "States.StringSplit": "tt", "States.UUID": "",
  ]

  /// Returns what is wrong with the arguments, and which one, or nil where nothing is.
  var problem: (message: String, argument: Int?)? {
    guard let signature = Self.signatures[name] else { return nil }
    let isOpen = signature.hasSuffix("*")
    let needed =
      isOpen
      ? signature.count - 2
      : (signature.firstIndex(of: "?")
        .map { signature.distance(from: signature.startIndex, to: $0) } ?? signature.count)
    let kinds = signature.filter { $0 != "?" && $0 != "*" }
    guard arguments.count >= needed, isOpen || arguments.count <= kinds.count else {
      return ("\(name)() has \(arguments.count) arguments, and not \(needed)", nil)
    }
    for (index, (kind, argument)) in zip(kinds, arguments).enumerated()
    where !argument.mayBe(kind) {
      return ("the argument \(index + 1) of \(name)() is of the wrong type", index)
    }
    return special
  }

  private var special: (String, Int?)? {
    switch name {
    case "States.Format":
      guard case .text(let format) = arguments[0] else { return nil }
      let places = format.components(of: "{}")
      guard places != arguments.count - 1 else { return nil }
      return ("the text has \(places) times {} for \(arguments.count - 1) values", 0)
    case "States.Hash":
      guard case .text(let algorithm) = arguments[1] else { return nil }
      let known = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"]
      guard !known.contains(algorithm) else { return nil }
      return ("the algorithm is one of \(known.joined(separator: ", "))", 1)
    case "States.JsonMerge":
      guard case .boolean(true) = arguments[2] else { return nil }
      return ("AWS merges only the uppermost level, so the last argument is false", 2)
    default: return nil
    }
  }
}

extension IntrinsicFunction.Argument {
  fileprivate func mayBe(_ kind: Character) -> Bool {
    switch self {
    case .path, .call: true
    case .text: kind == "t" || kind == "a"
    case .number: kind == "n" || kind == "a"
    case .boolean: kind == "b" || kind == "a"
    case .null: kind == "a"
    }
  }
}

extension String {
  /// Returns how often `{}` stands in a text whose escapes are still there.
  fileprivate func components(of place: String) -> Int {
    var (count, last): (Int, Unicode.Scalar?) = (0, nil)
    var isEscaped = false
    for scalar in unicodeScalars {
      if isEscaped {
        (isEscaped, last) = (false, nil)
        continue
      }
      if scalar == "}", last == "{" { count += 1 }
      isEscaped = scalar == "\\"
      last = scalar
    }
    return count
  }
}
