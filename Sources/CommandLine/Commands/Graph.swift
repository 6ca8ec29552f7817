internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let graph = Command(
    "graph", summary: "Draw which object refers to which, from the manifests; contacts nothing.",
    options: [
      Option(
        "format", value: "FORMAT", choices: GraphRendering.Language.allCases.map(\.rawValue),
        "The language to draw in, dot by default.")
    ]
  ) { invocation in
    let session = try Session.load(invocation)
    var references: [(from: Address, to: Address)] = []
    for manifest in session.manifests.manifests {
      manifest.kind.spec.forEachReference(in: manifest.spec) { form, _ in
        references.append((manifest.address, form.address))
      }
    }
    let language = invocation.arguments.last("format").flatMap(GraphRendering.Language.init)
    invocation.console.out(
      GraphRendering.rendered(
        session.manifests.manifests.map(\.address), references: references, as: language ?? .dot))
    return .done
  }
}
