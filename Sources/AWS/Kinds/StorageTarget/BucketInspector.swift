package import World

/// Asks S3 about the buckets of storage targets, each bucket once however many targets share it.
///
/// The checks end as a `Block` of the target's address: what depends on a bucket that cannot take
/// recordings is not written, and everything else is.
package struct BucketInspector: Sendable {
  private let connection: S3Connection
  /// How many pages of 1000 keys are listed under a prefix.
  private let pages: Int
  private let world: World
  /// How many buckets are asked at once.
  private static let width = 8

  package init(_ connection: S3Connection, world: World, pages: Int = 10) {
    self.connection = connection
    self.world = world
    self.pages = pages
  }

  private struct Place: Hashable, Sendable {
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
    let found = await withTaskGroup(of: (Place, BucketFindings).self) { group in
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
    return targets.compactMap { target in
      guard let findings = found[Place(target)] else { return nil }
      let report = BucketReport(target, findings, now: world.now())
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
    var findings = BucketFindings(head: await head(client, place, account))
    if case .failure(let failure) = findings.head {
      // A HEAD has no body: only another call can tell bad credentials from a missing permission.
      guard failure.reason == .accessDenied || failure.reason == .other else { return findings }
    }
    findings.encryption = await encryption(client, place)
    guard case .success = findings.head else { return findings }
    for prefix in prefixes {
      findings.contents[prefix] = await contents(client, place, prefix)
    }
    return findings
  }

  private func head(
    _ client: S3Client, _ place: Place, _ account: Account
  ) async -> Result<String?, S3Failure> {
    do throws(S3Failure) {
      let region = try await client.headBucket(place.bucket, owner: place.owner)
      return .success(region ?? account.regions[place.bucket])
    } catch {
      if error.reason == .wrongRegion(nil), let region = account.regions[place.bucket] {
        return .failure(S3Failure(.wrongRegion(region), error.detail, line: error.line))
      }
      return .failure(error)
    }
  }

  private func encryption(
    _ client: S3Client, _ place: Place
  ) async -> Result<[S3Client.EncryptionRule], S3Failure> {
    do throws(S3Failure) {
      return .success(try await client.bucketEncryption(place.bucket, owner: place.owner))
    } catch {
      return .failure(error)
    }
  }

  private func contents(
    _ client: S3Client, _ place: Place, _ prefix: String
  ) async -> Result<BucketContents, S3Failure> {
    var contents = BucketContents()
    var token: String?
    var seen: Set<String> = []
    for _ in 0..<pages {
      do throws(S3Failure) {
        let page = try await client.listObjects(
          place.bucket, prefix: prefix, after: token, owner: place.owner)
        page.elements.forEach { contents.add($0) }
        token = page.next
      } catch {
        return .failure(error)
      }
      guard let next = token else {
        contents.isWhole = true
        break
      }
      guard seen.insert(next).inserted else {
        return .failure(S3Failure(.other, "the list of objects repeats itself", line: ""))
      }
    }
    return .success(contents)
  }
}
