package import Reconciler

/// Who refers to whom among the declared objects, for programs that draw.
package enum GraphRendering {
  package enum Language: String, Sendable, CaseIterable { case dot, mermaid }

  /// Returns the graph of objects and of references from the first to the second of each pair.
  package static func rendered(
    _ objects: [Address], references: [(from: Address, to: Address)], as language: Language
  ) -> String {
    let objects = Set(objects).union(references.map(\.to)).sorted()
    let edges = references.map { ($0.from, $0.to) }
      .sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 < $1.0 }
    return switch language {
    case .dot: dot(objects, edges)
    case .mermaid: mermaid(objects, edges)
    }
  }

  private static func dot(_ objects: [Address], _ edges: [(Address, Address)]) -> String {
    func quoted(_ address: Address) -> String {
      let text = address.description.withoutControls.replacing("\\", with: "\\\\")
        .replacing("\"", with: "\\\"")
      return "\"\(text)\""
    }
    return "digraph gcsync {\n  rankdir=LR;\n  node [shape=box];\n"
      + objects.map { "  \(quoted($0));\n" }.joined()
      + edges.map { "  \(quoted($0)) -> \(quoted($1));\n" }.joined() + "}\n"
  }

  private static func mermaid(_ objects: [Address], _ edges: [(Address, Address)]) -> String {
    let numbers = Dictionary(
      objects.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    func name(_ address: Address) -> String { "n\(numbers[address] ?? 0)" }
    return "graph LR\n"
      + objects.map { address in
        // Mermaid reads quotes and signs inside a label only as entities.
        let text = address.description.withoutControls.replacing("#", with: "#35;")
          .replacing("\"", with: "#quot;").replacing("<", with: "#lt;")
          .replacing("`", with: "#96;")
        return "  \(name(address))[\"\(text)\"]\n"
      }.joined() + edges.map { "  \(name($0)) --> \(name($1))\n" }.joined()
  }
}
