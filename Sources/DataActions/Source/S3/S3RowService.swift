package import AWS
internal import Codecs
package import JSON
internal import Synchronization
package import World

/// Answers actions from objects in S3, and keeps account of each access.
package final class S3RowService: Sendable {
  private let connection: S3Connection
  /// The region of sources that name none.
  private let region: String
  private let world: World
  private let reader: ObjectReader
  private let prices: PriceTable
  /// Whether what is read leaves AWS, which costs more.
  private let leavesAWS: Bool
  /// What the audit calls the program that reads.
  private let name: String
  private let audit: @Sendable (AccessEntry) throws(FileError) -> Void
  /// What says whether an object may be read before it is; nil leaves it to S3.
  private let permission: ReadPermission?
  private let state: Mutex<State>

  private struct State {
    var cache: MetadataCache
    var cost = MonthlyCost()
    var profile = AccessProfile()
  }

  package init(
    _ connection: S3Connection, region: String, world: World, reader: ObjectReader = ObjectReader(),
    cache: MetadataCache = MetadataCache(), prices: PriceTable = .list, leavesAWS: Bool = true,
    name: String = "gcsync", permission: ReadPermission? = nil,
    audit: @escaping @Sendable (AccessEntry) throws(FileError) -> Void
  ) {
    self.connection = connection
    self.region = region
    self.world = world
    self.reader = reader
    self.prices = prices
    self.leavesAWS = leavesAWS
    self.name = name
    self.permission = permission
    self.audit = audit
    state = Mutex(State(cache: cache))
  }

  /// One invocation of an action.
  package struct Call: Sendable {
    package let action: String
    package let actor: String
    package let input: JSON

    package init(action: String, actor: String, input: JSON) {
      self.action = action
      self.actor = actor
      self.input = input
    }
  }

  /// What all accesses so far come to.
  package var profile: JSON { state.withLock { $0.profile.json } }

  /// Returns what the rows of an action's object come to.
  ///
  /// An access that the audit does not take gives nothing.
  package func answer(_ call: Call, from source: S3Source) async throws(SourceFailure) -> JSON {
    let start = world.instant()
    var access = Access(region: source.region ?? region)
    var outcome: Result<JSON, SourceFailure>
    do throws(SourceFailure) {
      outcome = .success(try await read(source, call.input, &access))
    } catch {
      outcome = .failure(error)
    }
    let entry = entry(of: call, source, access, outcome, since: start)
    state.withLock { $0.profile.record(entry) }
    do throws(FileError) {
      try audit(entry)
    } catch {
      outcome = unaudited(outcome, error)
    }
    let result = try outcome.mapError {
      SourceFailure(
        $0.reason, "Data action execution failed: \($0.description)",
        detail: $0.detail)
    }.get()
    guard source.hasDetails else { return result }
    var details = detailed(result, source, access, entry)
    if source.asksMonthlyCost {
      details["cost_tracking"]?["monthly_cost_usd"] = await monthlyCost()
    }
    return details
  }
}

extension S3RowService {
  /// What became of one access so far.
  private struct Access {
    let region: String
    var key = ""
    var head: S3Client.ObjectHead?
    var tally = ObjectReader.Tally()
    var rows = 0
  }

  private func read(
    _ source: S3Source, _ input: JSON, _ access: inout Access
  ) async throws(SourceFailure) -> JSON {
    access.key = try source.key.key(for: input)
    let query = try source.query.bound(to: input)
    guard let client = connection.client(region: access.region) else {
      throw SourceFailure(
        .denied, "there are no AWS credentials for region \(access.region); set them as for plan")
    }
    if source.isSimulated,
      let objection = await permission?.objection(to: source.bucket, access.key)
    {
      throw objection
    }
    let (head, isCached) = try await head(of: source, client, &access)
    do throws(SourceFailure) {
      return try await rows(source, query, head, client, &access)
    } catch {
      guard error.reason == .replaced || error.reason == .notFound else { throw error }
      state.withLock { $0.cache.forget(place(of: source, access)) }
      // What was known of the object was old, and nothing of it has been taken yet.
      guard isCached, access.tally.bytes == 0 else { throw error }
      let (head, _) = try await self.head(of: source, client, &access)
      return try await rows(source, query, head, client, &access)
    }
  }

  private func rows(
    _ source: S3Source, _ query: RowQuery, _ head: S3Client.ObjectHead, _ client: S3Client,
    _ access: inout Access
  ) async throws(SourceFailure) -> JSON {
    let compression = try source.compression(
      of: access.key, contentEncoding: head.contentEncoding)
    let stream = try RowStream(query, try source.format(of: access.key), compression)
    var isWanted = true
    do throws(SourceFailure) {
      try await reader.read(
        source.bucket, access.key, head, through: client, tally: &access.tally
      ) { bytes throws(SourceFailure) in
        isWanted = try stream.feed(bytes)
        return isWanted
      }
      if isWanted { try stream.finish() }
    } catch {
      access.rows = stream.rowsRead
      guard error.reason == .malformed else { throw error }
      throw SourceFailure(
        .malformed, "parsing failed for \(access.key): \(error.description)",
        detail: "parsing failed: \(error.description)")
    }
    access.rows = stream.rowsRead
    return try stream.result()
  }

  /// Returns an object's head, from memory where it was read a short while ago.
  private func head(
    of source: S3Source, _ client: S3Client, _ access: inout Access
  ) async throws(SourceFailure) -> (S3Client.ObjectHead, isCached: Bool) {
    let place = place(of: source, access)
    if let head = state.withLock({ $0.cache.value(of: place, at: world.instant()) }) {
      access.head = head
      return (head, true)
    }
    access.tally.requests += 1
    do throws(S3Failure) {
      let head = try await client.headObject(source.bucket, access.key)
      state.withLock { $0.cache.insert(head, of: place, at: world.instant()) }
      access.head = head
      return (head, false)
    } catch {
      throw SourceFailure(error, source.bucket, access.key)
    }
  }

  private func place(of source: S3Source, _ access: Access) -> ObjectPlace {
    ObjectPlace(region: access.region, bucket: source.bucket, key: access.key)
  }
}

extension S3RowService {
  /// Returns what becomes of an access that the audit did not take: nothing is given, and who asked
  /// is told so; why an access failed stays what it is.
  private func unaudited(
    _ outcome: Result<JSON, SourceFailure>, _ error: FileError
  ) -> Result<JSON, SourceFailure> {
    world.log.emit(
      .problem(
        .error, code: "audit-not-written",
        message: "an access to S3 could not be audited: \(error)",
        address: nil, hint: "make room for it, or let --audit name another file", place: nil))
    let said = "the audit could not be written: \(error)"
    guard case .failure(let failure) = outcome else {
      return .failure(SourceFailure(.other, "the audit could not be written", detail: said))
    }
    return .failure(
      SourceFailure(
        failure.reason, "\(failure.description); the audit of this access could not be written",
        detail: (failure.detail.map { "\($0); " } ?? "") + said))
  }

  private func entry(
    of call: Call, _ source: S3Source, _ access: Access, _ outcome: Result<JSON, SourceFailure>,
    since start: ContinuousClock.Instant
  ) -> AccessEntry {
    var error = ""
    if case .failure(let failure) = outcome { error = failure.description }
    return AccessEntry(
      time: world.now(), actor: call.actor, action: call.action, bucket: source.bucket,
      key: access.key, tag: access.head?.tag, status: error.isEmpty ? .success : .failed,
      bytes: access.tally.bytes, rows: access.rows, requests: access.tally.requests,
      duration: start.duration(to: world.instant()), error: error, source: name)
  }

  /// What the guide's payload has beside the rows.
  static let details = ["metadata", "cost_tracking", "profiler_snapshot", "audit_log"]

  /// Adds what the guide's payload has beside the rows; a token is not among it.
  private func detailed(
    _ result: JSON, _ source: S3Source, _ access: Access, _ entry: AccessEntry
  ) -> JSON {
    var result = result
    let cost = CostEstimate(
      requests: access.tally.requests, bytes: access.tally.bytes, region: access.region,
      leavesAWS: leavesAWS)
    result["metadata"] = access.head.map { metadata($0, source, access) } ?? .null
    result["cost_tracking"] = cost.json(by: prices)
    result["profiler_snapshot"] = profile
    result["audit_log"] = entry.json
    return result
  }

  /// Returns what S3 cost the account in the last 30 days, or null where nobody says.
  private func monthlyCost() async -> JSON {
    if let known = state.withLock({ $0.cost.known(at: world.instant()) }) { return known }
    var amount = JSON.null
    if let client = connection.aws.client(.costExplorer, region: region) {
      do throws(AWSFailure) {
        amount =
          try await MonthlyCost.ask(client, today: world.now()).flatMap { try? JSON.parse($0.text) }
          ?? .null
      } catch {
        world.log.emit(
          .problem(
            .warning, code: "monthly-cost",
            message: "Cost Explorer gives no figure: \(error.message)",
            address: nil, hint: "allow ce:GetCostAndUsage, or leave monthlyCost out", place: nil))
      }
    }
    state.withLock { $0.cost.learn(amount, at: world.instant()) }
    return amount
  }

  private func metadata(
    _ head: S3Client.ObjectHead, _ source: S3Source, _ access: Access
  ) -> JSON {
    var object: JSONObject = [
      "bucket": .string(source.bucket), "key": .string(access.key),
      "content_type": .string(head.contentType),
      "content_length": .number(JSONNumber(head.bytes)),
      "last_modified": head.modified.map { .string($0.rfc3339) } ?? .null,
      "etag": head.tag.map { .string($0.filter { $0 != "\"" }) } ?? .null,
      "storage_class": .string(head.storageClass),
    ]
    if let version = head.versionID { object["version_id"] = .string(version) }
    return .object(object)
  }
}
