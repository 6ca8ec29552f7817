package import JSON
package import World

/// What a manifest published: the copy by which gcsync acts from then on, whatever the manifest says.
package struct Publication: Sendable, Hashable {
  /// Who published it, and from what.
  package struct Provenance: Sendable, Hashable {
    /// The project, which alone may prune it.
    package let owner: String
    package let actor: String
    /// The commit of the manifests, where they are in a repository.
    package let commit: String?
    /// The hash of all resolved manifests.
    package let manifests: String?
    package let run: String

    package init(owner: String, actor: String, commit: String?, manifests: String?, run: String) {
      (self.owner, self.actor, self.commit) = (owner, actor, commit)
      (self.manifests, self.run) = (manifests, run)
    }
  }

  package let kind: String
  package let id: String
  /// The resolved spec.
  package let spec: JSON
  package let provenance: Provenance
  /// When this very spec was published.
  package let time: Timestamp
  /// When the object was first published, whatever it said then.
  package let since: Timestamp

  package init(
    kind: String, id: String, spec: JSON, provenance: Provenance, time: Timestamp, since: Timestamp
  ) {
    (self.kind, self.id, self.spec, self.provenance) = (kind, id, spec, provenance)
    (self.time, self.since) = (time, since)
  }

  package var name: String { spec["name"]?.string ?? id }
}

extension Publication {
  static let format = "gcsync.publication/1"

  var json: JSON {
    var object: JSONObject = [
      "format": .string(Self.format), "kind": .string(kind), "id": .string(id), "spec": spec,
      "owner": .string(provenance.owner), "actor": .string(provenance.actor),
      "run": .string(provenance.run), "time": .string(time.rfc3339),
      "since": .string(since.rfc3339),
    ]
    object["commit"] = provenance.commit.map(JSON.string)
    object["manifests"] = provenance.manifests.map(JSON.string)
    return .object(object)
  }

  init?(_ json: JSON) {
    guard json["format"]?.string == Self.format, let kind = json["kind"]?.string,
      let id = json["id"]?.string, let spec = json["spec"], let owner = json["owner"]?.string,
      let actor = json["actor"]?.string, let run = json["run"]?.string,
      let time = json["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
      let since = json["since"]?.string.flatMap({ Timestamp(rfc3339: $0) })
    else { return nil }
    self.init(
      kind: kind, id: id, spec: spec,
      provenance: Provenance(
        owner: owner, actor: actor, commit: json["commit"]?.string,
        manifests: json["manifests"]?.string, run: run),
      time: time, since: since)
  }
}
