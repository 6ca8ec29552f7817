internal import JSON

/// A rule of EventBridge, whose id is its ARN.
struct EventRule: AWSResource {
  /// A rule's bus and its own name.
  struct Place: Sendable, Hashable {
    let bus: String
    let name: String

    init(bus: String, name: String) {
      self.bus = bus
      self.name = name
    }

    /// Reads `arn:…:rule/NAME` and `arn:…:rule/BUS/NAME`, where the bus may hold slashes itself.
    init?(_ id: String) {
      guard let path = ARN(id)?.path, path.count >= 2, let last = path.last else { return nil }
      let bus = path.dropFirst().dropLast().joined(separator: "/")
      self.init(bus: bus.isEmpty ? "default" : bus, name: String(last))
    }

    /// What names the rule in a call.
    func words(_ name: String) -> JSON {
      [name: .string(self.name), "EventBusName": .string(bus)]
    }
  }

  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    let asked = Set(wanted.goals.compactMap(Self.place) + wanted.ids.compactMap(Place.init))
    let buses =
      wanted.isEverything
      ? try await PartnerEventBus.names(calls) : Set(asked.map(\.bus)).sorted()
    let rules = try await calls.each(buses) { bus throws(AWSFailure) in
      try await Self.rules(on: bus, calls)
    }
    return rules.joined().filter { rule in
      wanted.isEverything || Self.place(rule.body).map(asked.contains) ?? false
    }
  }

  private static func place(_ body: JSON) -> Place? {
    guard let bus = body["eventBusName"]?.string, let name = body["name"]?.string else {
      return nil
    }
    return Place(bus: bus, name: name)
  }

  private static func rules(
    on bus: String, _ calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    let body: JSON = ["EventBusName": .string(bus), "Limit": 100]
    do throws(AWSFailure) {
      return try await calls.list(
        .eventBridge, "ListRules", body, items: "Rules", token: "NextToken"
      ).compactMap(object)
    } catch {
      // On a bus that is yet to be made there are no rules.
      guard error.cause == .notFound else { throw error }
      return []
    }
  }

  /// Returns a rule that looks at events; one that a schedule sets off is none of ours.
  private static func object(_ rule: JSON) -> AWSObject? {
    guard let id = rule["Arn"]?.string, let pattern = rule["EventPattern"]?.string else {
      return nil
    }
    var body: JSON = [
      "name": rule["Name"] ?? "", "eventBusName": rule["EventBusName"] ?? "default",
      "state": rule["State"] ?? "ENABLED",
      "eventPattern": (try? JSON.parse(pattern)) ?? .string(pattern),
    ]
    body[JSONPointer(["description"])] = rule["Description"]
    return AWSObject(id: id, body: body)
  }

  func create(
    _ goal: JSON, id: String?, through calls: AWSCalls
  ) async throws(AWSFailure) -> String {
    let answer = try await put(goal, calls)
    return try calls.id(answer["RuleArn"], toldBy: "PutRule", of: .eventBridge)
  }

  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    guard let place = Place(id) else { return }
    // What gcsync does not know of a rule stays, which PutRule would take away.
    let live = try await calls.call(.eventBridge, "DescribeRule", place.words("Name"))
    _ = try await put(
      goal, keeping: ["RoleArn", "ScheduleExpression"].map { ($0, live[$0]) }, calls)
  }

  private func put(
    _ goal: JSON, keeping others: [(String, JSON?)] = [], _ calls: AWSCalls
  ) async throws(AWSFailure) -> JSON {
    var words: JSONObject = [
      "Name": goal["name"] ?? "", "EventBusName": goal["eventBusName"] ?? "default",
      "State": goal["state"] ?? "ENABLED", "Description": goal["description"] ?? "",
      "EventPattern": .string((goal["eventPattern"] ?? [:]).canonicalText),
    ]
    for (name, value) in others { words[name] = value }
    return try await calls.call(.eventBridge, "PutRule", .object(words))
  }

  /// Deletes a rule with its own target; one that has targets of others stays.
  func delete(id: String, through calls: AWSCalls) async throws(AWSFailure) {
    guard let place = Place(id) else { return }
    let others = try await EventTarget.removeOwn(from: place, calls)
    guard others.isEmpty else {
      throw AWSFailure(
        .conflict, service: .eventBridge, operation: "DeleteRule",
        message: "it has targets that others added: \(others.joined(separator: ", ")); "
          + "remove them first, or let gcsync abandon the rule", line: "DeleteRule")
    }
    _ = try await calls.call(.eventBridge, "DeleteRule", place.words("Name"))
  }
}
