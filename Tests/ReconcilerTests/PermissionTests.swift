import JSON
import Reconciler
import Testing

/// What a client must be allowed, and the role that allows just that.
@Suite struct PermissionTests {
  @Test(arguments: ["", "a", "a:b", "a:b:c:d", "a::c", ":b:c", "a:b:"])
  func `a permission has three parts`(name: String) {
    #expect(Permission(name) == nil)
  }

  @Test func `a role has a policy for each thing, and each action once`() throws {
    let role = try #require(
      RoleDraft(
        name: "r", description: "d",
        permissions: [
          "routing:queue:view", "routing:queue:add", "architect:flow:view", "routing:queue:view",
          "routing:language:view",
        ]))
    #expect(
      role.json == [
        "name": "r", "description": "d",
        "permissionPolicies": [
          ["domain": "architect", "entityName": "flow", "actionSet": ["view"]],
          ["domain": "routing", "entityName": "language", "actionSet": ["view"]],
          ["domain": "routing", "entityName": "queue", "actionSet": ["add", "view"]],
        ],
      ])
    #expect(RoleDraft(name: "r", description: "d", permissions: ["webhook:read"]) == nil)
  }

  @Test func `a kind that is only looked up needs to be read, another to be written as well`()
    throws
  {
    let schema: JSON = [
      "title": "Queue",
      "x-gcsync": [
        "wire": [
          "platform": [
            "collection": "/q",
            "permissions": ["read": ["q:q:view"], "write": ["q:q:edit", "q:q:view"]],
          ]
        ]
      ],
    ]
    let kind = try #require(Kind(schema: schema) { _ in nil })
    func needs(_ causes: PermissionNeed.Cause...) -> [PermissionNeed] {
      PermissionNeed.needs(of: causes.map { (kind, $0) }, in: .platform)
    }
    #expect(needs(.referenced).map(\.all) == [["q:q:view"]])
    #expect(needs(.declared, .referenced, .recorded).map(\.all) == [["q:q:view", "q:q:edit"]])
    #expect(needs(.referenced, .declared).map(\.cause) == [.declared])
    #expect(PermissionNeed.needs(of: [(kind, .declared)], in: .guide).isEmpty)
  }
}
