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
    var objects: [Address] = []
    var references: [(from: Address, to: Address)] = []
    for object in session.graphed {
      objects.append(object.address)
      object.kind.base(of: object.address).map { references.append((object.address, $0)) }
      object.kind.spec.forEachReference(in: object.spec) { form, _ in
        references.append((object.address, form.address))
      }
    }
    let language = invocation.arguments.last("format").flatMap(GraphRendering.Language.init)
    invocation.console.out(
      GraphRendering.rendered(objects, references: references, as: language ?? .dot))
    return .done
  }
}

extension Session {
  /// The objects of a graph: the manifests, and of one that is nothing but its parts these.
  fileprivate var graphed: [DesiredObject] {
    let profile = environment.genesys.profile
    let parts = manifests.desired(
      owner: project.owner, environment: environment.name, pieces: pieces
    ) { _ in nil }
    let isOfParts = { (kind: Kind) in kind.wires[profile]?.identity == .parts }
    let wholes = manifests.manifests.filter { !isOfParts($0.kind) }.map { manifest in
      DesiredObject(
        address: manifest.address, kind: manifest.kind, clientID: "", spec: manifest.spec)
    }
    return wholes + parts.filter { $0.kind.whole.map(isOfParts) ?? false }
  }
}
