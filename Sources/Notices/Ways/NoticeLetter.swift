extension DriftNotice {
  /// The notice as a mail's subject and text.
  package var letter: (subject: String, text: String) {
    let words = NoticeText(notice: self)
    var lines = [words.title]
    let differences = words.differences.map { "  \($0.isNew ? "new  " : "")\($0.text)" }
    if !differences.isEmpty { lines += [""] + differences }
    if !words.gone.isEmpty { lines += ["", "No longer:"] + words.gone.map { "  \($0)" } }
    if !words.problem.isEmpty { lines += [""] + words.problem }
    lines += ["", words.footer]
    return (words.title, lines.joined(separator: "\n") + "\n")
  }
}
