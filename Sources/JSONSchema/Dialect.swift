/// The rules by which a schema is read: a draft, and the vocabularies its metaschema switches on.
struct Dialect: Sendable, Hashable {
  enum Draft: Int, Sendable, Comparable {
    case four = 4
    case six = 6
    case seven = 7
    case september2019 = 2019
    case december2020 = 2020

    static func < (lhs: Draft, rhs: Draft) -> Bool { lhs.rawValue < rhs.rawValue }
  }

  struct Vocabularies: OptionSet, Sendable, Hashable {
    let rawValue: Int

    static let applicator = Vocabularies(rawValue: 1)
    static let unevaluated = Vocabularies(rawValue: 2)
    static let validation = Vocabularies(rawValue: 4)
    static let formatAssertion = Vocabularies(rawValue: 8)

    static let standard: Vocabularies = [.applicator, .unevaluated, .validation]
  }

  var draft: Draft
  var vocabularies: Vocabularies = .standard

  static let latest = Dialect(draft: .december2020)

  /// The dialect of a published metaschema, or nil where the URI names none.
  init?(metaschema uri: String) {
    switch uri.hasSuffix("#") ? String(uri.dropLast()) : uri {
    case "http://json-schema.org/draft-04/schema": draft = .four
    case "http://json-schema.org/draft-06/schema": draft = .six
    case "http://json-schema.org/draft-07/schema": draft = .seven
    case "https://json-schema.org/draft/2019-09/schema": draft = .september2019
    case "https://json-schema.org/draft/2020-12/schema": draft = .december2020
    default: return nil
    }
  }

  init(draft: Draft) {
    self.draft = draft
  }

  /// The keyword that names a schema resource.
  var identifier: String { draft == .four ? "id" : "$id" }

  /// Whether a `$ref` makes everything beside it void.
  var referenceOverridesSiblings: Bool { draft <= .seven }
}

extension Dialect.Vocabularies {
  /// Returns what a vocabulary of the 2019-09 or 2020-12 draft adds; nil where it is unknown.
  init?(vocabulary uri: String) {
    let prefixes = [
      "https://json-schema.org/draft/2020-12/vocab/",
      "https://json-schema.org/draft/2019-09/vocab/",
    ]
    guard let prefix = prefixes.first(where: uri.hasPrefix) else { return nil }
    switch uri.dropFirst(prefix.count) {
    case "applicator": self = prefix.contains("2019") ? [.applicator, .unevaluated] : .applicator
    case "unevaluated": self = .unevaluated
    case "validation": self = .validation
    case "format-assertion": self = .formatAssertion
    case "core", "meta-data", "format-annotation", "format", "content": self = []
    default: return nil
    }
  }
}
