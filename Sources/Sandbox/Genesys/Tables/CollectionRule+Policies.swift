import JSON

extension CollectionRule {
  /// The conduct of both collections of media retention policies.
  static let policyRule = PlatformRule(
    patch: .only(["enabled"]), deleteStatus: 200, hasBulkDelete: true,
    stamps: .init(created: "createdDate", modified: "modifiedDate"),
    invalidCode: "recording.media.policy.invalid", ordinal: "order",
    nulls: ["description", "policyErrors"],
    sets: conditionPlaces.flatMap { place in
      (conditionLinks.map(\.0) + ["directions", "mediaTypes"]).map {
        JSONPath("\(place).\($0)")
      }
    },
    links: policyLinks,
    filters: [
      ListFilter("name", .contains(["name"])),
      ListFilter("enabled", .oneOf("enabled")),
      ListFilter("hasErrors", .exists("policyErrors")),
      ListFilter(
        "deleteDaysThreshold", .atMost("actions.retentionDuration.deleteRetention.days")),
    ],
    partials: ["conditions", "actions", "mediaPolicies"].map {
      .init(member: $0, place: .lists, query: "summary", value: "true", isShownThen: false)
    })

  private static let conditionPlaces = ["conditions", "mediaPolicies.*.conditions"]
  private static let actionPlaces = ["actions", "mediaPolicies.*.actions"]

  private static let conditionLinks = [
    ("forUsers", "users"), ("forQueues", "queues"), ("wrapupCodes", "wrapupCodes"),
    ("languages", "languages"), ("teams", "teams"),
  ]

  private static let policyLinks =
    conditionPlaces.flatMap { place in
      conditionLinks.map { Link("\(place).\($0.0).*", $0.1) }
    }
    + actionPlaces.flatMap { place in
      [Link("\(place).integrationExport.integration", "platformIntegrations")]
        + assignments.flatMap { kind in
          [
            Link("\(place).\(kind).*.evaluationForm", "evaluationForms"),
            Link("\(place).\(kind).*.user", "users"),
            Link("\(place).\(kind).*.evaluators.*", "users"),
            Link("\(place).\(kind).*.calibrator", "users"),
            Link("\(place).\(kind).*.expertEvaluator", "users"),
          ]
        }
    }

  private static let assignments = [
    "assignEvaluations", "assignMeteredEvaluations", "assignMeteredAssignmentByAgent",
    "assignCalibrations",
  ]

  static func policyFields(isCrossPlatform: Bool) -> [FieldRule] {
    [
      FieldRule("name", .filledText, required: true),
      FieldRule("order", .whole(0...1_000_000)),
      FieldRule("description", .text),
      FieldRule("enabled", .flag, default: true),
      FieldRule("mediaPolicies", .object),
      FieldRule("conditions", .object),
      FieldRule("actions", .object),
      FieldRule("mediaPolicies.*", .object),
      FieldRule("mediaPolicies.*.actions", .object),
      FieldRule("mediaPolicies.*.conditions", .object),
    ] + conditionPlaces.flatMap(conditionFields)
      + actionPlaces.flatMap { actionFields($0, isCrossPlatform: isCrossPlatform) }
  }

  private static func conditionFields(_ place: String) -> [FieldRule] {
    conditionLinks.map { FieldRule("\(place).\($0.0)", .list) } + [
      FieldRule("\(place).dateRanges", .words), FieldRule("\(place).directions", .words),
      FieldRule(
        "\(place).mediaTypes", .someOf(["CALL", "CHAT", "EMAIL", "MESSAGE", "SCREEN_RECORDING"])),
      FieldRule("\(place).customerParticipation", .oneOf(["YES", "NO"])),
      FieldRule("\(place).duration", .object),
      FieldRule(
        "\(place).duration.durationTarget", .oneOf(["DURATION", "DURATION_RANGE"])),
      FieldRule("\(place).duration.durationMode", .oneOf(["Between", "Over", "Under"])),
      FieldRule("\(place).timeAllowed", .object),
      FieldRule("\(place).timeAllowed.empty", .flag, default: false),
      FieldRule("\(place).timeAllowed.timeSlots", .list),
      FieldRule("\(place).timeAllowed.timeSlots.*.day", .whole(1...7)),
    ]
  }

  private static func actionFields(_ place: String, isCrossPlatform: Bool) -> [FieldRule] {
    let retention = ["retentionDuration"] + (isCrossPlatform ? [] : ["initiateScreenRecording"])
    return [
      FieldRule("\(place).retainRecording", .flag, default: true),
      FieldRule("\(place).deleteRecording", .flag, default: false),
      FieldRule("\(place).alwaysDelete", .flag, default: false),
      FieldRule("\(place).integrationExport", .object),
      FieldRule("\(place).integrationExport.integration", .object, required: true),
      FieldRule("\(place).integrationExport.shouldExportScreenRecordings", .flag, default: true),
    ]
      + (assignments + (isCrossPlatform ? [] : ["assignSurveys"])).map {
        FieldRule("\(place).\($0)", .list, default: [])
      }
      + retention.flatMap { name in
        [
          FieldRule("\(place).\(name)", .object),
          FieldRule("\(place).\(name).archiveRetention.days", .whole(1...36_500)),
          FieldRule("\(place).\(name).archiveRetention.storageMedium", .oneOf(["CLOUDARCHIVE"])),
          FieldRule("\(place).\(name).deleteRetention.days", .whole(1...36_500)),
        ]
      }
  }
}
