import CommandLine
import Manifests
import Reconciler

extension TestProject {
  /// The id gcsync chooses for an object of this project.
  func id(of address: String) -> String? {
    Address(parsing: address).map {
      ManifestSet.clientID(owner: "acme/contact-center", environment: "dev", address: $0)
    }
  }
}

extension String {
  func components(separated separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}
