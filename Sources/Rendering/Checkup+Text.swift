internal import Diagnostics
internal import JSON

extension Checkup {
  package func rendered(as format: Format, style: Style, exitCode: Int32) -> String {
    switch format {
    case .text: text(style)
    case .json: document(exitCode: exitCode).prettyText + "\n"
    case .markdown: markdown()
    }
  }

  private func text(_ style: Style) -> String {
    let width = rows.map { $0.name.withoutControls.cut(to: 40).columns }.max() ?? 0
    var lines = [title.withoutControls, ""]
    for row in rows { lines += self.lines(row, width, style) }
    lines += tableLines(style)
    for (state, words) in Self.open {
      let groups = groups(state)
      guard !groups.isEmpty else { continue }
      lines += ["", words]
      lines += groups.map { "  \($0.kind): \($0.names.joined(separator: ", "))".withoutControls }
    }
    return (lines + ["", summary]).joined(separator: "\n") + "\n"
  }

  private func lines(_ row: Row, _ width: Int, _ style: Style) -> [String] {
    let name = row.name.withoutControls.cut(to: 40).padded(to: width)
    let gap = String(repeating: " ", count: width + 6)
    return [
      "  \(style.paint(row.state.mark, row.state.color)) \(name)  \(row.found.withoutControls)"
    ]
      + row.details.map { gap + $0.withoutControls }
      + (row.remedy.map { ["\(gap)\(style.paint("remedy", .green)): \($0.withoutControls)"] } ?? [])
  }

  var title: String {
    guard let environment else { return "gcsync doctor" }
    return "gcsync doctor: \(environment)" + (profile.map { ", \($0) profile" } ?? "")
  }

  /// The states of permissions that somebody must look at, with the words above them.
  static let open = [
    ("missing", "Permissions that are missing:"),
    ("unknown", "Permissions that only a write, or a role that can be read, would tell of:"),
  ]

  /// The permissions in one state, by kind.
  func groups(_ state: String) -> [(kind: String, names: [String])] {
    let found = permissions.filter { $0.state == state }
    return Dictionary(grouping: found, by: \.kind).sorted { $0.key < $1.key }
      .map { ("\($0.key) (\($0.value.first?.cause ?? ""))", $0.value.map(\.name)) }
  }

  /// How many checks came to what, in one line.
  var summary: String {
    let parts = [
      "\(count(.ok)) ok", counted(count(.warning), "warning"), "\(count(.failed)) failed",
      "\(count(.unknown)) unknown",
    ]
    return "Doctor: \(parts.joined(separator: ", ")) · \(counted(requests, "request"))"
  }
}

extension Checkup.State {
  var mark: String {
    switch self {
    case .ok: "✓"
    case .warning: "!"
    case .failed: "✗"
    case .unknown: "?"
    }
  }

  var color: Style.Color {
    switch self {
    case .ok: .green
    case .warning: .yellow
    case .failed: .red
    case .unknown: .cyan
    }
  }
}
