internal import Reconciler

/// The manifests that a new project starts with, small and with a word on what is worth one.
enum Sample {
  /// Returns a manifest of a kind, or nil where the example of its schema does.
  static func manifest(_ kind: String, _ profile: Profile, region: String) -> String? {
    switch (kind, profile) {
    case ("StorageTarget", _): storageTarget(region)
    case ("RecordingPolicy", _): recordingPolicy
    case ("Webhook", .guide): webhook
    case ("Webhook", .platform): platformWebhook(region)
    case ("DataAction", .guide): dataAction
    case ("Division", _): division
    case ("Queue", _): queue
    case ("MediaRetentionPolicy", _): mediaRetentionPolicy
    default: nil
    }
  }

  /// Returns what an environment changes in the manifest of a kind.
  static func overlay(_ kind: String) -> String? {
    switch kind {
    case "Webhook":
      head("Webhook", "data-lake")
        + "spec:\n  targetUrl: https://datalake.example.com/ingest/prod\n"
    case "Queue":
      head("Queue", "support") + "spec:\n  acwSettings: {timeoutMs: 60000}\n"
    default: nil
    }
  }

  /// The name in a manifest's text.
  static func name(in text: String) -> String {
    text.firstMatch(of: /name: ([a-z-]+)/).map { String($0.1) } ?? ""
  }

  private static func head(_ kind: String, _ name: String) -> String {
    "apiVersion: gcsync/v1\nkind: \(kind)\nmetadata: {name: \(name)}\n"
  }

  private static func storageTarget(_ region: String) -> String {
    """
    # Where recordings are kept. plan and apply look at the bucket before anything is written.
    apiVersion: gcsync/v1
    kind: StorageTarget
    metadata:
      name: voice-archive
      locked: {/spec/retentionPeriodDays: min}    # an environment may keep recordings longer, not shorter
    spec:
      type: aws-s3
      configuration:
        bucket: ${bucket}
        region: \(region)
        roleArn: arn:aws:iam::123456789012:role/genesys-recordings    # what Genesys assumes to write there
        serverSideEncryption: AES256
        pathPrefix: recordings/voice
      retentionPeriodDays: ${retention}

    """
  }

  private static let recordingPolicy =
    head("RecordingPolicy", "keep-calls") + """
      spec:
        description: Keeps every call
        recordingTypes: [voice]
        storageTargetId: {ref: {kind: StorageTarget, name: voice-archive}}
        retentionPeriodDays: ${retention}

      """

  private static let webhook =
    head("Webhook", "data-lake") + """
      spec:
        targetUrl: https://datalake.example.com/ingest/test
        events: [routing.recording.storage.updated, routing.recording.policy.updated]
        authentication: {type: hmac, secret: {secretRef: env:WEBHOOK_HMAC_KEY}}

      """

  private static func platformWebhook(_ region: String) -> String {
    head("Webhook", "data-lake") + """
      spec:
        targetUrl: https://datalake.example.com/ingest/test
        events: ["v2.detail.events.conversation.{id}.customer.end"]
        authentication: {type: bearer, token: {secretRef: env:WEBHOOK_TOKEN}}
        platform:
          eventBridge: {awsAccountId: "123456789012", region: \(region), suffix: data-lake}

      """
  }

  private static let dataAction =
    head("DataAction", "fetch-user") + """
      spec:
        description: Fetches a user of the directory by id
        endpoint: https://actions.example.com/actions/fetch-user
        contract:
          input:
            inputSchema: {type: object, required: [userId], properties: {userId: {type: integer}}}
          output:
            successSchema: {type: object, required: [name], properties: {name: {type: string}}}
        source:    # what gcsync action serve answers
          errors: status
          rest:
            baseUrl: https://directory.example.com/users
            path: /${input.userId}
            output: {name: {path: $.name, default: Unknown}}
        tests:    # gcsync action test
          - {input: {userId: 1}, upstream: {body: {name: Ada}}, expect: {output: {name: Ada}}}

      """

  private static let division =
    head("Division", "customer-service") + """
      spec:
        description: Everyone who talks to customers

      """

  private static let queue =
    head("Queue", "support") + """
      spec:
        description: Questions about products
        division: {ref: {kind: Division, name: customer-service}}
        acwSettings: {wrapupPrompt: MANDATORY_TIMEOUT, timeoutMs: 30000}

      """

  private static let mediaRetentionPolicy =
    head("MediaRetentionPolicy", "support-calls") + """
      spec:
        description: Calls of support are kept
        mediaPolicies:
          callPolicy:
            conditions: {forQueues: [{ref: {kind: Queue, name: support}}]}
            actions:
              retainRecording: true
              retentionDuration:
                deleteRetention:
                  days: ${retention}

      """
}
