extension DriftNotice {
  /// The notice as a mail's subject and text.
  package var letter: (subject: String, text: String) {
    let words = NoticeText(notice: self)
    var lines = [words.title, ""]
    lines += words.differences.map { "  \($0.isNew ? "new  " : "")\($0.text)" }
    if !words.gone.isEmpty { lines += ["", "No longer:"] + words.gone.map { "  \($0)" } }
    lines += ["", words.footer]
    return (words.title, lines.joined(separator: "\n") + "\n")
  }
}
