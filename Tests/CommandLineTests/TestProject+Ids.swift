import CommandLine
import JSON
import Manifests
import Reconciler
import Sandbox

extension TestProject {
  /// The id gcsync chooses for an object of this project.
  func id(of address: String) -> String? {
    Address(parsing: address).map {
      ManifestSet.clientID(owner: "acme/contact-center", environment: "dev", address: $0)
    }
  }
}

extension TestProject {
  /// The id of an object in the org: the one that gcsync chooses, or what the service gave it.
  func liveID(of kind: Kind, _ name: String) -> String? {
    guard let wire = kind.wires[.guide] else { return nil }
    if wire.identity == .client { return id(of: "\(kind.name)/\(name)") }
    return sandbox.objects["genesys"]?.object?.lazy.flatMap { $0.value.array ?? [] }
      .first { object in
        object["name"]?.string == name
          && object["id"]?.string.flatMap { sandbox.stored(wire.collection, $0) } != nil
      }?["id"]?.string
  }
}

extension String {
  func components(separated separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}
