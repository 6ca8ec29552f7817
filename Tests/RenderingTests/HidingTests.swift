import JSON
import Reconciler
import Rendering
import Testing

/// No form of a report shows a secret, or where one is kept.
@Suite struct HidingTests {
  private static let secret = Samples.secret

  private func forms(_ report: PlanReport) -> [String] {
    Format.allCases.map { report.rendered(as: $0, style: .plain) } + [report.patch.prettyText]
  }

  private func expectHidden(
    _ operations: [Reconciler.Operation], kinds: [String: Kind] = Samples.kinds,
    at location: SourceLocation = #_sourceLocation
  ) {
    for form in forms(Samples.report(operations, kinds: kinds)) {
      #expect(!form.contains("canary"), sourceLocation: location)
      #expect(!form.contains("env:"), sourceLocation: location)
      #expect(!form.contains("secretRef"), sourceLocation: location)
    }
  }

  /// A value in which a secret stands somewhere, by the field it is the whole value of.
  private static let containers: [(String, JSON)] = [
    ("auth", ["type": "hmac", "key": secret]), ("auth.key", secret),
    ("auth.key", "canary"), ("auth.key", ["canary"]),
    ("keys", [["name": "first", "value": secret], ["name": "second", "value": "canary"]]),
    ("keys.0", ["name": "first", "value": ["secretRef": "env:WIDGET_KEY"]]),
    ("keys.0.value", ["secretRef": "env:WIDGET_KEY", "canary": "canary"]),
    ("headers", ["X-Key": "canary", "X-Other": secret]), ("headers.X-Key", secret),
    ("free", ["deep": [["secretRef": "env:WIDGET_KEY"]]]), ("unknown", secret),
    ("targetId", secret),
  ]

  @Test(arguments: containers)
  func `a container is shown whole without its secrets`(path: String, value: JSON) {
    let change = Samples.change
    expectHidden([
      Samples.operation(.create, "a", [change(path, nil, value)]),
      Samples.operation(.update, "b", [change(path, value, "x"), change(path, nil, value)]),
      Samples.operation(.replace, "c", [change(path, value, value)]),
      Samples.operation(.adopt, "d", [change(path, value, nil)]),
    ])
  }

  /// Whole objects as a manifest or an org has them, some not in the shape that the schema says.
  private static let objects: [JSON] = [
    ["auth": ["type": "hmac", "key": secret], "keys": [["value": secret]]],
    ["auth": ["key": "canary"], "headers": ["X-Key": "canary"], "keys": [["value": "canary"]]],
    ["auth": [["key": "canary"]], "keys": ["value": "canary"], "headers": ["canary"]],
    ["auth": "canary", "keys": "canary", "headers": 17],
    ["auth": ["key": ["deep": ["canary"]]], "keys": [[["value": "canary"]]]],
  ]

  @Test(arguments: objects)
  func `a created or deleted object is shown without its secrets`(spec: JSON) {
    expectHidden([
      Samples.creation("a", spec), Samples.operation(.delete, "b", before: spec),
      Samples.operation(
        .update, "c", [Samples.change("auth", spec["auth"], nil)], before: spec, after: spec),
    ])
  }

  @Test func `an object of a kind that is not known here hides what looks like a secret`() {
    let spec: JSON = ["auth": ["key": Self.secret], "keys": [["secretRef": "env:WIDGET_KEY"]]]
    expectHidden(
      [
        Samples.operation(.create, "a", [Samples.change("auth", nil, spec["auth"])], after: spec),
        Samples.operation(.delete, "b", before: spec),
      ], kinds: [:])
  }

  @Test func `a fingerprint tells that a secret changes`() {
    let forms = forms(Samples.report([Samples.created, Samples.updated]))
    for form in forms { #expect(form.contains("k1:5f2c")) }
    #expect(forms[0].contains("auth.key: (secret) → (secret, fingerprint k1:5f2c)"))
    #expect(forms[0].contains(#""value":"(secret, fingerprint k1:5f2c)""#))
  }

  @Test func `a patch tests what is replaced, but for what holds a secret`() throws {
    let before: JSON = [
      "days": 1, "auth": ["key": ["unknown": true]], "keys": [["value": "canary"]],
    ]
    let report = Samples.report([
      Samples.operation(
        .update, "a",
        [
          Samples.change("days", 1, 2), Samples.change("auth", before["auth"], nil),
          Samples.change("keys", before["keys"], []),
        ], before: before)
    ])
    let steps = (report.patch.array ?? []).map {
      "\($0["op"]?.string ?? "") \($0["path"]?.string ?? "")"
    }
    #expect(
      steps == [
        "test /Widget~1a/spec/days", "replace /Widget~1a/spec/days",
        "remove /Widget~1a/spec/auth", "replace /Widget~1a/spec/keys",
      ])
  }
}
