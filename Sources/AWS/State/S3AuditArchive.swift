internal import HTTP
package import Reconciler
package import World

/// The audit reports of one environment on S3, beside its `S3StateStore`.
///
/// A report is written once, `audit/<run>.json`; the chain, `audit/chain.jsonl`, is rewritten under
/// `If-Match` with one line more, so that of two writers one goes behind the other.
package struct S3AuditArchive: AuditArchive {
  private static let folder = "audit/"
  private static let chainName = "audit/chain.jsonl"

  private let objects: StateObjects

  package init(_ objects: S3Objects, prefix: String, environment: String, world: World) {
    self.objects = StateObjects(
      objects, prefix: S3StateStore.prefix(prefix, environment), world: world)
  }

  package func write(
    _ run: String, _ report: @Sendable (_ attempt: Int) -> AuditReport
  ) async throws(StateFailure) -> (report: AuditReport, place: String) {
    let written = try await objects.trying(Self.folder) {
      _ async throws(StateFailure) -> AuditReport? in
      let report = report(try await nextAttempt(of: run))
      return try await store(report) ? report : nil
    }
    try await enchain(written)
    return (written, objects.url(Self.name(of: written.name)))
  }

  package func report(of run: String) async throws(StateFailure) -> [UInt8]? {
    try await objects.bytes(Self.name(of: run))?.bytes
  }

  package func reports(of runs: [String]) async throws(StateFailure) -> [String: [UInt8]] {
    let names = Array(Set(runs))
    let found = try await objects.each(names) {
      run async throws(StateFailure) -> (String, [UInt8]?) in (run, try await report(of: run))
    }
    return Dictionary(uniqueKeysWithValues: found).compactMapValues { $0 }
  }

  package func chain() async throws(StateFailure) -> [UInt8] {
    try await present()?.bytes ?? []
  }

  /// Writes a report, and returns false where its name has gone to another.
  private func store(_ report: AuditReport) async throws(StateFailure) -> Bool {
    let name = Self.name(of: report.name)
    let outcome = try await objects.put(report.bytes, to: name, expecting: .absent)
    guard outcome == .beaten else { return true }
    return try await objects.bytes(name)?.bytes == report.bytes
  }

  private func enchain(_ report: AuditReport) async throws(StateFailure) {
    try await objects.trying(Self.chainName) { isFirst async throws(StateFailure) -> Bool? in
      let present = try await present()
      let chain = present?.bytes ?? []
      // An earlier attempt was made although its answer was lost.
      if !isFirst, AuditChain.holds(report, in: chain) { return true }
      let tag = try present.map { object throws(StateFailure) in
        try objects.tag(of: object, Self.chainName)
      }
      let outcome = try await objects.put(
        chain + AuditChain.entry(of: report, after: chain), to: Self.chainName,
        expecting: tag.map { .unchanged(since: $0) } ?? .absent)
      return outcome == .beaten ? nil : true
    }
  }

  private func present() async throws(StateFailure) -> S3Objects.Object? {
    guard let object = try await objects.bytes(Self.chainName) else { return nil }
    guard object.bytes.last == UInt8(ascii: "\n") else {
      throw .corrupt(
        objects.url(Self.chainName), object.bytes.isEmpty ? "it is empty" : "it is cut off")
    }
    return object
  }

  private func nextAttempt(of run: String) async throws(StateFailure) -> Int {
    let stem = Self.name(of: run).dropLast(".json".count)
    let names = Set(try await objects.names(in: String(stem) + "."))
    guard names.contains(Self.name(of: run)) else { return 1 }
    var attempt = 2
    while names.contains(Self.name(of: "\(run).\(attempt)")) { attempt += 1 }
    return attempt
  }

  private static func name(of run: String) -> String {
    "\(folder)\(URL.percentEncoded(segment: run)).json"
  }
}
