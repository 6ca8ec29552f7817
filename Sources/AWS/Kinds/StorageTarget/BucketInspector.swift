package import World

/// Asks AWS about the buckets of storage targets, each bucket once however many targets share it.
///
/// The checks end as a `Block` of the target's address: what depends on a bucket that cannot take
/// recordings is not written, and everything else is.
package struct BucketInspector: Sendable {
  private let connection: S3Connection
  private let surroundings: SurroundingsReading
  /// How many pages of 1000 keys are listed under a prefix.
  private let pages: Int
  private let world: World
  private let genesys: GenesysAccount
  /// How many buckets are asked at once.
  static let width = 8

  /// Makes an inspector; without a reader what stands outside S3 is not known.
  package init(
    _ connection: S3Connection, world: World, pages: Int = 10,
    account: (any AccountReader)? = nil, genesys: GenesysAccount = .commercial,
    simulates: Bool = false
  ) {
    self.connection = connection
    self.world = world
    self.pages = pages
    self.genesys = genesys
    surroundings = SurroundingsReading(reader: account, simulates: simulates)
  }

  struct Place: Hashable, Sendable {
    let bucket: String
    let region: String
    let owner: String?

    init(_ target: StorageTargetCheck) {
      bucket = target.bucket
      region = target.region
      owner = target.owner
    }
  }

  /// Checks the buckets of targets and reports on each target, in their order.
  package func inspect(_ targets: [StorageTargetCheck]) async -> [BucketReport] {
    guard let first = targets.first else { return [] }
    let account = await account(region: first.region)
    let prefixes = Dictionary(grouping: targets, by: Place.init)
      .mapValues { Set($0.map(\.prefix)).sorted() }
    var found = await withTaskGroup(of: (Place, BucketFindings).self) { group in
      var found: [Place: BucketFindings] = [:]
      for (index, place) in prefixes.keys.enumerated() {
        if index >= Self.width, let (place, findings) = await group.next() {
          found[place] = findings
        }
        group.addTask { (place, await findings(place, prefixes[place] ?? [], account)) }
      }
      for await (place, findings) in group { found[place] = findings }
      return found
    }
    await surroundings.add(to: &found, for: targets)
    return targets.compactMap { target in
      guard let findings = found[Place(target)] else { return nil }
      let report = BucketReport(target, findings, genesys, now: world.now())
      if report.problems.isEmpty {
        world.log.emit(
          .bucketValidated(bucket: target.bucket, encryption: report.encryptionType))
      }
      return report
    }
  }

  /// What the list of the account's buckets told, where it may be listed at all.
  private struct Account: Sendable {
    var regions: [String: String] = [:]
    var refusal: S3Failure?
  }

  private func account(region: String) async -> Account {
    guard let client = connection.client(region: region) else { return Account() }
    do throws(S3Failure) {
      let page = try await client.listBuckets()
      let regions = page.elements.compactMap { bucket in bucket.region.map { (bucket.name, $0) } }
      return Account(regions: Dictionary(regions, uniquingKeysWith: { first, _ in first }))
    } catch {
      return Account(refusal: error.reason == .credentials ? error : nil)
    }
  }

  private func findings(
    _ place: Place, _ prefixes: [String], _ account: Account
  ) async -> BucketFindings {
    guard connection.hasCredentials else {
      return BucketFindings(
        head: .failure(S3Failure(.credentials, "there are none in the environment", line: "")))
    }
    if let refusal = account.refusal { return BucketFindings(head: .failure(refusal)) }
    guard let client = connection.client(region: place.region) else {
      return BucketFindings(
        head: .failure(S3Failure(.other, "the region is not a region's name", line: "")))
    }
    return await BucketReading(client: client, place: place, pages: pages)
      .findings(prefixes, knownRegion: account.regions[place.bucket])
  }
}
