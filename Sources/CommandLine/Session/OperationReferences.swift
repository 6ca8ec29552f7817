internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler

/// The objects of the org that an operation names.
struct OperationReferences {
  private let operation: OperationSession
  private let reader: GenesysReader

  init(_ operation: OperationSession, _ reader: GenesysReader) {
    self.operation = operation
    self.reader = reader
  }

  /// Returns the spec with an id in place of every name.
  func resolved(_ spec: JSON) async throws(DiagnosticsError) -> JSON {
    var forms: [(form: ReferenceForm, path: JSONPointer)] = []
    operation.manifest.kind.spec.forEachReference(in: spec) { forms.append(($0, $1)) }
    let names = Set(forms.map(\.form.address.kind))
    let kinds = names.sorted().compactMap { operation.session.kinds.kinds[$0] }
    let observed = await reader.observeAll(kinds.map { ($0, []) })
    var resolved = spec
    var problems: [Diagnostic] = []
    for (form, path) in forms {
      switch find(form, path, in: observed) {
      case .success(let id): resolved[JSONPointer(Array(path.tokens.dropFirst()))] = .string(id)
      case .failure(let failure): problems += failure.diagnostics
      }
    }
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
    return resolved
  }

  private func find(
    _ form: ReferenceForm, _ path: JSONPointer, in observed: [String: ObservedCollection]
  ) -> Result<String, DiagnosticsError> {
    func failure(_ code: String, _ message: String, _ hint: String?) -> Result<
      String, DiagnosticsError
    > {
      .failure(
        DiagnosticsError(
          .error(
            code, message, at: operation.manifest.document.location(of: path),
            address: operation.address.description, hint: hint)))
    }
    let address = form.address
    let collection = observed[address.kind]
    if let problem = collection?.problem { return .failure(DiagnosticsError(problem)) }
    let profile = operation.session.environment.genesys.profile
    let place = operation.session.kinds.kinds[address.kind]?.wires[profile]?.name ?? .root
    let objects = collection?.objects ?? []
    let ids = objects.filter { $0.body[place]?.string == address.name && form.fits($0) }
      .map(\.id).sorted()
    if ids.count == 1 { return .success(ids[0]) }
    if ids.count > 1 {
      return failure(
        "ambiguous-reference", "several objects are \(address): \(ids.joined(separator: ", "))",
        "write the id of the one that is meant")
    }
    let near = nearestName(to: address.name, in: objects.compactMap { $0.body[place]?.string })
    return failure(
      "unknown-reference", "the org has no \(address)", near.map { "did you mean \"\($0)\"?" })
  }
}
