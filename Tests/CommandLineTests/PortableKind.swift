import JSON
import Reconciler

/// The portable kinds in one project that either profile takes.
enum PortableKind {
  static let names = ["DataAction", "RecordingPolicy", "StorageTarget", "Webhook"]

  static let environment = [
    "ARCHIVE_KEY_ID": "AKIAEXAMPLE", "ARCHIVE_KEY": "s3cr3t/ärchive+key",
    "HOOK_TOKEN": "t0ken+of/the=hook",
  ]

  static let manifests = """
    apiVersion: gcsync/v1
    kind: StorageTarget
    metadata: {name: voice-archive, deletionPolicy: delete}
    spec:
      type: aws-s3
      configuration:
        bucket: recordings
        region: us-east-1
        roleArn: arn:aws:iam::123456789012:role/archive
        serverSideEncryption: AES256
      retentionPeriodDays: 365
    ---
    apiVersion: gcsync/v1
    kind: StorageTarget
    metadata: {name: chat-archive, deletionPolicy: delete}
    spec:
      type: aws-s3
      configuration:
        bucket: recordings
        region: us-east-1
        accessKeyId: {secretRef: env:ARCHIVE_KEY_ID}
        secretAccessKey: {secretRef: env:ARCHIVE_KEY}
        serverSideEncryption: AES256
      retentionPeriodDays: 400
      enabled: false
    ---
    apiVersion: gcsync/v1
    kind: RecordingPolicy
    metadata: {name: keep-calls, deletionPolicy: delete}
    spec:
      description: Keeps every call and every message
      recordingTypes: [voice, message]
      storageTargetId: {ref: {kind: StorageTarget, name: voice-archive}}
      retentionPeriodDays: 90
    ---
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: tell-the-lake}
    spec:
      targetUrl: https://lake.example.com/ingest
      events:
        - v2.detail.events.conversation.{id}.customer.end
        - v2.detail.events.conversation.{id}.acw
      authentication: {type: bearer, token: {secretRef: env:HOOK_TOKEN}}
      platform: {flow: {ref: {kind: Flow, name: Recording Stored, external: true}}}
    ---
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: tell-the-bus}
    spec:
      targetUrl: https://lake.example.com/ingest
      events: ["v2.detail.events.conversation.{id}.customer.end"]
      authentication: {type: bearer, token: {secretRef: env:HOOK_TOKEN}}
      platform: {eventBridge: {awsAccountId: "123456789012", region: us-east-1, suffix: lake}}
    ---
    apiVersion: gcsync/v1
    kind: DataAction
    metadata: {name: fetch-user}
    spec:
      name: Fetch User
      description: Fetches a user of the directory
      integrationId: {ref: {kind: Integration, name: Directory actions, external: true}}
      category: Directory
      endpoint: https://actions.example.com/actions/fetch-user
      contract:
        input:
          inputSchema: {type: object, required: [userId], properties: {userId: {type: integer}}}
        output:
          successSchema: {type: object, required: [name], properties: {name: {type: string}}}
      source:
        errors: status
        rest:
          baseUrl: https://directory.example.com/users
          path: /${input.userId}
          timeoutSeconds: 5
          output: {name: {path: $.name, default: Unknown}}
    ---
    apiVersion: gcsync/v1
    kind: DataAction
    metadata: {name: rate-caller}
    spec:
      integrationId: {ref: {kind: Integration, name: Directory actions, external: true}}
      category: Directory
      endpoint: https://actions.example.com/actions/rate
      secure: true
      contract:
        input:
          inputSchema: {type: object, required: [phone], properties: {phone: {type: string}}}
        output:
          successSchema: {type: object, required: [score], properties: {score: {type: integer}}}
      config:
        timeoutSeconds: 5
        request:
          requestUrlTemplate: "https://rating.example.com/score"
          requestType: POST
          headers: {Content-Type: application/json}
          requestTemplate: '{"phone": "$esc.jsonString(${input.phone})"}'
        response:
          translationMap: {score: $.score}
          translationMapDefaults: {score: "0"}
          successTemplate: '{"score": ${score}}'
    """

  /// Makes a project of them on an org that takes its time, with a bucket that can take recordings.
  static func project(
    _ profile: Profile, manifests: String = manifests, org: JSON = org,
    settleReads: Int = 0
  ) async throws -> TestProject {
    let project = try await TestProject(
      manifests, rateLimit: 10_000, profile: profile, org: org, settleReads: settleReads)
    try project.configure(variables: "none: 0", profile: profile.rawValue)
    return project
  }

  /// What the org has already: the flow and the integration that are referred to.
  static let org: JSON = [
    "platformIntegrations": [
      [
        "id": "11111111-0000-4000-8000-000000000002", "name": "Directory actions",
        "integrationType": ["id": "custom-rest-actions"],
      ]
    ],
    "flows": [
      [
        "id": "11111111-0000-4000-8000-000000000001", "name": "Recording Stored",
        "type": "WORKFLOW",
      ]
    ],
  ]
}
