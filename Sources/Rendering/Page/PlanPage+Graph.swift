internal import JSON
internal import Reconciler

extension PlanPage {
  /// A remote object by its kind and id, as references name it.
  private struct ObjectName: Hashable {
    let kind: String
    let id: String
  }

  /// Who refers to whom: pairs of numbers, those of changes first and then those of `others`, which
  /// do not change.
  var graph: JSON {
    let changing = plan.operations.map(\.address)
    var numbers = Dictionary(
      changing.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var others: [Address] = []
    var edges: [JSON] = []
    let known = knownObjects
    for (index, operation) in plan.operations.enumerated() {
      for address in targets(of: operation, known) where address != operation.address {
        if numbers[address] == nil {
          numbers[address] = changing.count + others.count
          others.append(address)
        }
        guard let number = numbers[address] else { continue }
        edges.append([.number(JSONNumber(index)), .number(JSONNumber(number))])
      }
    }
    return [
      "others": .array(others.map { .string($0.description) }), "edges": .array(edges),
    ]
  }

  private var knownObjects: [ObjectName: Address] {
    var known: [ObjectName: Address] = [:]
    for (address, id) in proposal.found { known[ObjectName(kind: address.kind, id: id)] = address }
    for operation in plan.operations {
      guard let id = operation.id else { continue }
      known[ObjectName(kind: operation.address.kind, id: id)] = operation.address
    }
    return known
  }

  /// What an object needs; of one that goes, what it named.
  private func targets(
    of operation: Operation, _ known: [ObjectName: Address]
  ) -> [Address] {
    let spec = report.spec(of: operation.address)
    guard let value = operation.after ?? operation.before else { return [] }
    var targets: Set<Address> = []
    spec.forEachNamed(in: value) { kind, value in
      if case .afterApply(let address)? = Marker(value) {
        targets.insert(address)
      } else if let id = value.string ?? value["id"]?.string,
        let address = known[ObjectName(kind: kind, id: id)]
      {
        targets.insert(address)
      }
    }
    // What goes first waits for what refers to it, the other way round.
    if operation.action != .delete { targets.formUnion(operation.dependencies) }
    return targets.sorted()
  }
}

extension Field {
  /// Calls the closure with each value that names an object, and the kind of that object.
  fileprivate func forEachNamed(in value: JSON, _ body: (String, JSON) -> Void) {
    if let reference = role.reference { return body(reference.kind, value) }
    switch value {
    case .object(let object):
      for member in object { self.member(member.key)?.forEachNamed(in: member.value, body) }
    case .array(let elements):
      for item in elements { element?.forEachNamed(in: item, body) }
    case .null, .bool, .number, .string: break
    }
  }
}
