import JSON
import Server

extension CollectionRule {
  /// Media retention policies, the settings of recordings and their keys, and bulk jobs.
  static let recording = [
    mediaRetentionPolicies, crossPlatformPolicies, recordingSettings, keyConfigurations,
    keyRotationSchedule, recordingJobs,
  ]

  private static let mediaRetentionPolicies = CollectionRule(
    "mediaRetentionPolicies", "/api/v2/recording/mediaretentionpolicies",
    "recording:retentionPolicy", fields: policyFields(isCrossPlatform: false), policyRule)

  private static let crossPlatformPolicies = CollectionRule(
    "crossPlatformPolicies", "/api/v2/recording/crossplatform/mediaretentionpolicies",
    "recording:crossPlatformRetentionPolicy", fields: policyFields(isCrossPlatform: true),
    policyRule)

  private static let recordingSettings = CollectionRule(
    "recordingSettings", "/api/v2/recording/settings", "recording:settings",
    identity: .singleton,
    fields: [
      FieldRule("maxSimultaneousStreams", .whole(0...100_000), default: 1),
      FieldRule("maxConfigurableScreenRecordingStreams", .whole(0...100_000), default: 100),
      FieldRule("regionalRecordingStorageEnabled", .flag, default: false),
      FieldRule("recordingPlaybackUrlTtl", .whole(2...60), default: 60),
      FieldRule("recordingBatchDownloadUrlTtl", .whole(2...60), default: 60),
      FieldRule("stopRecordingWhenOnlyExternalParticipants", .flag, default: false),
    ],
    PlatformRule(
      methods: ["GET", "PUT"], invalidCode: "recording.org.settings.request.invalid",
      builtIn: [[:]]))

  private static let keyConfigurations = CollectionRule(
    "keyConfigurations", "/api/v2/recording/keyconfigurations", "recording:encryptionKey",
    fields: [
      FieldRule("url", .filledText, required: true),
      FieldRule("apiId", .text), FieldRule("apiKey", .text),
      FieldRule(
        "keyConfigurationType",
        .oneOf(["KmsSymmetric", "LocalKeyManager", "Native", "None"]), required: true),
    ],
    PlatformRule(
      pager: .whole, methods: ["GET", "POST", "PUT"], hidden: ["apiKey"],
      nulls: ["apiId", "lastError"]))

  private static let keyRotationSchedule = CollectionRule(
    "keyRotationSchedule", "/api/v2/recording/recordingkeys/rotationschedule",
    "recording:encryptionKey", identity: .singleton,
    fields: [
      FieldRule(
        "period", .oneOf(["DISABLED", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), required: true)
    ],
    PlatformRule(
      methods: ["GET", "PUT"], kept: ["id": "rotation-schedule"], nulls: ["name"],
      builtIn: [["period": "DISABLED"]]))
}

extension PlatformOperation {
  /// Says whether a key configuration would be taken, without taking it.
  static let recording = [
    PlatformOperation(
      "POST", "/api/v2/recording/keyconfigurations/validate", on: "keyConfigurations"
    ) { org, call throws(APIError) in
      let body = try org.checked(call.body(), id: nil, former: nil, call)
      return ServerResponse(status: 200, json: org.shown(body, call))
    }
  ]
}
