/// A step of reading YAML: a value, an alias, or where something starts or ends.
package struct YAMLEvent: Sendable {
  package enum Kind: Sendable, Hashable {
    case streamStart, streamEnd
    case documentStart(isExplicit: Bool)
    case documentEnd(isExplicit: Bool)
    case alias(String)
    case scalar(String, Style)
    case sequenceStart(isFlow: Bool)
    case mappingStart(isFlow: Bool)
    case sequenceEnd, mappingEnd
  }

  /// How a scalar is written.
  package enum Style: Sendable, Hashable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  package let kind: Kind
  /// The name other places may repeat the value by.
  package let anchor: String?
  /// The tag in its long form, `!` where it only says that the value is no plain one.
  package let tag: String?
  package let start: YAMLMark
  /// The first scalar of the event and the one behind its last, counted in the part it stands in.
  let range: Range<Int>
  /// Whether a document starts with `%YAML` or `%TAG`.
  let hasDirectives: Bool
}

/// A place in YAML text, counted from 1, columns in Unicode scalars.
package struct YAMLMark: Sendable, Hashable {
  package let line: Int
  package let column: Int
}
