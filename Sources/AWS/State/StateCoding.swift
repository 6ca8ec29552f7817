internal import JSON
internal import Reconciler
internal import World

extension Lease {
  var json: JSON {
    [
      "run": .string(run), "holder": .string(holder), "acquired": .string(acquired.rfc3339),
      "expires": .string(expires.rfc3339),
    ]
  }

  init?(_ json: JSON) {
    guard let run = json["run"]?.string, let holder = json["holder"]?.string,
      let acquired = json["acquired"]?.time, let expires = json["expires"]?.time
    else { return nil }
    self.init(run: run, holder: holder, acquired: acquired, expires: expires)
  }
}

extension AppliedObject {
  var json: JSON {
    [
      "address": .string(address.description), "id": .string(id), "owner": .string(owner),
      "spec": spec, "fingerprints": .texts(fingerprints),
      "deletionPolicy": .string(deletionPolicy.rawValue), "labels": .texts(labels),
      "run": .string(run), "time": .string(time.rfc3339),
    ]
  }

  init?(_ json: JSON) {
    guard let address = json["address"]?.string.flatMap(Address.init(parsing:)),
      let id = json["id"]?.string, let owner = json["owner"]?.string, let spec = json["spec"],
      let fingerprints = json["fingerprints"]?.textsByName,
      let policy = json["deletionPolicy"]?.string.flatMap(DeletionPolicy.init),
      let labels = json["labels"]?.textsByName, let run = json["run"]?.string,
      let time = json["time"]?.time
    else { return nil }
    self.init(
      address: address, id: id, owner: owner, spec: spec, fingerprints: fingerprints,
      deletionPolicy: policy, labels: labels, run: run, time: time)
  }
}

extension AppliedChange {
  fileprivate var json: JSON {
    switch self {
    case .set(let object): ["set": object.json]
    case .forget(let address): ["forget": .string(address.description)]
    }
  }

  fileprivate init?(_ json: JSON) {
    if let object = json["set"].flatMap({ AppliedObject($0) }) {
      self = .set(object)
    } else if let address = json["forget"]?.string.flatMap(Address.init(parsing:)) {
      self = .forget(address)
    } else {
      return nil
    }
  }
}

extension JournalEntry {
  var json: JSON {
    let (name, detail) = event.words
    var object: JSONObject = [
      "address": .string(address.description), "event": .string(name),
      "time": .string(time.rfc3339),
    ]
    object["detail"] = detail.map(JSON.string)
    object["id"] = id.map(JSON.string)
    object["change"] = change.map(\.json)
    return .object(object)
  }

  init?(_ json: JSON) {
    guard let address = json["address"]?.string.flatMap(Address.init(parsing:)),
      let name = json["event"]?.string, let event = Event(name, detail: json["detail"]?.string),
      let time = json["time"]?.time
    else { return nil }
    let change = json["change"].flatMap { AppliedChange($0) }
    // A change that cannot be read must not pass for none.
    guard (change == nil) == (json["change"] == nil) else { return nil }
    self.init(address, event, id: json["id"]?.string, at: time, change: change)
  }
}

extension RunRecord {
  var members: JSONObject {
    var object: JSONObject = [
      "id": .string(id), "environment": .string(environment), "owner": .string(owner),
      "actor": .string(actor), "started": .string(started.rfc3339),
      "state": .string(state.rawValue),
    ]
    object["commit"] = commit.map(JSON.string)
    object["finished"] = finished.map { .string($0.rfc3339) }
    object["summary"] = .object(
      JSONObject(
        summary.sorted { $0.key < $1.key }.map { ($0.key, .number(JSONNumber($0.value))) }))
    object["plan"] = plan
    return object
  }

  init?(_ document: StateDocument) {
    guard let id = document["id"]?.string, let environment = document["environment"]?.string,
      let owner = document["owner"]?.string, let actor = document["actor"]?.string,
      let started = document["started"]?.time,
      let state = document["state"]?.string.flatMap(State.init), let plan = document["plan"],
      let summary = document["summary"]?.object
    else { return nil }
    self.init(
      id: id, environment: environment, owner: owner, actor: actor,
      commit: document["commit"]?.string, started: started,
      finished: document["finished"]?.time, state: state, plan: plan,
      summary: Dictionary(
        summary.map { ($0.key, $0.value.int ?? 0) }, uniquingKeysWith: { first, _ in first }))
  }
}

extension JSON {
  fileprivate var time: Timestamp? { string.flatMap { Timestamp(rfc3339: $0) } }
}
