package import Diagnostics
internal import JSON

/// The way back from a run, as goals and removals that a plan is then made for.
package struct Undoing: Sendable {
  /// The objects as they were before the run.
  package private(set) var objects: [DesiredObject] = []
  /// The objects that the run created.
  package private(set) var removals: [Removal] = []
  /// What cannot be taken back, in words.
  package private(set) var findings: [Diagnostic] = []

  /// Reads from the journal what the run has really changed, and from its plan what was before.
  package init(run: String, plan: Plan, journal: [JournalEntry], kinds: [String: Kind]) {
    var ids: [Address: String?] = [:]
    for entry in journal where entry.event == .applied { ids[entry.address] = entry.id }
    let undone = plan.operations.filter { ids[$0.address] != nil }
    let gone = Gone(undone)
    for operation in undone {
      guard let kind = kinds[operation.address.collection], let known = ids[operation.address]
      else { continue }
      takeBack(operation, kind, id: known ?? operation.id ?? "", run, gone)
      for part in operation.companionDeletions {
        guard let kind = kinds[part.address.collection] else { continue }
        takeBack(part, kind, id: part.id ?? "", run, gone)
      }
    }
  }

  /// The objects whose ids the run has let go, so that those that referred to them get the new ones.
  private struct Gone {
    private var addresses: [String: Address] = [:]

    init(_ operations: [Operation]) {
      for operation in operations where [.delete, .replace].contains(operation.action) {
        guard let id = operation.id else { continue }
        addresses["\(operation.address.collection)\n\(id)"] = operation.address
      }
    }

    subscript(kind: String, id: String) -> Address? { addresses["\(kind)\n\(id)"] }
  }

  private mutating func takeBack(
    _ operation: Operation, _ kind: Kind, id: String, _ run: String, _ gone: Gone
  ) {
    guard let before = operation.before else {
      removals.append(
        Removal(
          address: operation.address, id: id, reason: "was created by \(run)",
          keeping: operation.keeping))
      return
    }
    var spec = kind.spec.naming(in: before) { gone[$0, $1] }
    let sources = operation.after.map { kind.spec.secretPlaces(in: $0) } ?? []
    var isSecretKept = true
    for pointer in kind.spec.hiddenSecrets(in: before) {
      let source = sources.first { $0.pointer == pointer }?.source
      spec[pointer.belowSpec] = source.map { Marker.secret(source: $0, fingerprint: nil).planned }
      let hasChanged = operation.fields.contains { $0.path == pointer }
      isSecretKept = isSecretKept && source != nil && !hasChanged
    }
    if !isSecretKept {
      findings.append(
        .warning(
          "not-undone",
          "the secrets that \(operation.address) had before \(run) are not known to anybody here",
          address: operation.address.description,
          hint: "it gets those its manifest names now, if any; set the others by hand"))
    }
    if let content = kind.content {
      findings.append(
        .warning(
          "not-undone",
          "\(content) that \(operation.address) has let go since \(run) do not come back",
          address: operation.address.description))
    }
    objects.append(
      DesiredObject(
        address: operation.address, kind: kind, clientID: id,
        pin: operation.action == .delete ? nil : id, spec: spec,
        keeping: operation.keeping))
  }
}

extension Operation {
  /// The deletions of what went with the object, which nobody had to ask for.
  fileprivate var companionDeletions: [Operation] {
    companions.sorted { $0.key < $1.key }.map { address, before in
      Operation(
        address: address, action: .delete, id: id, name: name, fields: [], before: before,
        after: nil, reasons: [], precondition: nil, keeping: keeping)
    }
  }
}

extension Field {
  /// Returns a spec with references by name in place of those ids for which there is an address.
  fileprivate func naming(in value: JSON, _ address: (String, String) -> Address?) -> JSON {
    guard hasReferences else { return value }
    if let reference = role.reference {
      let id = value.string ?? value["id"]?.string
      return id.flatMap { address(reference.kind, $0) }.map { ReferenceForm($0).json } ?? value
    }
    return mapChildren(of: value) { $0.naming(in: $1, address) }
  }

  /// Returns the pointers, into the manifest, of the secrets that a spec has and does not show.
  fileprivate func hiddenSecrets(
    in value: JSON, at path: JSONPointer = JSONPointer(["spec"])
  ) -> [JSONPointer] {
    if role.isWriteOnly { return [path] }
    switch value {
    case .object(let object):
      return object.flatMap { item in
        member(item.key)?.hiddenSecrets(in: item.value, at: path.appending(item.key)) ?? []
      }
    case .array(let elements):
      return elements.enumerated().flatMap { index, item in
        element?.hiddenSecrets(in: item, at: path.appending(index)) ?? []
      }
    default: return []
    }
  }
}
