internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import World

extension Command {
  static let validate = Command(
    "validate", summary: "Check the project and its manifests; contacts nothing.",
    options: [.output], forms: [.sarif, .junit, .ndjson, .github]
  ) { invocation in
    let session: Session
    do {
      session = try Session(invocation)
    } catch let failure as CommandFailure {
      try invocation.writeDiagnostics(failure.diagnostics, note: nil, code: failure.code)
      return failure.code
    }
    let problems =
      session.problems + session.manifests.baseline.expired(at: invocation.world.now(), .error)
    let (count, files) = (session.manifests.manifests.count, session.manifests.fileCount)
    let note =
      "\(count) manifest\(count == 1 ? "" : "s") in \(files) file\(files == 1 ? "" : "s") "
      + "\(count == 1 ? "is" : "are") valid for \(session.environment.name)"
    let code: ExitCode = problems.hasErrors ? .invalid : .done
    try invocation.writeDiagnostics(
      problems, note: problems.hasErrors ? nil : note, code: code,
      objects: session.manifests.manifests.map(\.address.description))
    return code
  }
}
