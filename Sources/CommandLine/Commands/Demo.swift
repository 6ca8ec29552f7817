internal import Diagnostics
internal import Glibc
internal import JSON
internal import Mail
internal import Manifests
internal import Reconciler
internal import Rendering
internal import Reports
internal import Sandbox
internal import World

extension Command {
  static let demo = Command(
    "demo", summary: "Tell gcsync's story against a simulated org, in a few seconds.",
    options: [Option("keep", "Keep the project's folder afterwards and say where it is.")]
  ) { invocation in
    try await Demonstration(invocation).tell()
  }
}

/// The story: plan, apply, an empty plan, a change behind gcsync's back, drift, and the way back.
private struct Demonstration {
  private static let owner = "demo/contact-center"
  private let invocation: Invocation
  private let folder: String

  init(_ invocation: Invocation) {
    self.invocation = invocation
    let temporary = invocation.machine.environment["TMPDIR"] ?? "/tmp"
    folder = "\(temporary)/gcsync-demo-\(getpid())"
  }

  func tell() async throws -> ExitCode {
    var options = SandboxOptions()
    options.seed = [
      "s3": [
        "buckets": [["name": "recordings-demo", "region": "us-east-1", "encryption": "AES256"]]
      ]
    ]
    options.mailPort = 0
    let sandbox = try await Sandbox.start(options, world: invocation.world)
    try writeProject(sandbox)
    let code = try await play(sandbox)
    try await sandbox.stop()
    if invocation.arguments.has("keep") {
      say("The project is in \(folder)")
    } else {
      Files.removeFolder(folder)
    }
    return code
  }

  private func play(_ sandbox: Sandbox) async throws -> ExitCode {
    say(
      "A contact centre as Git says it should be: one bucket, one policy, one webhook, one report.")
    try await step("plan", expecting: .changes, sandbox)
    say("Nothing has been written yet. Now make it so.")
    try await step("apply", "--yes", expecting: .done, sandbox)
    say("A second plan has nothing left to do.")
    try await step("plan", expecting: .done, sandbox)
    say("Somebody changes the retention by clicking, behind gcsync's back …")
    try shortenRetention(sandbox)
    try await step("drift", expecting: .changes, sandbox)
    say("… and apply puts it right again, with a report for the auditor.")
    try await step("apply", "--yes", expecting: .done, sandbox)
    try await step("audit", "verify", expecting: .done, sandbox)
    say("Tomorrow, five minutes past seven: the report is exported, drawn and mailed, once.")
    let morning = Self.tomorrow(after: invocation.world.now())
    try await step("report", "run", "--now", morning, expecting: .done, sandbox)
    try tellMail(sandbox)
    try await step("report", "run", "--now", morning, expecting: .done, sandbox)
    return .done
  }

  /// Five minutes past seven on the next day, in UTC.
  private static func tomorrow(after now: Timestamp) -> String {
    let day: Int64 = 86_400
    return Timestamp(seconds: (now.seconds / day + 1) * day + 7 * 3600 + 300).rfc3339
  }

  /// Says what has arrived.
  private func tellMail(_ sandbox: Sandbox) throws {
    let messages = sandbox.mail?.messages ?? []
    guard !messages.isEmpty else {
      throw DiagnosticsError(.error("demo-failed", "no mail has arrived"))
    }
    for message in messages {
      let header = MIMEPart(Array(message.text.utf8)).header
      invocation.console.out(
        "✉ to \(message.recipients.joined(separator: ", ")): \(header["Subject"] ?? "")\n")
    }
  }

  private func shortenRetention(_ sandbox: Sandbox) throws {
    let id = ManifestSet.clientID(
      owner: Self.owner, environment: "demo",
      address: Address(kind: "RecordingPolicy", name: "compliance-voice"))
    try sandbox.mutate([
      "op": "patch", "collection": "/api/v2/recording/policies", "id": .string(id),
      "value": ["retentionPeriodDays": 7],
    ])
  }

  private func step(_ words: String..., expecting: ExitCode, _ sandbox: Sandbox) async throws {
    invocation.console.out("\n$ gcsync \(words.joined(separator: " "))\n")
    let console = invocation.console
    // What a person sees on the terminal comes in one stream here, so that the story reads in order.
    let machine = Machine(
      environment: [
        "GENESYS_CLIENT_ID": "demo", "GENESYS_CLIENT_SECRET": "demo-secret",
        "AWS_ACCESS_KEY_ID": "sandbox", "AWS_SECRET_ACCESS_KEY": "sandbox",
        "DATALAKE_HMAC_KEY": "demo-hmac-key",
      ],
      console: Console(out: console.out, err: console.out, width: console.width))
    let code = await GCSync.run(
      words + ["-C", folder, "--color", invocation.style.color ? "always" : "never", "--quiet"],
      on: machine)
    guard code == expecting else {
      throw DiagnosticsError(
        .error(
          "demo-failed",
          "gcsync \(words.joined(separator: " ")) ended with \(code.rawValue), not \(expecting.rawValue)"
        ))
    }
  }

  private func say(_ text: String) {
    invocation.console.out("\n# \(text)\n")
  }

  private func writeProject(_ sandbox: Sandbox) throws(FileError) {
    try Files.createDirectory("\(folder)/manifests")
    try Files.write(
      Array(
        """
        apiVersion: gcsync/v1
        kind: Project
        owner: \(Self.owner)
        state: .gcsync
        environments:
          demo:
            genesys: {profile: guide, apiURL: "\(sandbox.genesysURL)"}
            aws: {region: us-east-1, endpoint: "\(sandbox.s3URL)"}
            mail: {host: 127.0.0.1, port: \(sandbox.mail?.port ?? 0), security: none, from: reports@example.com}
            variables: {retention: 365}

        """.utf8), to: "\(folder)/gcsync.yaml")
    try Files.write(Array(Self.manifests.utf8), to: "\(folder)/manifests/recording.yaml")
    // Without the libraries that draw, what there is to draw goes out as data.
    let draws = (try? ReportRenderer.checkLibraries()) != nil
    try Files.write(
      Array(Self.report(as: draws ? "pdf" : "csv").utf8), to: "\(folder)/manifests/report.yaml")
    try Files.write(Array("sales-leads@example.com\n".utf8), to: "\(folder)/recipients.txt")
  }

  private static func report(as format: String) -> String {
    """
    apiVersion: gcsync/v1
    kind: ReportSchedule
    metadata: {name: queue-performance}
    spec:
      title: Queue performance
      report: {reportId: queue-performance-daily, format: CSV}
      schedule: {cron: "0 7 * * *", timeZone: UTC}
      deliver: {recipients: "file:recipients.txt", formats: [\(format)]}

    """
  }

  private static let manifests = """
    apiVersion: gcsync/v1
    kind: StorageTarget
    metadata: {name: voice-archive}
    spec:
      type: aws-s3
      configuration:
        bucket: recordings-demo
        region: us-east-1
        roleArn: arn:aws:iam::123456789012:role/genesys-recordings
        externalId: demo-contact-center
        serverSideEncryption: AES256
        pathPrefix: recordings/voice
      retentionPeriodDays: ${retention}
    ---
    apiVersion: gcsync/v1
    kind: RecordingPolicy
    metadata: {name: compliance-voice}
    spec:
      description: Keep every call for a year
      recordingTypes: [voice]
      storageTargetId: {ref: {kind: StorageTarget, name: voice-archive}}
      retentionPeriodDays: ${retention}
    ---
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: data-lake-catalog-sync}
    spec:
      targetUrl: https://datalake.example.com/api/v1/ingest/recordings
      events: [routing.recording.storage.updated, routing.recording.policy.updated]
      authentication: {type: hmac, secret: {secretRef: env:DATALAKE_HMAC_KEY}}

    """
}
