internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let doctor = Command(
    "doctor",
    summary: "Check what the commands rely on, from the clock to permissions; writes nothing.",
    options: [
      .output,
      Option(
        "role",
        "Print only the role that has what the manifests need, as the API and a Role manifest's "
          + "spec take it; contacts no org."),
      Option(
        "write-probe",
        "Also write an empty object below each target's prefix and delete it again; the only thing "
          + "doctor ever writes."),
    ], forms: [.sarif, .github],
    details:
      "It looks at the project and its manifests, the credentials, the login and API hosts, the token, "
      + "the\nclock, the rate limit, the permissions, the state and its lock, the buckets and, where mail is\nsent, what the domain of "
      + "its sender publishes (MX, SPF, DKIM, DMARC; GCSYNC_DNS=HOST:PORT names the\nserver to ask), check by check, and says "
      + "what to do\nabout what is wrong. Exit code 3 where credentials or permissions are missing, 4 "
      + "where the project or\na manifest is invalid, 1 for any other failure; warnings are 0."
  ) { invocation in
    if invocation.arguments.has("role") { return try await invocation.writeRole() }
    let checkup = await CheckupReading.checkup(invocation)
    let code = checkup.exitCode(isStrict: invocation.isStrict)
    let forms = Invocation.FurtherForms(
      problems: { checkup.diagnostics },
      facts: { Invocation.facts(checkup.diagnostics, code) })
    try invocation.write(forms) {
      checkup.rendered(as: $0, style: $1, exitCode: code.rawValue)
    }
    return code
  }
}

extension Checkup {
  func exitCode(isStrict: Bool) -> ExitCode {
    switch failure {
    case .refused: .authentication
    case .invalid: .invalid
    case .other: .error
    case nil: isStrict && count(.warning) > 0 ? .error : .done
    }
  }
}

extension Invocation {
  fileprivate func writeRole() async throws -> ExitCode {
    let session = try Session.load(self)
    let needs = session.permissionNeeds(try await session.record())
    guard let role = session.role(for: needs) else {
      throw CommandFailure(
        .error,
        .error(
          "no-role",
          "the permissions of the \(session.environment.genesys.profile.rawValue) profile are none "
            + "that a role of Genesys Cloud can hold",
          hint: "gcsync doctor lists them; name an environment of the platform profile with -e"))
    }
    console.out(role.json.prettyText + "\n")
    return .done
  }
}
