import JSON
import JSONPath

/// What a rule of a Choice reads, and what it asks for before.
struct ChoiceGuards {
  /// The paths whose presence is asked for anywhere in the rule.
  private(set) var tested: [[JSONPath.Step]] = []
  /// The paths that must be there for the rule to hold.
  private(set) var required: [[JSONPath.Step]] = []
  /// The values that hold the paths of its comparisons.
  private(set) var reads: [LocatedJSON] = []

  init(_ rule: LocatedJSON) {
    collect(rule, isRequired: true)
  }

  private mutating func collect(_ rule: LocatedJSON, isRequired: Bool) {
    for inner in rule["And"]?.array ?? [] { collect(inner, isRequired: isRequired) }
    for inner in rule["Or"]?.array ?? [] { collect(inner, isRequired: false) }
    if let inner = rule["Not"] { collect(inner, isRequired: false) }
    guard let variable = rule["Variable"] else { return }
    let isPresent = rule["IsPresent"]
    if isPresent == nil {
      reads.append(variable)
      reads += (rule.members ?? []).filter { $0.key.hasSuffix("Path") }.map(\.value)
    }
    guard let path = try? StatePath(variable.string ?? ""), path.root == .input,
      let steps = path.steps
    else { return }
    if isPresent != nil { tested.append(steps) }
    if isRequired, isPresent == nil || isPresent?.value == true { required.append(steps) }
  }
}
