internal import CBuild
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let version = Command(
    "version", usage: "[--json]", summary: "Show the version.",
    options: [Option("json", "As JSON, with the build, the libraries and the schemas.")]
  ) { invocation in
    invocation.console.out(
      invocation.arguments.has("json")
        ? About.document.prettyText + "\n" : "gcsync \(GCSync.version)\n")
    return .done
  }
}

/// What this program was built from and runs with.
private enum About {
  static var document: JSON {
    [
      "format": "gcsync.version/1", "version": .string(GCSync.version), "commit": commit,
      "swift": .string(swift), "target": .string(target), "libraries": libraries,
      "schemas": schemas,
    ]
  }

  /// The commit, which only a build that was made to be passed on knows.
  private static var commit: JSON {
    let commit = String(cString: gcs_build_commit)
    return commit.isEmpty ? .null : .string(commit)
  }

  /// The compiler's version, to the point where a build of one's own knows it.
  private static var swift: String {
    let exact = String(cString: gcs_build_swift)
    guard exact.isEmpty else { return exact }
    #if compiler(>=6.4)
    return "6.4 or newer"
    #elseif compiler(>=6.3)
    return "6.3"
    #else
    return "6.2"
    #endif
  }

  private static var target: String {
    #if arch(x86_64)
    let architecture = "x86_64"
    #elseif arch(arm64)
    let architecture = "aarch64"
    #else
    let architecture = "unknown"
    #endif
    return "\(architecture)-unknown-linux-gnu"
  }

  /// The versions of the C libraries as they are loaded, which may be newer than those built with.
  private static var libraries: JSON {
    var found: JSONObject = [:]
    var index: CInt = 0
    while case let library = gcs_library_at(index), let name = library.name {
      found[String(cString: name)] = .string(library.version.map { String(cString: $0) } ?? "")
      index += 1
    }
    return .object(found)
  }

  /// The hash of each built-in kind's schema, as plans name it.
  private static var schemas: JSON {
    let kinds = KindLibrary.load().0.kinds.values.sorted { $0.name < $1.name }
    return .object(JSONObject(kinds.map { ($0.name, .string($0.schemaHash)) }))
  }
}
