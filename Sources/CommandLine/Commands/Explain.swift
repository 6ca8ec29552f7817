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
    let explanation = try invocation.kinds().explain(path)
    // An example is to be copied, and so its lines are not broken.
    invocation.console.out(
      invocation.style.finished(explanation.text) + explanation.exampleText)
    return .done
  }
}

extension Explanation {
  fileprivate var text: String {
    var lines = ["\(path)  \(type)\(isRequired && type != "kind" ? ", required" : "")"]
    if !summary.isEmpty { lines += ["", summary] }
    lines += ownNames.map { "\($0) is a name of your own" }
    if !meanings.isEmpty { lines += ["", "values:"] + choiceLines }
    lines += formLines
    if !limits.isEmpty { lines.append("limits: \(limits.joined(separator: "; "))") }
    if !elementLimits.isEmpty {
      lines.append("each element: \(elementLimits.joined(separator: "; "))")
    }
    if let defaultText { lines += ["default: \(defaultText)"] }
    lines += roles.map { "role: \($0)" } + homeLines
    if let deletionPolicy, wires.contains(where: { !$0.wire.isLookupOnly }) {
      lines += ["deletionPolicy: \(deletionPolicy.rawValue)"]
    }
    lines += fieldLines
    return lines.joined(separator: "\n") + "\n"
  }

  fileprivate var exampleText: String {
    example.map { "\nexample:\n" + $0.indentedYAML } ?? ""
  }

  /// The forms that a value may have, each with what it must be like.
  private var formLines: [String] {
    guard !forms.isEmpty else { return [] }
    return ["", "forms:"]
      + forms.flatMap { form in
        ["  \(form.name)"]
          + (form.summary.isEmpty ? [] : ["      \(form.summary)"])
          + (form.limits.isEmpty ? [] : ["      limits: \(form.limits.joined(separator: "; "))"])
      }
  }

  /// Where the kind lives, and what reading and writing it there takes.
  private var homeLines: [String] {
    var lines: [String] = []
    let profiles = Set(wires.map(\.profile) + operations.map(\.profile))
    if type == "kind", !profiles.isEmpty {
      lines += Profile.allCases.filter { !profiles.contains($0) }
        .flatMap { ["", "in the \($0.rawValue) profile: there are no such objects"] }
    }
    for (profile, wire) in wires where wire.service == .genesys {
      let place = wire.collection.isEmpty ? "as its parts" : wire.collection
      lines += ["", "in the \(profile.rawValue) profile: \(place)"]
      if !wire.collection.isEmpty { lines += wire.wordsOnAccess.map { "  \($0)" } }
      lines += wire.wordsOnParts
    }
    if let wire = wires.map(\.wire).first(where: { $0.service == .aws }) {
      lines += ["", "in AWS, whichever API the org speaks:"] + wire.wordsOnParts
    }
    if wires.contains(where: { $0.wire.service == .state }) {
      lines += ["", "published into the state of the environment by apply"]
    }
    for (profile, wire) in operations {
      lines += ["", "an operation of the \(profile.rawValue) profile: \(wire.collection)"]
      lines += wire.wordsOnRunning.map { "  \($0)" }
    }
    return lines
  }

  /// The fields, those that must be there marked, and what is required besides.
  private var fieldLines: [String] {
    var lines = members.map(memberLines) ?? []
    if !children.isEmpty {
      lines += ["", members.map { "fields of \(path).\($0.placeholder):" } ?? "fields:"]
    }
    for child in children {
      let mark = child.isRequired ? "*" : child.isAlternative ? "+" : " "
      lines += ["  \(mark) \(child.name)  \(child.type)"]
      if !child.summary.isEmpty { lines += ["      \(child.summary)"] }
    }
    let remarks =
      (children.contains(where: \.isRequired) ? ["* is required"] : [])
      + [alternatives.map { "+ one of these is required: \($0)" }].compactMap(\.self) + conditions
    return lines + (remarks.isEmpty ? [] : [""] + remarks)
  }

  private func memberLines(_ members: Members) -> [String] {
    let (name, example) = (members.placeholder, members.example.map { ", such as \($0)" } ?? "")
    let limits = members.limits.joined(separator: "; ")
    return ["", "\(path).\(name): \(name) is a name of your own\(example)"]
      + (limits.isEmpty ? [] : ["limits of the name: \(limits)"])
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
  /// The objects and calls that an object consists of besides, and what they take.
  fileprivate var wordsOnParts: [String] {
    parts.flatMap { part in
      let place = service == .genesys && !part.wire.collection.isEmpty ? part.wire.collection : nil
      return ["  #\(part.name)\(place.map { ": \($0)" } ?? "")"]
        + part.wire.wordsOnAccess.map { "    \($0)" }
    }
  }

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
