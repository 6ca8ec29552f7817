extension RunSummary {
  /// Returns every operation with what became of it, then what is to be said of the whole run.
  func itemLines(_ style: Style) -> [String] {
    (operations + failures).flatMap { lines($0, style) }
  }

  private func lines(_ item: Item, _ style: Style) -> [String] {
    let subject = (item.subject ?? "the run").withoutControls
    let code = item.code.map { " [\($0.withoutControls)]" } ?? ""
    let message = (item.message ?? "no reason is known").withoutControls
    switch item.outcome {
    case "applied": return ["  \(style.paint("✓", .green)) \(subject)"]
    case "unchanged": return ["  \(style.paint("✓", .dim)) \(subject): was as planned already"]
    case "skipped": return ["  \(style.paint("·", .yellow)) \(subject): skipped, \(message)"]
    default:
      return ["  \(style.paint("✗", .red)) \(subject): \(message)\(code)"]
        + item.remarks.map { "      \($0.withoutControls)" }
        + (item.hint.map { ["      \(style.paint("hint", .green)): \($0.withoutControls)"] } ?? [])
    }
  }
}
