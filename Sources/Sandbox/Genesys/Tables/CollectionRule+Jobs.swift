import JSON
import Server

extension CollectionRule {
  /// Bulk jobs on recordings: what there is to ask for is the query, the rest is the server's.
  static let recordingJobs = CollectionRule(
    "recordingJobs", "/api/v2/recording/jobs", "recording:job",
    fields: [
      FieldRule("action", .oneOf(["ARCHIVE", "DELETE", "EXPORT"]), required: true),
      FieldRule("actionDate", .text), FieldRule("actionAge", .whole(0...36_500)),
      FieldRule("screenRecordingActionDate", .text),
      FieldRule("screenRecordingActionAge", .whole(0...36_500)),
      FieldRule("integrationId", .text),
      FieldRule("includeRecordingsWithSensitiveData", .flag, default: false),
      FieldRule("includeScreenRecordings", .flag, default: true),
      FieldRule("includePolicyBasedRecordings", .flag, default: true),
      FieldRule("includeSnippetRecordings", .flag, default: true),
      FieldRule("clearExport", .flag, default: false),
      FieldRule("conversationQuery", .object), FieldRule("agedConversationInterval", .text),
    ],
    PlatformRule(
      methods: ["GET"], stamps: .init(created: "dateCreated"), nulls: ["errorMessage"],
      links: [Link("integrationId", "platformIntegrations", .identifier)],
      filters: [
        ListFilter("state", .oneOf("state")),
        ListFilter("jobType", .oneOf("recordingJobsQuery.action")),
      ],
      progress: .init(
        member: "state", next: ["PENDING": "READY", "PROCESSING": "FULFILLED"],
        reached: { members, state, _ in
          members["percentProgress"] = state == "FULFILLED" ? 100 : 0
        }),
      alsoCheck: { body, _ in
        guard body["action"] == "EXPORT", body["integrationId"] == nil else { return [] }
        return [
          Violation(
            code: "required", field: "integrationId", message: "integrationId is required")
        ]
      }))
}

extension PlatformOperation {
  private static let path = "/api/v2/recording/jobs"

  /// A job is asked for, started once it is ready, and can be called off.
  static let jobs = [
    PlatformOperation("POST", path, on: "recordingJobs") { org, call throws(APIError) in
      let query = try org.checked(call.body(), id: nil, former: nil, call)
      var job: JSONObject = [
        "state": "PENDING", "recordingJobsQuery": query, "percentProgress": 0,
        "user": ["id": .string(CollectionRule.administrator)],
      ]
      for kind in ["Conversations", "Recordings"] { job["total\(kind)"] = 0 }
      for kind in ["Skipped", "Failed", "Processed"] { job["total\(kind)Recordings"] = 0 }
      job["failedRecordings"] = .string("\(path)/\(call.fresh[0])/failedrecordings")
      let stored = org.write(.object(job), id: call.fresh[0], call)
      return ServerResponse(status: 200, json: org.shown(stored, call))
    },
    PlatformOperation("PUT", "\(path)/{id}", on: "recordingJobs") {
      org, call throws(APIError) in
      guard try call.body()["state"] == "PROCESSING" else {
        throw .invalid("state", "state must be PROCESSING")
      }
      return try org.setState("PROCESSING", from: ["READY"], call)
    },
    PlatformOperation("DELETE", "\(path)/{id}", on: "recordingJobs") {
      org, call throws(APIError) in
      _ = try org.setState("CANCELLED", from: ["PENDING", "READY", "PROCESSING"], call)
      return ServerResponse(status: 204)
    },
    PlatformOperation("GET", "\(path)/{id}/failedrecordings", on: "recordingJobs") {
      org, call throws(APIError) in
      _ = try org.seen(call.id, call)
      return try org.numberedPage(of: [], call)
    },
  ]
}

extension Org {
  /// Moves a job to another state, from which it may be reached.
  fileprivate mutating func setState(
    _ state: String, from former: [String], _ call: PlatformCall
  ) throws(APIError) -> ServerResponse {
    var job = try existing(call.id, call)
    let current = job["state"]?.string ?? ""
    guard former.contains(current) else {
      throw .invalid("state", "a job that is \(current) cannot become \(state)")
    }
    job[JSONPointer(["state"])] = .string(state)
    put(job, id: call.id, in: call.position)
    return ServerResponse(status: 200, json: shown(job, call))
  }
}
