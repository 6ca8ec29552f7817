internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import YAML

extension Command {
  static let explain = Command(
    "explain", usage: "KIND[.path] | events",
    summary: "Tell what a kind or a field is for, what it takes and where it goes.",
    details: """
      Example: gcsync explain StorageTarget.configuration.serverSideEncryption
      gcsync explain events tells what the log holds.
      """
  ) { invocation in
    guard let path = invocation.arguments.positional.first else {
      throw Arguments.Misuse(message: "explain needs a kind, such as StorageTarget")
    }
    if path == "events" {
      invocation.console.out(EventCatalogue.page)
      return .done
    }
    invocation.console.out(try invocation.kinds().explain(path).text)
    return .done
  }
}

extension Explanation {
  fileprivate var text: String {
    var lines = ["\(path)  \(type)\(isRequired && type != "kind" ? ", required" : "")"]
    if !summary.isEmpty { lines += ["", summary] }
    if !meanings.isEmpty { lines += ["", "values:"] + choiceLines }
    if let defaultText { lines += ["default: \(defaultText)"] }
    lines += roles.map { "role: \($0)" }
    for (profile, wire) in wires where wire.service == .genesys {
      lines += ["", "in the \(profile.rawValue) profile: \(wire.collection)"]
      lines += wire.wordsOnAccess.map { "  \($0)" }
    }
    if let wire = wires.map(\.wire).first(where: { $0.service == .aws }) {
      lines += ["", "in AWS, whichever API the org speaks:"]
      lines += wire.parts.flatMap { part in
        ["  #\(part.name)"] + part.wire.wordsOnAccess.map { "    \($0)" }
      }
    }
    if wires.contains(where: { $0.wire.service == .state }) {
      lines += ["", "published into the state of the environment by apply"]
    }
    for (profile, wire) in operations {
      lines += ["", "an operation of the \(profile.rawValue) profile: \(wire.collection)"]
      lines += wire.wordsOnRunning.map { "  \($0)" }
    }
    if let deletionPolicy, wires.contains(where: { !$0.wire.isLookupOnly }) {
      lines += ["deletionPolicy: \(deletionPolicy.rawValue)"]
    }
    if !children.isEmpty { lines += ["", "fields:"] }
    for child in children {
      let mark = child.isRequired ? "*" : " "
      lines += ["  \(mark) \(child.name)  \(child.type)"]
      if !child.summary.isEmpty { lines += ["      \(child.summary)"] }
    }
    var text = lines.joined(separator: "\n") + "\n"
    if let example { text += "\nexample:\n" + example.indentedYAML }
    return text
  }

  /// The values, each with what it means beside it.
  private var choiceLines: [String] {
    let width = min(meanings.map(\.value.count).max() ?? 0, 40)
    return meanings.map { value, meaning in
      let gap = String(repeating: " ", count: max(0, width - value.count) + 2)
      return "  \(value)" + (meaning.map { gap + $0 } ?? "")
    }
  }
}

extension Wire {
  /// What may be done there, and what it takes.
  fileprivate var wordsOnAccess: [String] {
    let reading = permissions.read.joined(separator: ", ")
    let writing = permissions.write.joined(separator: ", ")
    return ["permissions to read:  \(reading.isEmpty ? "none" : reading)"]
      + (isLookupOnly
        ? ["only looked up: refer to it with external: true"]
        : ["permissions to write: \(writing.isEmpty ? "none" : writing)"])
  }
}

extension OperationWire {
  /// How it is run, and what that takes.
  fileprivate var wordsOnRunning: [String] {
    ["permissions: \((permissions.read + permissions.write).joined(separator: ", "))"]
      + ["run once with gcsync operation start FILE, never by an apply"]
      + [cancel == nil ? "it cannot be cancelled" : "gcsync operation cancel FILE stops it"]
  }
}

extension JSON {
  /// The document as YAML, each line two spaces to the right.
  fileprivate var indentedYAML: String {
    YAML.text(of: self).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
  }
}
