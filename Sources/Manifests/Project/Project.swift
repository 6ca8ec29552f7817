internal import World
package import Diagnostics
package import JSON
package import Reconciler

/// A project as `gcsync.yaml` describes it.
package struct Project: Sendable {
  package struct Genesys: Sendable {
    package let profile: Profile
    package let domain: String?
    package let apiURL: String?
    package let loginURL: String?
    package let clientID: SecretSource?
    package let clientSecret: SecretSource?
    package let location: SourceLocation
  }

  package struct AWS: Sendable {
    package let region: String?
    package let endpoint: String?
    /// A profile of the files that AWS's tools share.
    package let profile: String?
    package let assumeRole: AssumeRole?

    /// The role that everything is done in.
    package struct AssumeRole: Sendable {
      package let arn: String
      package let externalID: String?
      package let sessionName: String?
      package let durationSeconds: Int?
    }
  }

  /// A target org and AWS account, with what is particular to it.
  package struct Environment: Sendable {
    package let name: String
    package let genesys: Genesys
    package let aws: AWS
    /// Nil where nothing is sent.
    package let mail: Mail?
    /// Who can be told of drift, those of the project among them.
    package private(set) var notifications: [Notification]
    package let variables: [String: LocatedJSON]
    package let overlays: [String]

    /// Returns the environment with those of the project's notifications that it names no others for.
    func told(with shared: [Notification]) -> Environment {
      let own = Set(notifications.map(\.name))
      var environment = self
      environment.notifications += shared.filter { !own.contains($0.name) }
      return environment
    }
  }

  /// The folder of `gcsync.yaml`, to which all paths are relative.
  package let folder: String
  /// The folder as the user would write it, for the places in problems.
  let shownFolder: String
  package let owner: String
  package let manifests: [String]
  package let schemas: [String]
  package let policies: [String]
  package let state: State
  /// Whether the project says where its state is kept, and does not leave it where it is by itself.
  package let namesState: Bool
  package let defaultEnvironment: String?
  package let fingerprintKey: SecretSource?
  package let limits: Guard
  /// How many pages a read may take before it counts as incomplete.
  package let pageCap: Int?
  package let environments: [Environment]
  package let location: SourceLocation

  /// Where a state is that nobody has said the place of.
  package static let standardState = ".gcsync"

  /// Returns a path of the project as one the process can open.
  package func path(_ relative: String) -> String {
    if relative.hasPrefix("/") { return relative }
    return relative == "." ? folder : "\(folder)/\(relative)"
  }

  /// The first folder of manifests, where new ones go.
  package var manifestFolder: String {
    let paths = manifests.map(path)
    return paths.first(where: Files.isDirectory) ?? folder
  }

  /// Returns the environment that was asked for, or the one that is meant where none was.
  package func environment(named name: String?) throws(DiagnosticsError) -> Environment {
    guard let wanted = name ?? defaultEnvironment else {
      if environments.count == 1 { return environments[0] }
      throw DiagnosticsError(
        .error(
          "no-environment", "the project has several environments and names no default",
          at: location, hint: "name one with -e: \(names)"))
    }
    if let found = environments.first(where: { $0.name == wanted }) { return found }
    let near = nearestName(to: wanted, in: environments.map(\.name))
    throw DiagnosticsError(
      .error(
        "unknown-environment", "the project has no environment \"\(wanted)\"", at: location,
        hint: near.map { "did you mean \"\($0)\"?" } ?? "there are \(names)"))
  }

  /// Returns a path of the project as the user would write it.
  func shownPath(_ relative: String) -> String {
    if relative.hasPrefix("/") || shownFolder == "." { return relative }
    return relative == "." ? shownFolder : "\(shownFolder)/\(relative)"
  }

  private var names: String { environments.map(\.name).joined(separator: ", ") }
}
