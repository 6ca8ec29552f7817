package import AWS

/// Reads an object by ranges: several at once, handed over in their order, with no more than that held.
package struct ObjectReader: Sendable {
  /// How many bytes one request asks for.
  package var partBytes: Int
  /// How many parts are on their way or waiting for their turn.
  package var parts: Int

  package init(partBytes: Int = 8 << 20, parts: Int = 3) {
    self.partBytes = max(1, partBytes)
    self.parts = max(1, parts)
  }

  /// What reading came to: how much was asked for and handed over.
  package struct Tally: Sendable, Hashable {
    package var requests = 0
    package var bytes = 0
  }

  /// A part on its way back.
  private struct Part: Sendable {
    let index: Int
    let outcome: Result<[UInt8], S3Failure>
  }

  /// Reads an object as it was when its head was read, until the closure returns false or throws.
  ///
  /// A part that is lost with its connection is asked for again by its range, which costs no more than that
  /// part. The next part is asked for only when one has been taken, so that a slow reader slows the
  /// reading and holds no memory.
  package func read(
    _ bucket: String, _ key: String, _ head: S3Client.ObjectHead, through client: S3Client,
    tally: inout Tally,
    _ take: (UnsafeBufferPointer<UInt8>) throws(SourceFailure) -> Bool
  ) async throws(SourceFailure) {
    let count = (head.bytes + partBytes - 1) / partBytes
    let outcome = await withTaskGroup(of: Part.self) { group -> SourceFailure? in
      var (asked, taken) = (0, 0)
      var waiting: [Int: [UInt8]] = [:]
      func ask() {
        guard asked < count else { return }
        let index = asked
        let range = index * partBytes..<min((index + 1) * partBytes, head.bytes)
        asked += 1
        tally.requests += 1
        group.addTask {
          do throws(S3Failure) {
            let bytes = try await client.objectPart(bucket, key, range, of: head)
            return Part(index: index, outcome: .success(bytes))
          } catch {
            return Part(index: index, outcome: .failure(error))
          }
        }
      }
      for _ in 0..<parts { ask() }
      while let part = await group.next() {
        switch part.outcome {
        case .failure(let failure):
          group.cancelAll()
          return SourceFailure(failure, bucket, key)
        case .success(let bytes): waiting[part.index] = bytes
        }
        while let bytes = waiting.removeValue(forKey: taken) {
          taken += 1
          tally.bytes += bytes.count
          do throws(SourceFailure) {
            let isWanted = try bytes.withUnsafeBufferPointer { buffer throws(SourceFailure) in
              try take(buffer)
            }
            guard isWanted else {
              group.cancelAll()
              return nil
            }
          } catch {
            group.cancelAll()
            return error
          }
          ask()
        }
      }
      return nil
    }
    if let outcome { throw outcome }
  }
}
