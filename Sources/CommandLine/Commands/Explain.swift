internal import Diagnostics
internal import Manifests
internal import Reconciler

extension Command {
  static let explain = Command(
    "explain", usage: "KIND[.path]",
    summary: "Tell what a kind or a field is for, what it takes and where it goes.",
    details: "Example: gcsync explain StorageTarget.configuration.serverSideEncryption"
  ) { invocation in
    guard let path = invocation.arguments.positional.first else {
      throw Arguments.Misuse(message: "explain needs a kind, such as StorageTarget")
    }
    invocation.console.out(try invocation.kinds().explain(path).text)
    return .done
  }
}

extension Explanation {
  fileprivate var text: String {
    var lines = ["\(path)  \(type)\(isRequired && type != "kind" ? ", required" : "")"]
    if !summary.isEmpty { lines += ["", summary] }
    if !choices.isEmpty { lines += ["", "values: \(choices.joined(separator: ", "))"] }
    if let defaultText { lines += ["default: \(defaultText)"] }
    lines += roles.map { "role: \($0)" }
    for (profile, wire) in wires {
      lines += ["", "in the \(profile.rawValue) profile: \(wire.collection)"]
      lines += ["  permissions to read:  \(wire.permissions.read.joined(separator: ", "))"]
      lines += ["  permissions to write: \(wire.permissions.write.joined(separator: ", "))"]
    }
    if let deletionPolicy { lines += ["deletionPolicy: \(deletionPolicy.rawValue)"] }
    if !children.isEmpty { lines += ["", "fields:"] }
    for child in children {
      let mark = child.isRequired ? "*" : " "
      lines += ["  \(mark) \(child.name)  \(child.type)"]
      if !child.summary.isEmpty { lines += ["      \(child.summary)"] }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
