internal import AWS
internal import Genesys
internal import Manifests
internal import Reconciler

extension Session {
  /// Whether the objects of a collection live in AWS.
  func isInAWS(_ collection: String) -> Bool {
    let kind = pieces.byCollection[collection] ?? kinds.kinds[collection]
    return kind?.wires[environment.genesys.profile]?.service == .aws
  }

  /// Returns the collections of AWS that hold objects, by what those should be and the ids they have.
  func awsReadings(
    goals: [AWSReader.Goal], ids: [(address: Address, id: String)]
  ) -> [AWSReader.Reading] {
    var readings: [String: AWSReader.Reading] = [:]
    func note(_ address: Address, _ change: (inout AWSReader.Reading) -> Void) {
      let name = address.collection
      guard isInAWS(name), let kind = pieces.byCollection[name] else { return }
      change(&readings[name, default: AWSReader.Reading(kind)])
    }
    for goal in goals { note(goal.address) { $0.goals.append(goal) } }
    for (address, id) in ids { note(address) { $0.ids.append(id) } }
    return readings.values.sorted { $0.kind.name < $1.kind.name }
  }
}
