import JSON
import Reconciler
import Testing
import World

/// Changes that matter are said in sentences.
@Suite struct MeaningTests {
  private static let schema: JSON = [
    "title": "Policy",
    "properties": [
      "spec": [
        "properties": [
          "name": [:], "days": ["x-gcsync": ["means": "retention"]],
          "queues": [
            "items": ["x-gcsync": ["reference": "Queue", "as": "object"]],
            "x-gcsync": ["set": true, "means": "coverage"],
          ],
          "targetId": ["x-gcsync": ["reference": "StorageTarget", "means": "destination"]],
          "bucket": ["x-gcsync": ["means": "destination"]],
          "url": ["x-gcsync": ["means": "host"]],
          "flow": ["x-gcsync": ["reference": "Flow", "means": "starts"]],
          "owners": ["items": ["type": "string"], "x-gcsync": ["means": "recipients"]],
          "cipher": ["x-gcsync": ["means": "encryption"]],
          "auth": ["properties": ["type": ["x-gcsync": ["means": "authentication"]]]],
          "enabled": ["x-gcsync": ["means": "enabled"]],
          "when": ["x-gcsync": ["means": "schedule"]],
          "drops": ["x-gcsync": ["means": "deletion"]],
          "callPolicy": [
            "properties": [
              "days": ["x-gcsync": ["means": "retention"]],
              "owners": ["items": ["type": "string"], "x-gcsync": ["means": "recipients"]],
            ], "x-gcsync": ["means": "part"],
          ],
        ]
      ]
    ],
    "x-gcsync": ["content": "recordings"],
  ]

  private static func queue(_ id: String) -> JSON { .object(["id": .string(id)]) }

  private func sentences(
    _ action: Reconciler.Operation.Action, _ fields: [FieldChange] = [], before: JSON? = nil,
    after: JSON? = nil, reachesBack: Bool = true
  ) -> [String] {
    let kind = Fixtures.kind(from: Self.schema)
    let meanings = Meanings(
      kinds: ["Policy": kind], now: Timestamp(seconds: 1_795_910_400), reachesBack: reachesBack
    ) { _, id in ["q-1": "Billing", "q-2": "Sales", "f-1": "Night"][id] }
    return meanings.sentences(
      on: Reconciler.Operation(
        address: Address(kind: "Policy", name: "voice"), action: action, id: "1", name: "voice",
        fields: fields, before: before, after: after, reasons: [], precondition: nil))
  }

  @Test(
    arguments: [
      (
        "days", 2555, 365,
        "recordings older than 365 days become deletable on 2026-11-29: those from before 2025-11-29"
      ),
      (
        "days", 366, 365,
        "recordings older than 365 days become deletable on 2026-11-29: those from before 2025-11-29"
      ),
      (
        "days", nil, 365,
        "recordings older than 365 days become deletable on 2026-11-29: those from before 2025-11-29"
      ),
      (
        "days", 90, 365,
        "recordings become deletable after 365 days instead of 90"
      ),
      ("days", 90, nil, "recordings are no longer deletable for their age, as after 90 days"),
      (
        "targetId", "t-1", ["afterApply": "StorageTarget/lake"],
        "recordings go to storage target lake instead of storage target t-1; what storage target t-1 has stays there"
      ),
      ("bucket", "a", "b", "recordings go to b instead of a; what a has stays there"),
      (
        "url", "https://a.example/x", "https://me@B.example:8443/x?y",
        "calls go to another host: b.example:8443 instead of a.example"
      ),
      ("url", "https://a.example/x", "https://a.example/y", nil),
      ("flow", "f-1", "f-2", "starts flow f-2 instead of flow Night"),
      ("flow", nil, "f-1", "starts flow Night"),
      ("flow", "f-1", nil, "no longer starts flow Night"),
      (
        "cipher", "aws:kms", "AES256",
        "recordings are encrypted with AES256, which is weaker than aws:kms"
      ),
      ("cipher", "sqs", "none", "recordings are no longer encrypted, as with sqs until now"),
      ("cipher", "kms", nil, "recordings are no longer encrypted, as with kms until now"),
      ("cipher", "AES256", "aws:kms", nil), ("cipher", "AES256", "sqs", nil),
      (
        "auth.type", "hmac", "none",
        "calls are no longer proved to be genuine, as by hmac until now"
      ),
      ("auth.type", "hmac", "bearer", "calls are proved by bearer, which is weaker than hmac"),
      ("auth.type", "none", "hmac", nil), ("enabled", true, false, "is switched off"),
      ("enabled", false, true, "is switched on"), ("enabled", nil, true, nil),
      ("name", "a", "b", nil), ("drops", nil, true, "recordings are deleted"),
      ("drops", true, false, "recordings are no longer deleted"),
      ("drops", nil, false, nil),
      (
        "callPolicy.days", 30, 60,
        "call policy: recordings become deletable after 60 days instead of 30"
      ),
      ("callPolicy.owners", [], ["a@x.example"], "call policy: newly writes to a@x.example"),
    ] as [(String, JSON?, JSON?, String?)])
  func `a changed field says what it comes to`(
    path: String, before: JSON?, after: JSON?, sentence: String?
  ) {
    let pointer = JSONPointer(["spec"] + path.split(separator: ".").map(String.init))
    let change = FieldChange(path: pointer, before: before, after: after)
    #expect(sentences(.update, [change]) == [sentence].compactMap(\.self))
  }

  @Test(
    arguments: [
      (["q-1"], ["q-2"], ["newly covers queue Sales", "no longer covers queue Billing"]),
      ([], ["q-1", "q-3"], ["covers nothing but queue Billing, queue q-3 now"]),
      (["q-2"], [], ["is no longer limited to queue Sales"]), (["q-1"], ["q-1"], []),
    ] as [([String], [String], [String])])
  func `a list says what came and what went`(old: [String], new: [String], expected: [String]) {
    let change = FieldChange(
      path: JSONPointer(["spec", "queues"]), before: .array(old.map(Self.queue)),
      after: .array(new.map(Self.queue)))
    #expect(sentences(.update, [change]) == expected)
  }

  @Test func `what is switched off lets nothing go, and the platform reaches no further back`() {
    let change = FieldChange(path: JSONPointer(["spec", "days"]), before: 90, after: 30)
    #expect(sentences(.update, [change], after: ["enabled": false, "days": 30]) == [])
    #expect(
      sentences(.update, [change], after: ["enabled": true, "days": 30], reachesBack: false)
        == ["new recordings become deletable after 30 days instead of 90"])
  }

  @Test func `a new object names its parts`() {
    #expect(
      sentences(.create, after: ["callPolicy": ["owners": ["a@x.example"]]])
        == ["call policy: newly writes to a@x.example"])
  }

  @Test func `an element of a list that changed in place is one that came and one that went`() {
    let change = FieldChange(
      path: JSONPointer(["spec", "owners", "0"]), before: "a@x.example", after: "b@x.example")
    #expect(
      sentences(.update, [change])
        == ["newly writes to b@x.example", "no longer writes to a@x.example"])
  }

  @Test func `of many only some are named`() {
    let new = (0..<11).map { JSON.string("\($0)@x.example") }
    let change = FieldChange(
      path: JSONPointer(["spec", "owners"]), before: nil, after: .array(new))
    #expect(sentences(.update, [change])[0].hasSuffix("7@x.example and 3 more"))
  }

  @Test func `what is created or deleted says whom and what it is about`() {
    let spec: JSON = [
      "days": 30, "queues": [Self.queue("q-1")], "flow": "f-1", "enabled": false, "cipher": "kms",
    ]
    #expect(
      sentences(.create, after: spec) == [
        "covers queue Billing", "starts flow Night", "is created switched off",
      ])
    #expect(
      sentences(.delete, before: spec) == [
        "recordings that it lets go do not come back, not even by an undo",
        "no longer covers queue Billing", "no longer starts flow Night",
      ])
  }

  @Test func `what deletes is told when it comes and when it goes`() {
    #expect(sentences(.create, after: ["drops": true]) == ["recordings are deleted"])
    #expect(
      sentences(.delete, before: ["drops": true]).contains("recordings are no longer deleted"))
  }

  @Test func `every word of the vocabulary is known, and the other way round`() throws {
    let words = Fixtures.document("x-gcsync.json")[
      JSONPointer(["$defs", "field", "properties", "means", "enum"])]
    #expect(Set(words?.texts ?? []) == Set(Meaning.allCases.map(\.rawValue)))
  }

  /// What a schedule that a text stands for is said to come to.
  private func due(
    _ action: Reconciler.Operation.Action, _ before: JSON?, _ after: JSON?
  ) -> [String] {
    let meanings = Meanings(
      kinds: ["Policy": Fixtures.kind(from: Self.schema)],
      now: Timestamp(seconds: 1_795_910_400), times: { $0["at"]?.string })
    return meanings.sentences(
      on: Reconciler.Operation(
        address: Address(kind: "Policy", name: "voice"), action: action, id: "1", name: "voice",
        fields: [], before: before, after: after, reasons: [], precondition: nil))
  }

  @Test func `a schedule says when it is due, and when it was`() {
    let (morning, evening): (JSON, JSON) = (["when": ["at": "at 7"]], ["when": ["at": "at 19"]])
    #expect(due(.create, nil, morning) == ["is due at 7"])
    #expect(due(.update, morning, morning) == ["is due at 7"])
    #expect(due(.update, evening, morning) == ["is due at 7, before: at 19"])
    #expect(due(.delete, evening, nil).contains("is no longer due; it was at 19"))
    let off: JSON = ["when": ["at": "at 7"], "enabled": false]
    #expect(due(.update, off, morning) == ["is due at 7"])
    #expect(due(.update, morning, off) == ["is no longer due; it was at 7"])
    #expect(due(.create, nil, ["when": ["at": .null]]) == [])
  }

  @Test func `a pace without moments is told as one`() {
    let (weekly, never): (JSON, JSON) = (["when": "WEEKLY"], ["when": "DISABLED"])
    let moments = ", at moments that the org chooses"
    #expect(due(.create, nil, weekly) == ["happens every week\(moments)"])
    #expect(
      due(.update, ["when": "Daily"], ["when": "Weekly"])
        == ["happens every week instead of every day\(moments)"])
    #expect(due(.update, weekly, never) == ["no longer happens, as every week until now"])
    #expect(due(.update, weekly, weekly) == [])
    #expect(due(.create, nil, never) == [])
  }
}
