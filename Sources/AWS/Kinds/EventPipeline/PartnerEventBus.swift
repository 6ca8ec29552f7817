internal import JSON

/// The event bus of a partner event source, whose name is that of the source.
struct PartnerEventBus: AWSResource {
  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    let buses = try await Self.names(calls)
    let asked = Set(wanted.goals.compactMap { $0["name"]?.string } + wanted.ids)
    return buses.filter { wanted.isEverything ? $0.hasPrefix("aws.partner/") : asked.contains($0) }
      .map { AWSObject(id: $0, body: ["name": .string($0)]) }
  }

  /// Returns the names of all buses.
  static func names(_ calls: AWSCalls) async throws(AWSFailure) -> [String] {
    try await calls.list(
      .eventBridge, "ListEventBuses", ["Limit": 100], items: "EventBuses", token: "NextToken"
    ).compactMap { $0["Name"]?.string }
  }

  func id(of goal: JSON) -> String? { goal["name"]?.string }

  func create(
    _ goal: JSON, id: String?, through calls: AWSCalls
  ) async throws(AWSFailure) -> String {
    let name = goal["name"] ?? ""
    _ = try await calls.call(
      .eventBridge, "CreateEventBus", ["Name": name, "EventSourceName": name])
    return name.string ?? ""
  }

  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    preconditionFailure("a bus is nothing but its name")
  }

  func delete(id: String, through calls: AWSCalls) async throws(AWSFailure) {
    _ = try await calls.call(.eventBridge, "DeleteEventBus", ["Name": .string(id)])
  }
}
