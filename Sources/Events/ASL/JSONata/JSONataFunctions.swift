/// The names that every expression can use: JSONata's functions, and those AWS adds.
enum JSONataFunctions {
  static let names: Set<String> = [
    "", "$", "states", "sum", "count", "max", "min", "average", "string", "substring",
    "substringBefore", "substringAfter", "lowercase", "uppercase", "length", "trim", "pad", "match",
    "contains", "replace", "split", "join", "formatNumber", "formatBase", "formatInteger",
    "parseInteger", "number", "floor", "ceil", "round", "abs", "sqrt", "power", "random", "boolean",
    "not", "map", "zip", "filter", "single", "reduce", "sift", "keys", "lookup", "append", "exists",
    "spread", "merge", "reverse", "each", "error", "assert", "type", "sort", "shuffle", "distinct",
    "base64encode", "base64decode", "encodeUrlComponent", "encodeUrl", "decodeUrlComponent",
    "decodeUrl", "eval", "toMillis", "fromMillis", "now", "millis", "clone", "partition", "range",
    "hash", "uuid", "parse",
  ]
}
