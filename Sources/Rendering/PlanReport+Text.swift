internal import Diagnostics
internal import JSON
internal import Reconciler

extension PlanReport {
  /// Returns the report for a terminal.
  func text(_ style: Style) -> String {
    var lines = [style.paint(heading, .dim)]
    if let origin { lines.append(style.paint(origin, .dim)) }
    var above: Address?
    for operation in plan.operations {
      let isFolded = operation.address.part != nil && above == operation.address.whole
      lines += text(operation, style, isFolded: isFolded)
      above = operation.address.whole
    }
    for (address, reasons) in heldUpUnchanged {
      let text = "! \(address): \(reasons.joined(separator: "; "))"
      lines.append(style.paint(text.withoutControls, .red))
    }
    if !plan.isEmpty { lines.append("") }
    if !proposal.findings.isEmpty {
      lines.append(DiagnosticRendering.text(proposal.findings.inReadingOrder(), style: style))
    }
    for unsafe in proposal.unsafe {
      let what = unsafe.isApprovable ? "needs approval" : "will be refused"
      lines.append(style.paint("! \(what): \(unsafe.message.withoutControls)", .red))
    }
    if proposal.isPartial {
      lines.append(
        style.paint("! some collections could not be read whole; their objects are left out", .red))
    }
    if !plan.isEmpty { lines.append("plan \(plan.id)") }
    if isNothingToDo { lines.append(nothingToDo) }
    lines.append(style.paint(summary, .bold))
    return lines.joined(separator: "\n") + "\n"
  }

  /// Tells one operation; that of a part is folded under what was told of the same manifest before.
  private func text(_ operation: Operation, _ style: Style, isFolded: Bool) -> [String] {
    let holdUps = holdUps(operation.address)
    let name = isFolded ? "#\(operation.address.part ?? "")" : operation.address.description
    let title = "\(isFolded ? "  " : "")\(operation.action.symbol) \(name)".withoutControls
    let remarks = isFolded ? "" : remarks(on: operation).joined(separator: "  ")
    let head = style.paint(title, operation.action.color)
    let gap =
      remarks.isEmpty
      ? "" : String(repeating: " ", count: max(2, min(46, style.width / 2) - title.columns))
    var lines = ["\(holdUps.isEmpty ? " " : "!") \(head)\(gap)\(style.paint(remarks, .dim))"]
    for sentence in meanings(of: operation) {
      lines.append("      \(style.paint("⇒ \(sentence.withoutControls)", .bold))")
    }
    for field in operation.fields { lines.append("      \(text(field, operation, style))") }
    for reason in holdUps {
      lines.append("      \(style.paint("! \(reason.withoutControls)", .red))")
    }
    return lines
  }

  /// Where an object is declared, who moved, and why it is not only changed.
  private func remarks(on operation: Operation) -> [String] {
    let source = proposal.sources[operation.address].map { "\($0.file.name):\($0.line)" }
    let direction = directionWords(of: operation).map { "[\($0)]" }
    let words = [source, direction, remark(on: operation)]
    return words.compactMap(\.self).map(\.withoutControls)
  }

  /// Who moved in a field, where that is not who moved in its object.
  private func ownDirection(
    of change: FieldChange, _ operation: Operation, _ style: Style
  ) -> String {
    guard let directions, directions(operation, change) != directions(operation, nil) else {
      return ""
    }
    return style.paint("  [\(directions(operation, change).words)]", .dim)
  }

  private func text(
    _ change: FieldChange, _ operation: Operation, _ style: Style
  ) -> String {
    let field = field(of: change, in: operation.address)
    let name = change.shownPath(width: max(24, style.width / 2))
    let room = max(20, style.width - name.columns - 10)
    let cause = remark(on: change, in: operation).map { style.paint("  (\($0))", .dim) } ?? ""
    if operation.action == .create {
      return "\(name): \(shownValue(change.after, field).cut(to: room))\(cause)"
    }
    let replacement =
      forcesReplacement(change, operation)
      ? style.paint("  (cannot be changed in place)", .magenta) : ""
    let remark = ownDirection(of: change, operation, style) + replacement + cause
    if let moves = elementMoves(change, field) { return "\(name): \(moves.cut(to: room))\(remark)" }
    let (before, after) = shownPair(
      shownValue(change.before, field), shownValue(change.after, field), width: max(16, room / 2))
    return "\(name): \(before) → \(after)\(remark)"
  }
}
