internal import JSON
package import Reconciler

/// How far an operation is.
package struct OperationReport: Sendable {
  private let address: Address
  private let status: OperationStatus
  private let environment: String
  /// The run that wrote to the org; nil where nothing was written.
  private let run: String?
  private let exitCode: Int

  package init(
    address: Address, status: OperationStatus, environment: String, run: String?, exitCode: Int
  ) {
    self.address = address
    self.status = status
    self.environment = environment
    self.run = run
    self.exitCode = exitCode
  }

  package func rendered(as format: Format, style: Style) -> String {
    switch format {
    case .text:
      (["\(Self.line(address, status))  (\(status.id.cut(to: 100).withoutControls))"]
        + more.map { "  \($0.withoutControls.cut(to: 1000))" }).joined(separator: "\n") + "\n"
    case .markdown:
      "### gcsync operation \(Markdown.code(address.description.cut(to: 200)))\n\n"
        + ([Self.words(status)] + more).map { "- \(Markdown.escaped($0.cut(to: 1000)))\n" }
        .joined()
    case .json: document.prettyText + "\n"
    }
  }

  /// The operation and its state in one line.
  package static func line(_ address: Address, _ status: OperationStatus) -> String {
    "\(address.description.withoutControls)  \(words(status))"
  }

  private static func words(_ status: OperationStatus) -> String {
    let state = status.state.isEmpty ? "no state yet" : status.state.cut(to: 100).withoutControls
    return state + (status.percent.map { ", \($0.text) %" } ?? "")
  }

  private var more: [String] { [status.detail, status.result].compactMap(\.self) }

  private var document: JSON {
    [
      "format": "gcsync.operation/1",
      "environment": .string(environment),
      "operation": [
        "address": .string(address.description), "kind": .string(address.kind),
        "name": .string(address.name), "id": .string(status.id),
      ],
      "run": run.map(JSON.string) ?? .null,
      "state": .string(status.state),
      "phase": .string(status.phase.rawValue),
      "percent": status.percent.map(JSON.number) ?? .null,
      "detail": status.detail.map(JSON.string) ?? .null,
      "result": status.result.map(JSON.string) ?? .null,
      "exitCode": .number(JSONNumber(exitCode)),
    ]
  }
}
