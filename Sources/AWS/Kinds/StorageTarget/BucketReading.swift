/// Reads what S3 tells of one bucket, everything at once that does not depend on something else.
struct BucketReading: Sendable {
  let client: S3Client
  let place: BucketInspector.Place
  /// How many pages of 1000 keys are listed under a prefix.
  let pages: Int

  /// Returns what was asked and answered, given the region that the list of buckets names.
  func findings(_ prefixes: [String], knownRegion: String?) async -> BucketFindings {
    var findings = BucketFindings(head: await head(knownRegion))
    if case .failure(let failure) = findings.head {
      // A HEAD has no body: only another call can tell bad credentials from a missing permission.
      guard failure.reason == .accessDenied || failure.reason == .other else { return findings }
      findings.encryption = await encryption()
      findings.isForeign = await isForeign(failure)
      return findings
    }
    async let encryption = encryption()
    async let configurations = client.configurations(of: place.bucket, owner: place.owner)
    async let contents = contents(prefixes)
    findings.encryption = await encryption
    let known = await configurations
    findings.configurations = known
    findings.contents = await contents
    findings.replicaRegions = await regions(of: known.replication.value?.buckets ?? [])
    return findings
  }

  private func head(_ knownRegion: String?) async -> Result<String?, S3Failure> {
    do throws(S3Failure) {
      let region = try await client.headBucket(place.bucket, owner: place.owner)
      if let region = region ?? knownRegion { return .success(region) }
      return .success(try? await client.location(of: place.bucket, owner: place.owner))
    } catch {
      if error.reason == .wrongRegion(nil), let knownRegion {
        return .failure(S3Failure(.wrongRegion(knownRegion), error.detail, line: error.line))
      }
      return .failure(error)
    }
  }

  /// Tells whether only the account that must own the bucket keeps it from answering.
  private func isForeign(_ failure: S3Failure) async -> Bool {
    guard place.owner != nil, failure.reason == .accessDenied else { return false }
    do throws(S3Failure) {
      _ = try await client.headBucket(place.bucket)
      return true
    } catch {
      return false
    }
  }

  private func encryption() async -> Result<[S3Client.EncryptionRule], S3Failure> {
    do throws(S3Failure) {
      return .success(try await client.bucketEncryption(place.bucket, owner: place.owner))
    } catch {
      return .failure(error)
    }
  }

  /// Returns the regions of other buckets, as far as S3 tells them.
  private func regions(of buckets: [String]) async -> [String: String] {
    var regions: [String: String] = [:]
    for bucket in buckets {
      do throws(S3Failure) {
        regions[bucket] = try await client.headBucket(bucket)
      } catch {
        if case .wrongRegion(let region?) = error.reason { regions[bucket] = region }
      }
    }
    return regions
  }

  private func contents(_ prefixes: [String]) async -> [String: Result<BucketContents, S3Failure>] {
    var contents: [String: Result<BucketContents, S3Failure>] = [:]
    for prefix in prefixes { contents[prefix] = await self.contents(prefix) }
    return contents
  }

  private func contents(_ prefix: String) async -> Result<BucketContents, S3Failure> {
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
