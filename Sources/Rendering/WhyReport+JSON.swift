internal import JSON
internal import World

extension WhyReport {
  /// The report for machines: `schemas/output/why.json`.
  var document: JSON {
    var document: JSONObject = [
      "format": "gcsync.why/1", "address": .string(address), "environment": .string(environment),
      "declared": .bool(source != nil), "source": source.map(JSON.string) ?? .null,
      "owner": .string(owner), "deletionPolicy": deletionPolicy.map(JSON.string) ?? .null,
      "labels": .object(JSONObject(labels.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
      "fields": .array(leaves.map(Self.document)),
      "refersTo": .array(refersTo.map(Self.document)),
      "referredToBy": .array(referredToBy.map(Self.document)),
      "applied": .array(applied.map(Self.document)),
      "baseline": .array(
        agreements.map { agreement in
          [
            "path": .string(agreement.path), "reason": .string(agreement.reason),
            "expires": .string(agreement.expires.rfc3339), "source": .string(agreement.source),
          ]
        }),
      "rules": .array(
        objections.map { objection in
          [
            "rule": .string(objection.rule), "level": .string(objection.level),
            "message": .string(objection.message),
          ]
        }),
    ]
    document["live"] = changes.map { changes in
      let isThere = changes.allSatisfy { $0["action"] != "create" }
      let state = changes.isEmpty ? "in-sync" : isThere ? "differs" : "missing"
      return ["state": .string(state), "changes": .array(changes)]
    }
    return .object(document)
  }

  private static func document(_ leaf: Leaf) -> JSON {
    [
      "path": .string(leaf.path), "value": leaf.value, "source": .string(leaf.source),
      "steps": .array(leaf.steps),
    ]
  }

  private static func document(_ link: Link) -> JSON {
    [
      "address": .string(link.address), "path": .string(link.path),
      "external": .bool(link.isExternal),
    ]
  }

  private static func document(_ object: Applied) -> JSON {
    [
      "address": .string(object.address), "id": .string(object.id),
      "owner": .string(object.owner), "run": .string(object.run),
      "time": .string(object.time.rfc3339), "actor": object.actor.map(JSON.string) ?? .null,
      "commit": object.commit.map(JSON.string) ?? .null,
    ]
  }
}
