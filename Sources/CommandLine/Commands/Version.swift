internal import JSON
internal import Rendering

extension Command {
  static let version = Command(
    "version", usage: "[--json]", summary: "Show the version.",
    options: [Option("json", "As JSON.")]
  ) { invocation in
    let document: JSON = ["format": "gcsync.version/1", "version": .string(GCSync.version)]
    invocation.console.out(
      invocation.arguments.has("json") ? document.text + "\n" : "gcsync \(GCSync.version)\n")
    return .done
  }
}
