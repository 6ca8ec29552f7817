/// A piece of a file that the formatter writes as a whole.
struct YAMLToken {
  /// How the piece is written.
  enum Form {
    /// As it is, on one line.
    case same
    case text(String)
    /// On several lines, all but the first moved with the collection they stand in.
    case moved
    /// As the lines of a block text, of which so many spaces are no part.
    case body(indent: Int?)
  }

  /// A block collection that is open: where it stood, and where it shall stand.
  struct Level {
    let old: Int
    let new: Int
  }

  let range: Range<Int>
  var form = Form.same
  /// Where it stands if it is the first on its line.
  let column: Int
  /// Whether it follows the one before it without a space.
  var isTight = false
  let levels: [Level]

  var isBody: Bool {
    if case .body = form { true } else { false }
  }
}
