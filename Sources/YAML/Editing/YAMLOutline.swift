import Diagnostics
import JSON

/// What stands where in a YAML file: each node with the bytes it is written in.
///
/// The events of libyaml say in which order nodes come and where their first character is. The
/// outline adds what the events leave out, and takes away what they have too much:
///
/// - A node reaches from its first tag or anchor (`start`) over its own first character
///   (`content`) to the byte behind its last one (`end`). Blank lines and comments behind it are
///   never part of it, though libyaml counts them to block collections and block texts. A value
///   that is not written, as in `key:`, is an empty range right behind its colon or dash.
/// - A collection has items. An item starts at its dash, its `?` or its key; its `slot` is where a
///   value may be put: behind the dash or the colon.
/// - A block text is a header, `|2-`, and a body of whole lines, without its last line break.
/// - Everything between these is space, comments, and the marks `, [ ] { } --- ...`. So a file can
///   be changed by replacing ranges (the editor), or written anew as the same tokens with other
///   space between them (the formatter).
///
/// All offsets count bytes of the file behind its byte order mark, if it has one.
struct YAMLOutline {
  struct Document {
    /// The byte behind `---`, or the first one of the document where it has none.
    let start: Int
    let hasDirectives: Bool
    let root: YAMLNode

    /// Whether it says nothing at all, so that readers leave it out.
    var isEmpty: Bool { root.isAbsent }
  }

  let source: YAMLSource
  /// All documents, also the empty ones.
  let documents: [Document]

  /// Reads a text of which the reader has found that it has no syntax error and is within limits.
  init(_ source: YAMLSource) throws(YAMLSyntaxError) {
    self.source = source
    var builder = YAMLOutlineBuilder(source)
    documents = try builder.documents()
  }
}

/// A value or a key as it is written.
struct YAMLNode {
  enum Kind: Hashable {
    case scalar(String, YAMLEvent.Style)
    case alias(String)
    case sequence, mapping
  }

  /// The further places of a block text.
  struct Block {
    let headerEnd: Int
    let body: Range<Int>?
    /// How many spaces stand before its text, nil where it has none.
    let indent: Int?
    /// Whether the blank lines at its end are part of it.
    let keepsEnd: Bool
  }

  let kind: Kind
  var isFlow = false
  let anchor: String?
  let tag: String?
  let start: Int
  let content: Int
  var end: Int
  var block: Block?
  var items: [YAMLItem] = []

  /// Whether nothing is written where the value would be.
  var isAbsent: Bool { kind == .scalar("", .plain) && anchor == nil && tag == nil && start == end }

  var isCollection: Bool { kind == .sequence || kind == .mapping }
  /// Whether it is a collection written in lines rather than brackets.
  var isBlockCollection: Bool { isCollection && !isFlow }

  /// Returns the same node at another place, which is for nodes that are not written.
  func absent(at place: Int) -> YAMLNode {
    YAMLNode(kind: kind, anchor: nil, tag: nil, start: place, content: place, end: place)
  }
}

/// An element of a sequence, or a member of a mapping.
struct YAMLItem {
  let start: Int
  /// Whether its key stands behind a `?`.
  let isExplicit: Bool
  let key: YAMLNode?
  /// Where its dash or its colon stands; nil where it has none.
  let mark: Int?
  /// The byte a value would start behind.
  let slot: Int
  let value: YAMLNode

  var end: Int { max(slot, value.end) }

  /// Whether it takes over the members of other mappings.
  var isMerge: Bool {
    key?.kind == .scalar("<<", .plain) && (key?.tag == nil || key?.tag == "tag:yaml.org,2002:merge")
  }
}
