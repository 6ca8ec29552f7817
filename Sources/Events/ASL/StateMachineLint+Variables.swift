import Diagnostics
import JSON

extension StateMachineLint {
  /// Notes every variable that is assigned anywhere, so that reads of others can be found.
  mutating func collectVariables(_ node: LocatedJSON) {
    var pending = [node]
    while let next = pending.popLast() {
      pending += next.array ?? []
      for member in next.members ?? [] {
        pending.append(member.value)
        guard member.key == "Assign" else { continue }
        for variable in member.value.members ?? [] {
          let name = variable.key
          variables.insert(name.hasSuffix(".$") ? String(name.dropLast(2)) : name)
        }
      }
    }
  }

  /// Warns of a variable, or in JSONata a function, that nothing gives a value.
  mutating func checkVariable(_ name: String, at location: SourceLocation, known: Set<String>) {
    guard !variables.contains(name), !known.contains(name) else { return }
    let near = nearestName(to: name, in: variables.union(known).sorted())
    warn(
      "asl-variable-not-assigned", "no state assigns $\(name)", at: location,
      hint: near.map { "did you mean $\($0)?" } ?? "add it to the Assign of a state before")
  }
}
