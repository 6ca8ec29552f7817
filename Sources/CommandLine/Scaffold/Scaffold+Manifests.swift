internal import JSON
internal import Manifests
internal import Reconciler
internal import YAML

extension Scaffold {
  /// One file of examples for each kind, with the line that tells an editor its schema.
  var manifests: [File] {
    let documents = examples
    guard !documents.isEmpty else {
      return [
        File(
          path: "manifests/README.md",
          text:
            "Manifests go here: one YAML document an object. `gcsync export` writes those of an "
            + "org.\n")
      ]
    }
    let order = kinds + documents.map(\.kind).filter { !kinds.contains($0) }
    var written: Set<String> = []
    return order.filter { written.insert($0).inserted }.compactMap { kind in
      let texts = documents.filter { $0.kind == kind }.map(\.text)
      guard !texts.isEmpty else { return nil }
      let modeline = "# yaml-language-server: $schema=../\(Self.schemaFolder)/\(kind).json\n"
      return File(
        path: "manifests/\(Self.fileName(of: kind))",
        text: modeline + texts.joined(separator: "---\n"))
    }
  }

  /// What differs in the environment of the real org, as an example.
  var overlays: [File] {
    let kind = ["Webhook", "Queue"].first(where: kinds.contains)
    let sample = kind.flatMap { Sample.overlay($0) }
    let head =
      "# Overlays: partial manifests for \(environment). What one says replaces what the manifest "
      + "says.\n"
    let name = kind.map(Self.fileName) ?? "overlays.yaml"
    return [File(path: "envs/\(environment)/\(name)", text: head + (sample ?? "# none yet\n"))]
  }

  /// The variables of the environment that hold secrets, beside those of the org and of AWS.
  var secretNames: [String] {
    let texts = manifests.map(\.text) + (sendsReports ? ["env:SMTP_PASSWORD"] : [])
    let names = texts.flatMap { $0.matches(of: /env:([A-Za-z_][A-Za-z0-9_]*)/).map(\.1) }
    return Set(names.map(String.init)).sorted()
  }

  /// Returns `storage-targets.yaml` for `StorageTarget`.
  static func fileName(of kind: String) -> String {
    var name = ""
    for character in kind {
      if character.isUppercase, name.last?.isLowercase == true { name += "-" }
      name += character.lowercased()
    }
    if name.hasSuffix("y") { return "\(name.dropLast())ies.yaml" }
    return name.hasSuffix("s") ? "\(name).yaml" : "\(name)s.yaml"
  }
}

extension Scaffold {
  /// One example: its kind, its name and its document.
  private struct Example {
    let kind: String
    let name: String
    let text: String
  }

  /// The examples of the kinds that were asked for, and of what these refer to.
  private var examples: [Example] {
    var found = kinds.compactMap { kind in
      Sample.manifest(kind, profile, region: region).map {
        Example(kind: kind, name: Sample.name(in: $0), text: $0)
      }
    }
    var open = kinds.filter { kind in !found.contains { $0.kind == kind } }.compactMap(example)
    var drawn: [JSON] = []
    while let next = open.popLast() {
      guard !drawn.contains(next) else { continue }
      drawn.append(next)
      open += references(of: next).compactMap { address in
        example(of: address.kind).flatMap { $0.name == address.name ? $0 : nil }
      }
    }
    let declared = Set(
      found.map { Address(kind: $0.kind, name: $0.name) } + drawn.map(\.address))
    found += drawn.reversed().map { document in
      let text = YAML.text(of: document.lookingUp(allBut: declared))
      return Example(kind: document["kind"]?.string ?? "", name: document.name, text: text)
    }
    return found
  }

  /// A whole manifest as the kind's schema shows it.
  private func example(of kind: String) -> JSON? {
    library.kinds[kind]?.schema["examples"]?.array?.first
  }

  private func references(of manifest: JSON) -> [Address] {
    var found: [Address] = []
    library.kinds[manifest["kind"]?.string ?? ""]?.spec
      .forEachReference(in: manifest["spec"] ?? [:]) { form, _ in
        if !form.isExternal { found.append(form.address) }
      }
    return found
  }
}

extension JSON {
  fileprivate var name: String { self["metadata"]?["name"]?.string ?? "" }

  fileprivate var address: Address { Address(kind: self["kind"]?.string ?? "", name: name) }

  /// Lets every reference to what is not declared be looked up in the org.
  fileprivate func lookingUp(allBut declared: Set<Address>) -> JSON {
    if let form = ReferenceForm(self), !form.isExternal, !declared.contains(form.address) {
      var changed = self
      changed[JSONPointer(["ref", "external"])] = true
      return changed
    }
    return switch self {
    case .object(let object):
      .object(JSONObject(object.map { ($0.key, $0.value.lookingUp(allBut: declared)) }))
    case .array(let elements): .array(elements.map { $0.lookingUp(allBut: declared) })
    default: self
    }
  }
}
