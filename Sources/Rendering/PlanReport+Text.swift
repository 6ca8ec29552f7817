internal import Diagnostics
internal import JSON
internal import Reconciler

extension PlanReport {
  /// Returns the report for a terminal.
  func text(_ style: Style) -> String {
    var lines = [style.paint(heading, .dim)]
    if let origin { lines.append(style.paint(origin, .dim)) }
    for operation in plan.operations { lines += text(operation, style) }
    for (address, reasons) in heldUpUnchanged {
      let text = "! \(address): \(reasons.joined(separator: "; "))"
      lines.append(style.paint(text.withoutControls, .red))
    }
    if !plan.isEmpty { lines.append("") }
    if !proposal.findings.isEmpty {
      lines.append(DiagnosticRendering.text(proposal.findings.inReadingOrder(), style: style))
    }
    for unsafe in proposal.unsafe {
      lines.append(style.paint("! needs approval: \(unsafe.message.withoutControls)", .red))
    }
    if proposal.isPartial {
      lines.append(
        style.paint("! some collections could not be read whole; their objects are left out", .red))
    }
    if !plan.isEmpty {
      lines.append("plan \(plan.id)")
    } else if proposal.blocked.isEmpty, !proposal.isPartial {
      lines.append("Everything is as declared.")
    }
    lines.append(style.paint(summary, .bold))
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: String {
    let command = isDrift ? "drift" : "plan"
    let reads = proposal.requests.read
    return "gcsync \(command)  env=\(plan.header.environment.withoutControls)  "
      + "read in \(reads) request\(reads == 1 ? "" : "s")"
  }

  private func text(_ operation: Operation, _ style: Style) -> [String] {
    let mark = holdUps(operation.address).isEmpty ? " " : "!"
    let source = proposal.sources[operation.address].map { "\($0.file.name):\($0.line)" } ?? ""
    let address = operation.address.description.withoutControls
    let gap = String(repeating: " ", count: max(2, 44 - address.count))
    let head = style.paint("\(operation.action.symbol) \(address)", operation.action.color)
    let direction = directions.map { "  [\($0(operation).words)]" } ?? ""
    var lines = ["\(mark) \(head)\(gap)\(style.paint(source.withoutControls + direction, .dim))"]
    for field in operation.fields { lines.append("      \(text(field, operation, style))") }
    for reason in holdUps(operation.address) {
      lines.append("      \(style.paint("! \(reason.withoutControls)", .red))")
    }
    return lines
  }

  private func text(
    _ field: FieldChange, _ operation: Operation, _ style: Style
  ) -> String {
    let role = role(of: field, in: operation.address)
    let name = field.path.tokens.dropFirst().joined(separator: ".").withoutControls
    let room = max(20, style.width - name.count - 10)
    if operation.action == .create {
      return "\(name): \(shownValue(field.after, role).cut(to: room))"
    }
    if role.unordered != nil, let moves = elementMoves(field) {
      return "\(name): \(moves.cut(to: room))"
    }
    let (before, after) = shownPair(
      shownValue(field.before, role), shownValue(field.after, role), width: max(16, room / 2))
    return "\(name): \(before) → \(after)"
  }

  /// Returns what came into an unordered list and what went, or nil for any other field.
  private func elementMoves(_ field: FieldChange) -> String? {
    guard let before = field.before?.array, let after = field.after?.array,
      before.allSatisfy({ $0.object == nil }), after.allSatisfy({ $0.object == nil })
    else { return nil }
    let came = after.filter { !before.contains($0) }.map { "+" + ($0.string ?? $0.text) }
    let went = before.filter { !after.contains($0) }.map { "−" + ($0.string ?? $0.text) }
    let moves = came + went
    return moves.isEmpty ? nil : moves.joined(separator: " ").withoutControls
  }
}

extension Operation.Action {
  var color: Style.Color {
    switch self {
    case .create: .green
    case .update: .yellow
    case .delete: .red
    case .replace: .magenta
    case .adopt: .cyan
    }
  }
}

extension Direction {
  /// The direction as a person reads it.
  var words: String {
    switch self {
    case .git: "not applied yet"
    case .org: "changed in the org"
    case .both: "changed in Git and in the org"
    case .unknown: "never applied from here"
    }
  }
}
