internal import JSON
internal import World

extension WhyReport {
  func text(_ style: Style) -> String {
    var lines = ["\(style.paint(address.withoutControls, .bold))  in \(environment)", ""]
    lines += head + fieldLines
    lines += section("refers to", refersTo.map(line))
    lines += section("referred to by", referredToBy.map(line))
    lines += section("agreed differences", agreements.map(line))
    lines += section(
      "rules against it",
      objections.map { "\($0.rule) (\($0.level)): \($0.message.withoutControls)" })
    lines += section("last applied", applied.map(line))
    if applied.isEmpty { lines += ["", "last applied", "  never, as far as the state knows"] }
    lines += liveLines
    return lines.joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    var pairs = [("declared", source ?? "by no manifest"), ("owner", owner.withoutControls)]
    deletionPolicy.map { pairs.append(("deletionPolicy", $0)) }
    let labels = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    if !labels.isEmpty { pairs.append(("labels", labels.joined(separator: ", ").withoutControls)) }
    return pairs.map { name, value in
      "  \(name)\(String(repeating: " ", count: 16 - name.count))\(value)"
    }
  }

  private var fieldLines: [String] {
    guard !leaves.isEmpty else { return [] }
    return ["", "fields"] + leaves.flatMap(lines)
  }

  private func lines(_ leaf: Leaf) -> [String] {
    let steps = leaf.steps.map { step -> String in
      if let place = step["replaces"]?.string { return "      replaces \(place)" }
      let declared = step["declared"]?.string ?? ""
      return "      variable \(step["variable"]?.string ?? ""), declared at \(declared)"
    }
    let value = leaf.value.text.withoutControls
    return ["  \(leaf.path) = \(value)", "      \(leaf.source)"] + steps
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["", title] + lines.map { "  \($0)" }
  }

  private func line(_ link: Link) -> String {
    "\(link.address.withoutControls) (\(link.path))" + (link.isExternal ? ", looked up" : "")
  }

  private func line(_ agreement: Agreement) -> String {
    "\(agreement.path) until \(agreement.lasts): \(agreement.reason.withoutControls) "
      + "(\(agreement.source))"
  }

  private func line(_ object: Applied) -> String {
    let part = object.address == address ? "" : "\(object.address): "
    let actor = object.actor.map { " by \($0.withoutControls)" } ?? ""
    let commit = object.commit.map { ", commit \($0.prefix(12).description.withoutControls)" } ?? ""
    let owner = object.owner == owner ? "" : ", owned by \(object.owner.withoutControls)"
    return "\(part)\(object.time.rfc3339)\(actor) in \(object.run)\(commit), id "
      + object.id.withoutControls + owner
  }

  private var liveLines: [String] {
    guard let changes else { return [] }
    if changes.isEmpty { return ["", "in the org", "  as declared"] }
    return ["", "in the org"] + changes.flatMap(lines(ofChange:))
  }

  private func lines(ofChange change: JSON) -> [String] {
    let action = change["action"]?.string ?? ""
    let part = (change["address"]?.string ?? "").withoutControls
    guard action != "create" else { return ["  \(part) is not there"] }
    let fields = (change["fields"]?.array ?? []).map { field -> String in
      let before = field["before"]?.text.withoutControls ?? "nothing"
      let after = field["after"]?.text.withoutControls ?? "nothing"
      return "    \(field["path"]?.string ?? ""): \(before) → \(after)"
    }
    return ["  \(part) differs: apply would \(action) it"] + fields
  }
}
