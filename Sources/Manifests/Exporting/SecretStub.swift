internal import JSON
internal import JSONSchema
internal import Reconciler

/// What an export writes for a secret: it names no source yet, and so is not valid.
enum SecretStub {
  /// What a stub begins with, where a source has its scheme.
  private static let prefix = "fill-in:"

  /// Returns a stub with a name that the secret's variable could have.
  static func text(for pointer: JSONPointer, of address: Address) -> String {
    let words = [address.kind, address.name] + pointer.tokens.dropFirst()
    let name = words.map(variableWord).joined(separator: "_")
    return prefix + name
  }

  /// Returns the name in a stub; nil for what is none.
  static func name(in text: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
  }

  private static func variableWord(_ text: String) -> String {
    var word = ""
    var wasSmall = false
    for scalar in text.unicodeScalars {
      let isLetter =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      if scalar.properties.isUppercase, wasSmall { word += "_" }
      word += isLetter ? String(scalar).uppercased() : "_"
      wasSmall = scalar.properties.isLowercase
    }
    return word
  }

  /// Puts a stub wherever the kind asks for a secret of which the org showed no trace.
  static func completing(
    _ document: JSON, of address: Address, kind: Kind, _ kinds: KindLibrary
  ) -> JSON {
    func faults(_ document: JSON) -> Int {
      kinds.violations(of: document, kind: kind.name, at: .asWritten).count {
        $0.instance.tokens.last != "secretRef"
      }
    }
    var best = (document: document, faults: faults(document))
    guard best.faults > 0 else { return document }
    for pointer in missingSecrets(kind.spec, in: document["spec"] ?? [:], JSONPointer(["spec"])) {
      var candidate = best.document
      candidate[pointer] = ["secretRef": .string(text(for: pointer, of: address))]
      let count = faults(candidate)
      if count < best.faults { best = (candidate, count) }
    }
    return best.document
  }

  /// Returns where a secret could stand in an object and does not.
  private static func missingSecrets(
    _ field: Field, in value: JSON, _ path: JSONPointer
  ) -> [JSONPointer] {
    guard case .object(let object) = value else { return [] }
    return field.properties.flatMap { name, child -> [JSONPointer] in
      if let member = object[name] {
        return missingSecrets(child, in: member, path.appending(name))
      }
      return child.role.isWriteOnly ? [path.appending(name)] : []
    }
  }
}
