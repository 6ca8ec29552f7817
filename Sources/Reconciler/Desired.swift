package import Diagnostics
package import JSON

/// One object as the manifests say it should be, before anything of the org is known.
///
/// A class, because there are many and several tables hold each.
package final class DesiredObject: Sendable {
  package let address: Address
  package let kind: Kind
  /// The id the client chooses where the API lets it.
  package let clientID: String
  /// The names it had before.
  package let formerNames: [String]
  /// The ids it had under its earlier names.
  package let formerIDs: [String]
  /// The id of the object that is meant where several share its natural key.
  package let pin: String?
  /// The spec after overlays and variables, with references and secrets still as forms.
  package let spec: JSON
  /// The fingerprint of each secret that could be read.
  package let fingerprints: [JSONPointer: String]
  /// Whether it may take over an object that was found by its name and differs.
  package let adopts: Bool
  package let keeping: Operation.Keeping
  package let source: SourceLocation?

  package init(
    address: Address, kind: Kind, clientID: String, formerNames: [String] = [],
    formerIDs: [String] = [], pin: String? = nil, spec: JSON,
    fingerprints: [JSONPointer: String] = [:], adopts: Bool = false,
    keeping: Operation.Keeping? = nil, source: SourceLocation? = nil
  ) {
    self.address = address
    self.kind = kind
    self.clientID = clientID
    self.formerNames = formerNames
    self.formerIDs = formerIDs
    self.pin = pin
    self.spec = spec
    self.fingerprints = fingerprints
    self.adopts = adopts
    self.keeping = keeping ?? Operation.Keeping(deletionPolicy: kind.deletionPolicy)
    self.source = source
  }
}

/// A reference by name, as a manifest writes it.
package struct ReferenceForm: Sendable, Hashable {
  package let address: Address
  /// Whether the object is looked up in the org instead of the manifests.
  package let isExternal: Bool
  /// The type of the object that is looked up, where its name alone leaves it open.
  package let type: String?

  package init?(_ value: JSON) {
    guard let reference = value["ref"], let kind = reference["kind"]?.string,
      let name = reference["name"]?.string
    else { return nil }
    address = Address(kind: kind, name: name, part: reference["part"]?.string)
    isExternal = reference["external"]?.bool == true
    type = reference["type"]?.string
  }

  /// Whether an object that bears its name is of the type it asks for.
  package func fits(_ object: ObservedObject) -> Bool {
    type == nil || object.body["type"]?.string == type
  }

  /// Refers to an object of the manifests.
  init(_ address: Address) {
    self.address = address
    isExternal = false
    type = nil
  }

  /// The form as it stands in a spec.
  var json: JSON {
    var reference: JSONObject = ["kind": .string(address.kind), "name": .string(address.name)]
    if let part = address.part { reference["part"] = .string(part) }
    return ["ref": .object(reference)]
  }
}

extension Field {
  /// Calls the closure with every reference form in a spec.
  package func forEachReference(
    in value: JSON, _ body: (ReferenceForm, JSONPointer) -> Void
  ) {
    guard hasReferences else { return }
    var path = ["spec"]
    visitReferences(in: value, at: &path, body)
  }

  private func visitReferences(
    in value: JSON, at path: inout [String], _ body: (ReferenceForm, JSONPointer) -> Void
  ) {
    if role.reference != nil {
      ReferenceForm(value).map { body($0, JSONPointer(path)) }
      return
    }
    func visit(_ name: String, _ item: JSON, _ field: Field) {
      path.append(name)
      field.visitReferences(in: item, at: &path, body)
      path.removeLast()
    }
    switch value {
    case .object(let object):
      for (name, field) in properties where field.hasReferences {
        if let item = object[name] { visit(name, item, field) }
      }
      guard let otherMembers, otherMembers.hasReferences else { return }
      for item in object where isOther(item.key) { visit(item.key, item.value, otherMembers) }
    case .array(let elements):
      guard let element, element.hasReferences else { return }
      for (index, item) in elements.enumerated() { visit(String(index), item, element) }
    default: break
    }
  }
}
