internal import JSON
internal import Manifests
internal import Reconciler

/// Brings many objects and the manifests that are just like them into their normal forms, and
/// compares them, which is what a plan does of itself.
enum DiffBench {
  /// Returns the seconds that it takes of `count` policies; nil where something is found to differ.
  static func seconds(_ count: Int) -> Double? {
    guard let kind = KindLibrary.load().0.kinds["RecordingPolicy"] else { return nil }
    let pairs = (0..<count).map { (goal(policy($0)), policy($0)) }
    let differ = Differ(keepsUnmanaged: false)
    let clock = ContinuousClock()
    let start = clock.now
    for (goal, live) in pairs {
      let desired = kind.spec.normalised(goal, as: .goal)
      let observed = kind.spec.normalised(live, as: .comparable)
      guard differ.changes(desired: desired, observed: observed, in: kind.spec).isEmpty else {
        return nil
      }
    }
    let passed = start.duration(to: clock.now)
    return Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
  }

  /// A policy as an org returns it, with what the server adds.
  private static func policy(_ number: Int) -> JSON {
    [
      "id": .string("565cdbc7-78b8-58ec-8583-\(number)"), "name": .string("policy-\(number)"),
      "description": "Automated compliance routing policy", "recordingTypes": ["voice", "chat"],
      "storageTargetId": "0d9f2d6c-7d39-5f0c-8a3e-5b1f0f1f7c11",
      "retentionPeriodDays": .number(JSONNumber(90)), "enabled": true,
      "dateCreated": "2026-11-21T08:00:00Z", "selfUri": .string("/api/v2/recording/\(number)"),
    ]
  }

  private static func goal(_ policy: JSON) -> JSON {
    var goal = policy
    for name in ["id", "dateCreated", "selfUri"] { goal[name] = nil }
    return goal
  }
}
