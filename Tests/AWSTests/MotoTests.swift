import AWS
import Curl
import Diagnostics
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

/// The checks of buckets and the state, in front of an S3 nobody here wrote.
@Suite struct MotoTests {
  private let clock = VirtualWorld()

  private func start() async -> (Moto, S3Connection)? {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return nil
    }
    let connection = S3Connection(
      transport: CurlTransport(CurlConfiguration(userAgent: "gcsync-tests")),
      credentials: testCredentials, endpoint: URL(parsing: moto.url), world: clock.world,
      allowedHosts: AllowedHosts())
    return (moto, connection)
  }

  @Test func `moto's buckets are judged by their encryption and their absence`() async throws {
    guard let (moto, connection) = await start() else { return }
    #expect(await moto.makeBucket("plain"))
    #expect(await moto.makeBucket("sealed", encryption: "AES256"))
    #expect(await moto.makeBucket("keyed", encryption: "aws:kms"))
    let targets = ["plain", "sealed", "keyed", "absent"].map {
      target($0, bucket: $0, region: "us-east-1")
    }
    let reports = await BucketInspector(connection, world: clock.world).inspect(targets)
    #expect(
      reports.map { $0.problems.map(\.code) } == [
        ["bucket-not-encrypted"], [], ["encryption-mismatch"], ["bucket-not-found"],
      ])
    #expect(reports.map(\.bucketExists) == [true, true, true, false])
    #expect(reports.map(\.encryptionType) == [nil, "AES256", "aws:kms", nil])
    withExtendedLifetime(moto) {}
  }

  @Test func `moto's policies, locks and rules are read as they are`() async throws {
    guard let (moto, connection) = await start() else { return }
    #expect(await moto.makeBucket("calls", encryption: "AES256"))
    let s3 = try #require(connection.aws.client(.s3, region: "us-east-1"))
    func put(_ name: String, _ body: String) async throws {
      _ = try await s3.rest(
        "Put", .put, "/calls", query: [URL.QueryItem(name, "")], body: Array(body.utf8))
    }
    let target = target(
      "t", bucket: "calls", region: "us-east-1", owner: ownAccount, role: ownRole, days: 365)
    func codes() async -> Set<String> {
      let reports = await BucketInspector(connection, world: clock.world).inspect([target])
      return Set(reports.flatMap(\.findings).map(\.code))
    }
    let bare = await codes()
    #expect(
      bare.isSuperset(of: ["tls-not-required", "public-access-not-blocked", "versioning-off"]))
    #expect(!bare.contains("bucket-checks-unknown"), "moto has all that is read: \(bare)")
    try await put(
      "policy",
      tlsPolicy(["arn:aws:s3:::calls", "arn:aws:s3:::calls/*"], action: "s3:PutObject").text)
    try await put("publicAccessBlock", publicAccessBlock())
    try await put(
      "versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
    try await put(
      "lifecycle",
      "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><Prefix>voice</Prefix>"
        + "</Filter><Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>")
    let set = await codes()
    #expect(
      set.isSuperset(of: [
        "tls-partly-required", "lifecycle-expires-early", "lifecycle-keeps-versions",
      ]))
    #expect(set.isDisjoint(with: ["public-access-not-blocked", "versioning-off"]))
    withExtendedLifetime(moto) {}
  }

  @Test func `moto takes a state, and gives the lease to one`() async throws {
    guard let (moto, connection) = await start() else { return }
    #expect(await moto.makeBucket("state"))
    let objects = try #require(connection.objects(in: "state", region: "us-east-1"))
    func open() -> S3StateStore {
      S3StateStore(objects, prefix: "a b/ü", environment: "dev", world: clock.world)
    }
    let now = clock.world.now()
    let lease = Lease(
      run: "r-1", holder: "ada", acquired: now, expires: now.advanced(by: .seconds(60)))
    let other = Lease(run: "r-2", holder: "bo", acquired: now, expires: lease.expires)
    let (first, second) = (open(), open())
    #expect(try await first.lease() == nil)
    #expect(try await first.acquire(lease, at: now) == .acquired(takenOver: nil))
    #expect(try await second.acquire(other, at: now) == .held(lease))
    #expect(try await first.renew(lease))
    try await writeRun("r-1", to: first)
    #expect(try await second.applied().all.map(\.address.name) == ["one", "two"])
    #expect(try await second.runs().map(\.state) == [.done])
    try await first.release(lease)
    #expect(try await second.acquire(other, at: now) == .acquired(takenOver: nil))
    await #expect(throws: StateFailure.self) { try await writeRun("r-1", to: second) }
    withExtendedLifetime(moto) {}
  }

  /// Enters a run of two objects, each in a segment of its own.
  private func writeRun(_ run: String, to state: S3StateStore) async throws {
    let now = clock.world.now()
    try await state.begin(
      RunRecord(
        id: run, environment: "dev", owner: "acme/cc", actor: "ada", commit: nil, started: now,
        plan: [:]))
    for name in ["one", "two"] {
      let object = AppliedObject(
        address: Address(kind: "Webhook", name: name), id: name, owner: "acme/cc", spec: [:],
        run: run, time: now)
      try await state.append(
        [JournalEntry(object.address, .applied, at: now, change: .set(object))], to: run)
    }
    try await state.update(run, state: .done, finished: now, summary: [:])
  }

  @Test func `an endpoint that answers an error in HTML is a clear failure of each call`()
    async throws
  {
    let page = "<!doctype html><html><title>500 Internal Server Error</title></html>"
    let transport = ScriptedTransport { _, _ in
      .status(500, headers: ["Content-Type": "text/html"], body: page)
    }
    let connection = connection(transport, clock)
    let reports = await BucketInspector(connection, world: clock.world).inspect([target()])
    #expect(reports.flatMap(\.problems).map(\.code) == ["s3-unknown"])
    #expect(
      reports.first?.problems.first?.message
        == "bucket calls could not be checked: S3 answered status 500")
    #expect(reports.first?.bucketExists == nil && reports.first?.encryptionEnabled == nil)
    let objects = try #require(connection.objects(in: "state", region: "eu-west-1"))
    let state = S3StateStore(objects, prefix: "", environment: "dev", world: clock.world)
    let failure = await #expect(throws: StateFailure.self) { try await state.applied() }
    #expect(failure?.problem.code == "state-unusable")
    #expect(
      failure?.problem.message == "s3://state/dev/applied.json: S3 answered status 500")
  }

  @Test func `a bucket that cannot be reached is unreachable and not empty`() async throws {
    let transport = ScriptedTransport { _, _ in
      .failure(TransportError(.refused, "connection refused", mayHaveBeenSent: false))
    }
    let objects = try #require(
      connection(transport, clock).objects(in: "state", region: "eu-west-1"))
    let state = S3StateStore(objects, prefix: "p", environment: "dev", world: clock.world)
    let failure = await #expect(throws: StateFailure.self) { try await state.runs() }
    #expect(failure?.problem.code == "state-unreachable")
    #expect(failure?.problem.message.hasPrefix("s3://state/p/dev/runs/: ") == true)
  }
}
