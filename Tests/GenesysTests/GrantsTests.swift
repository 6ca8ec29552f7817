import Genesys
import JSON
import Reconciler
import Testing

/// What roles allow, and what can be said without seeing them.
@Suite struct GrantsTests {
  private static func role(
    _ domain: String, _ entity: String?, _ actions: [String], condition: JSON? = nil
  ) -> JSON {
    var policy: JSONObject = [
      "domain": .string(domain), "actionSet": .array(actions.map(JSON.string)),
    ]
    entity.map { policy["entityName"] = .string($0) }
    if let condition {
      policy["allowConditions"] = true
      policy["resourceConditionNode"] = condition
    }
    return ["permissionPolicies": [.object(policy)]]
  }

  private func answer(_ name: String, _ roles: JSON...) throws -> Grants.Answer {
    var grants = Grants()
    for role in roles { grants.add(role: role) }
    return grants.answer(to: try #require(Permission(name)))
  }

  @Test(
    arguments: [
      (role("routing", "queue", ["view", "edit"]), Grants.Answer.granted),
      (role("routing", "queue", ["*"]), .granted), (role("routing", "*", ["view"]), .granted),
      (role("*", "*", ["*"]), .granted), (role("routing", nil, ["*"]), .granted),
      (role("routing", "queue", ["edit"]), .missing), (role("routing", "queue", []), .missing),
      (role("routing", "language", ["*"]), .missing), (role("rout", "*", ["*"]), .missing),
      (role("routing", "queue", ["view"], condition: ["conjunction": "AND"]), .conditional),
      (role("routing", "queue", ["view"], condition: [:]), .granted),
      (["permissionPolicies": [["entityName": "queue"], 7]], .missing), ([:], .missing),
    ] as [(JSON, Grants.Answer)])
  func `a permission is there where a policy covers it, a star covering everything`(
    role: JSON, expected: Grants.Answer
  ) throws {
    #expect(try answer("routing:queue:view", role) == expected)
  }

  @Test func `one policy without a condition is enough`() throws {
    let conditional = Self.role("routing", "*", ["view"], condition: ["terms": []])
    #expect(try answer("routing:queue:view", conditional) == .conditional)
    #expect(
      try answer("routing:queue:view", conditional, Self.role("*", "*", ["view"])) == .granted)
  }

  @Test func `without all of the roles, reads tell of reading and nothing tells of writing`() {
    var evidence = PermissionEvidence()
    func state(_ name: String, isRead: Bool = true) -> PermissionEvidence.State {
      evidence.state(of: name, for: "Queue", isRead: isRead)
    }
    #expect(state("routing:queue:view") == .unknown)
    for (status, expected) in [
      (200, PermissionEvidence.State.granted), (403, .missing), (500, .unknown), (404, .unknown),
    ] {
      evidence.reads["Queue"] = .some(status)
      #expect(state("routing:queue:view") == expected)
      #expect(state("webhook:read") == expected, "a name of the guides' shape")
      #expect(state("routing:queue:edit", isRead: false) == .unknown)
    }
    evidence.grants.add(role: Self.role("routing", "queue", ["edit"]))
    #expect(state("routing:queue:edit", isRead: false) == .granted)
    evidence.isWhole = true
    #expect(state("routing:queue:add", isRead: false) == .missing)
    #expect(state("routing:queue:view") == .missing)
  }
}
