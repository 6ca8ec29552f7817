internal import Diagnostics
internal import HTTP
internal import JSON
package import Reconciler
package import World

extension S3StateStore {
  private static let folder = "runs/"

  static func name(ofRun run: String) -> String {
    "\(folder)\(URL.percentEncoded(segment: run)).json"
  }

  package func runs() async throws(StateFailure) -> [RunRecord] {
    let names = try await objects.names(in: Self.folder).filter { $0.hasSuffix(".json") }
    let objects = self.objects
    let found = try await objects.each(names) {
      name async throws(StateFailure) -> (run: RunRecord, from: Int) in
      guard let stored = try await objects.read(name, .run) else {
        throw .corrupt(objects.url(name), "it is missing")
      }
      let run = try RunRecord(reading: stored.document, at: objects.url(name))
      return (run, stored.document["from"]?.int ?? 0)
    }
    return found.sorted {
      ($0.run.started, $0.from, $0.run.id) > ($1.run.started, $1.from, $1.run.id)
    }.map(\.run)
  }

  package func run(named run: String) async throws(StateFailure) -> RunRecord? {
    let name = Self.name(ofRun: run)
    guard let stored = try await objects.read(name, .run) else { return nil }
    return try RunRecord(reading: stored.document, at: objects.url(name))
  }

  package func begin(_ run: RunRecord) async throws(StateFailure) {
    var content = run.members
    content["environment"] = .string(environment)
    content["from"] = .number(JSONNumber(try await refreshed().number + 1))
    let name = Self.name(ofRun: run.id)
    let isStored = try await objects.replace(name, .run, as: Self.newWrite()) {
      $0 == nil ? content : nil
    }
    guard isStored else {
      throw StateFailure(
        .error("run-exists", "\(objects.url(name)): there is a run of this name already"))
    }
    knownRuns.insert(run.id)
    try await fold()
  }

  package func update(
    _ run: String, state: RunRecord.State, finished: Timestamp?, summary: [String: Int]
  ) async throws(StateFailure) {
    let name = Self.name(ofRun: run)
    let url = objects.url(name)
    let isStored = try await objects.replace(name, .run, as: Self.newWrite()) {
      document throws(StateFailure) -> JSONObject? in
      guard let document else { return nil }
      var record = try RunRecord(reading: document, at: url)
      (record.state, record.finished, record.summary) = (state, finished, summary)
      var content = record.members
      content["from"] = document["from"]
      return content
    }
    guard isStored else { throw .unknownRun(run, url) }
    knownRuns.insert(run)
    // What is not folded now is folded by the next run, and read until then.
    if state != .running { try? await fold() }
  }
}

extension RunRecord {
  fileprivate init(reading document: StateDocument, at url: String) throws(StateFailure) {
    guard let run = RunRecord(document) else { throw .corrupt(url, "it is not all of a run") }
    self = run
  }
}

extension StateFailure {
  static func unknownRun(_ run: String, _ url: String) -> StateFailure {
    StateFailure(
      .error(
        "unknown-run", "\(url): the state knows no run \(run)",
        hint: "gcsync history lists the runs"))
  }
}
