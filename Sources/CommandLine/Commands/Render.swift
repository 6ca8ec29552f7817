internal import Diagnostics
internal import JSON
internal import Manifests
internal import Rendering

extension Command {
  static let render = Command(
    "render", summary: "Show the manifests after overlays and variables; secrets stay references.",
    options: [
      Option(
        "explain", value: "PATH",
        "Tell where each leaf's value comes from, of those whose address or path holds PATH; "
          + "\"\" for all."),
      .output,
    ]
  ) { invocation in
    let session = try Session.load(invocation)
    let leaves = invocation.arguments.last("explain").map {
      session.manifests.provenance(below: $0)
    }
    try invocation.write { format, _ in
      switch (format, leaves) {
      case (.json, let leaves?):
        Provenance.document(leaves).prettyText + "\n"
      case (.json, nil): session.manifests.json.prettyText + "\n"
      case (_, let leaves?): leaves.map { $0.text + "\n" }.joined()
      case (.text, nil): session.manifests.yaml
      case (.markdown, nil): "```yaml\n\(session.manifests.yaml)```\n"
      }
    }
    return .done
  }
}

extension Provenance {
  fileprivate var text: String {
    let history = steps.compactMap { step -> String? in
      switch step {
      case .replaced(let location): "\n    replaces \(location)"
      case .variable(let name, let declared): "\n    variable \(name), declared at \(declared)"
      // Told as a leaf of its own.
      case .removed: nil
      }
    }
    return "\(address)\(pointer) = \(value.text)\n    from \(location)" + history.joined()
  }

  fileprivate static func document(_ leaves: [Provenance]) -> JSON {
    ["format": "gcsync.provenance/1", "leaves": .array(leaves.map(\.document))]
  }

  private var document: JSON {
    [
      "address": .string(address), "path": .string(pointer.description), "value": value,
      "source": .string(location.description),
      "steps": .array(
        steps.compactMap { step -> JSON? in
          switch step {
          case .replaced(let location): ["replaces": .string(location.description)]
          case .variable(let name, let declared):
            ["variable": .string(name), "declared": .string(declared.description)]
          case .removed: nil
          }
        }),
    ]
  }
}
