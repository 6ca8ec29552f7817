import JSON
import Reconciler
import World

let noon = Timestamp(seconds: 1_795_262_400)

func sampleObject(_ name: String, id: String? = nil, owner: String = "acme/cc") -> AppliedObject {
  AppliedObject(
    address: Address(kind: "Webhook", name: name), id: id ?? "id-\(name)", owner: owner,
    spec: ["name": .string(name), "number": .number(JSONNumber(validated: "1.50"))],
    fingerprints: ["/spec/secret": "ab:cd"], deletionPolicy: .abandon, labels: ["team": "wfo"],
    run: "r-1", time: noon)
}

func sampleRun(_ id: String, at time: Timestamp = noon) -> RunRecord {
  RunRecord(
    id: id, environment: "dev", owner: "acme/cc", actor: "ada", commit: "c0ffee", started: time,
    plan: ["format": "gcsync.plan/1"])
}
