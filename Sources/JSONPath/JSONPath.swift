package import JSON

/// A query over a JSON document, as RFC 9535 defines it.
package struct JSONPath: Sendable {
  /// How the text of a path is spelled.
  package enum Dialect: Sendable {
    /// RFC 9535, with nothing more allowed.
    case standard
    /// The spellings of Jayway JsonPath that the standard lacks are taken too: `$.a-b`, `$.['a']`
    /// and a path without `$`.
    case jayway
  }

  package let text: String
  let query: PathQuery

  /// Reads a path; what is wrong with it is found here, and never while it is used.
  package init(_ text: String, dialect: Dialect = .standard) throws(JSONPathError) {
    var parser = PathParser(text, dialect: dialect)
    self.text = text
    query = try parser.path()
  }

  /// Whether the path leads to one place at most, because it is made of names and indexes alone.
  package var isSingular: Bool { query.isSingular }

  /// The steps of a singular path, or nil for any other.
  package var steps: [Step]? { query.steps }

  /// How much a query may cost before it is given up.
  package struct Limits: Sendable {
    /// How many values and characters may be looked at, over all parts of the query.
    package var visits: Int

    package init(visits: Int = 50_000_000) {
      self.visits = visits
    }

    package static let `default` = Limits()
  }

  /// Returns what the path selects, in the order of the standard, each with where it stands.
  ///
  /// The only error is that the query costs more than the limits allow.
  package func nodes(
    in document: JSON, limits: Limits = .default
  ) throws(JSONPathError) -> [JSONPathNode] {
    var evaluator = PathEvaluator(root: document, visits: limits.visits)
    return try evaluator.nodes(of: query, at: document, tracksPlaces: true)
  }

  /// Returns the values the path selects, in the order of the standard.
  package func values(
    in document: JSON, limits: Limits = .default
  ) throws(JSONPathError) -> [JSON] {
    var evaluator = PathEvaluator(root: document, visits: limits.visits)
    return try evaluator.nodes(of: query, at: document, tracksPlaces: false).map(\.value)
  }
}

extension JSONPath: Hashable {
  package static func == (lhs: JSONPath, rhs: JSONPath) -> Bool { lhs.query == rhs.query }

  package func hash(into hasher: inout Hasher) { hasher.combine(query) }
}

extension JSONPath: CustomStringConvertible {
  package var description: String { text }
}
