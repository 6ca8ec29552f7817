import JSON
import Reconciler
import Testing

@Suite struct NormaliserTests {
  private let policy = Fixtures.recordingPolicy.spec
  private let webhook = Fixtures.webhook.spec

  @Test func `a server's own fields, defaults and orderings make no difference`() {
    let written: JSON = [
      "name": "a", "recordingTypes": ["voice", "chat"], "retentionPeriodDays": 9,
    ]
    let returned: JSON = [
      "id": "x", "selfUri": "/x", "version": 7,
      "retentionPeriodDays": .number(JSONNumber(validated: "9.0")), "enabled": true,
      "recordingTypes": ["chat", "voice"], "description": "", "name": "a",
    ]
    #expect(
      policy.normalised(written, as: .comparable) == policy.normalised(returned, as: .comparable))
  }

  @Test(arguments: [Field.Form.goal, .comparable])
  func `normalising twice changes nothing`(form: Field.Form) {
    let once = policy.normalised(
      ["recordingTypes": ["voice", "chat"], "description": "", "extra": 1], as: form)
    #expect(policy.normalised(once, as: form) == once)
  }

  @Test func `the goal keeps what the manifest says and orders what has no order`() {
    let goal = policy.normalised(
      ["description": "", "recordingTypes": ["voice", "chat"]], as: .goal)
    #expect(goal["description"] == "")
    #expect(goal["recordingTypes"] == ["chat", "voice"])
    #expect(goal["enabled"] == true)
  }

  @Test func `a default object comes in whole`() {
    #expect(webhook.normalised([:], as: .comparable)["authentication"] == ["type": "none"])
  }

  @Test func `null is the default where it means nothing`() {
    let kind = Fixtures.kind(from: [
      "title": "Own",
      "properties": [
        "spec": [
          "properties": [
            "kept": ["x-gcsync": ["default": true, "nullIsAbsent": true]],
            "null": ["x-gcsync": ["default": true]],
          ]
        ]
      ],
      "x-gcsync": ["vocabulary": 1, "wire": [:]],
    ])
    for form in [Field.Form.goal, .comparable] {
      let normal = kind.spec.normalised(["kept": .null, "null": .null], as: form)
      #expect(normal == ["kept": true, "null": .null])
      #expect(kind.spec.normalised(normal, as: form) == normal)
    }
  }

  private static let words: [(JSON, JSON, JSON)] = [
    (["normalise": ["case"]], "ABC", "abc"),
    (["normalise": ["trim"]], " a b ", "a b"),
    (["encoding": "json"], "{\"b\": 1,\"a\":\"2\"}", "{\"a\":\"2\",\"b\":1}"),
    (["set": ["key": "/k"]], [["k": "b"], ["k": "a"]], [["k": "a"], ["k": "b"]]),
    (["reference": "Queue", "as": "object"], ["id": "q", "name": "Q"], "q"),
  ]

  @Test(arguments: words)
  func `each word of the vocabulary has its normal form`(words: JSON, value: JSON, normal: JSON) {
    let kind = Fixtures.kind(from: [
      "title": "Probe", "properties": ["spec": ["properties": ["f": ["x-gcsync": words]]]],
      "x-gcsync": ["vocabulary": 1, "wire": [:]],
    ])
    #expect(kind.spec.normalised(["f": value], as: .comparable) == ["f": normal])
  }

  @Test func `computed fields are neither compared nor sent`() {
    let kind = Fixtures.kind(from: [
      "title": "Probe",
      "properties": ["spec": ["properties": ["f": ["x-gcsync": ["computed": true]]]]],
      "x-gcsync": ["vocabulary": 1, "wire": [:]],
    ])
    #expect(kind.spec.normalised(["f": 1], as: .goal) == [:])
  }
}
