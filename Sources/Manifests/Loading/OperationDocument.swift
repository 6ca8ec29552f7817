package import Diagnostics
internal import JSON
internal import Reconciler
internal import World
internal import YAML

extension LoadedManifest {
  /// Loads the one document of a file that describes an operation, variables put in.
  ///
  /// Returns it with warnings, and throws all that is wrong with it.
  package static func operation(
    in file: Project.File, environment: Project.Environment, kinds: KindLibrary
  ) throws(DiagnosticsError) -> (LoadedManifest, [Diagnostic]) {
    let source: SourceFile
    do throws(FileError) {
      source = SourceFile(name: file.shown, bytes: try Files.read(file.path, limit: 4 << 20))
    } catch {
      throw DiagnosticsError(.error("unreadable-file", error.description))
    }
    let (documents, problems) = YAML.documents(in: source)
    guard !problems.hasErrors else { throw DiagnosticsError(problems) }
    guard documents.count == 1 else {
      throw DiagnosticsError(
        .error(
          "not-one-operation", "\(file.shown) holds \(documents.count) documents",
          hint: "give each operation a file of its own"))
    }
    let folder = file.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    var assembly = Assembly(
      kinds: kinds, variables: environment.variables, overlays: [],
      files: IncludedFiles(folder: folder.joined(separator: "/"), besides: [file]))
    assembly.addBase(documents)
    assembly.substitute()
    guard let manifest = assembly.manifests.values.first else {
      throw DiagnosticsError(assembly.diagnostics)
    }
    let profile = environment.genesys.profile
    let all =
      problems + assembly.diagnostics
      + OperationRules.problems(in: manifest, profile: profile)
      + ReferenceRules.problems(
        in: [manifest], among: [:], isIncomplete: true, lookupOnly: [])
    guard !all.hasErrors else { throw DiagnosticsError(all) }
    return (manifest, all)
  }
}

/// Checks that what shall be run is an operation, and that no manifest is one.
enum OperationRules {
  private static let kind = JSONPointer(["kind"])

  static func problems(in operation: LoadedManifest, profile: Profile) -> [Diagnostic] {
    let kind = operation.kind
    func problem(_ code: String, _ message: String, _ hint: String?) -> [Diagnostic] {
      [
        .error(
          code, message, at: operation.location(of: Self.kind),
          address: operation.address.description, hint: hint)
      ]
    }
    if kind.operations.isEmpty {
      return problem(
        "not-an-operation", "a \(kind.name) is no operation",
        "put it among the manifests; gcsync apply makes the org have it")
    }
    guard kind.operations[profile] != nil else {
      let names = kind.operations.keys.map(\.rawValue).sorted().joined(separator: " or ")
      return problem(
        "unsupported-kind",
        "\(kind.name) does not exist in this environment's profile, \(profile.rawValue)",
        "environments with profile: \(names) have it")
    }
    return operation.secrets.isEmpty
      ? [] : problem("secret-in-operation", "an operation takes no secrets", nil)
  }

  /// Says of an operation among the manifests how it is run.
  static func problem(amongManifests manifest: LoadedManifest) -> Diagnostic {
    .error(
      "operation-manifest",
      "\(manifest.address) is an operation, which is run once and not kept equal to anything",
      at: manifest.location(of: kind), address: manifest.address.description,
      hint: "move it out of the manifests and run it with gcsync operation start FILE")
  }
}
