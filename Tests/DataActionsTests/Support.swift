import AWS
import Codecs
import Curl
import DataActions
import Foundation
import HTTP
import JSON
import Synchronization
import TestSupport
import Testing
import World

/// Reads the source block of a manifest that is right.
func source(_ text: String) throws -> S3Source {
  try S3Source.decode(JSON.parse(text)).get()
}

/// Runs the query of a source over a file that comes in pieces of so many bytes.
func rows(
  of text: String, _ source: S3Source, _ format: RowFormat? = nil, input: JSON = [:],
  piece: Int = .max
) throws(SourceFailure) -> JSON {
  let format = format ?? source.format ?? .csv(source.table)
  let stream = try RowStream(source.query.bound(to: input), format, .none)
  let bytes = Array(text.utf8)
  var start = 0
  var isWanted = true
  while start < bytes.count, isWanted {
    let part = Array(bytes[start...].prefix(piece))
    isWanted = try part.withUnsafeBufferPointer { buffer throws(SourceFailure) in
      try stream.feed(buffer)
    }
    start += part.count
  }
  if isWanted { try stream.finish() }
  return try stream.result()
}

/// A log of accesses that a test can look at.
final class AccessLog: Sendable {
  private let kept = Mutex<[AccessEntry]>([])

  var entries: [AccessEntry] { kept.withLock { $0 } }

  func add(_ entry: AccessEntry) { kept.withLock { $0.append(entry) } }
}

/// A connection with credentials that no answer may show.
func connection(
  _ transport: any Transport = CurlTransport(CurlConfiguration(userAgent: "gcsync-tests")),
  endpoint: String, _ clock: VirtualWorld
) -> S3Connection {
  S3Connection(
    transport: transport,
    credentials: AWSCredentials(
      accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("never shown in any answer")),
    endpoint: URL(parsing: endpoint), world: clock.world, allowedHosts: AllowedHosts())
}

/// A service that reads through a transport, or from a server on 127.0.0.1.
func service(
  _ transport: any Transport = CurlTransport(CurlConfiguration(userAgent: "gcsync-tests")),
  endpoint: String = "http://127.0.0.1:1", _ clock: VirtualWorld, _ log: AccessLog,
  partBytes: Int = 8 << 20
) -> S3RowService {
  S3RowService(
    connection(transport, endpoint: endpoint, clock), region: "us-east-1", world: clock.world,
    reader: ObjectReader(partBytes: partBytes), audit: { log.add($0) })
}

extension S3RowService {
  /// Answers an action that is called with some input.
  func answer(_ source: S3Source, _ input: JSON = [:]) async throws(SourceFailure) -> JSON {
    try await answer(Call(action: "lookup", actor: "ada", input: input), from: source)
  }
}

typealias URL = HTTP.URL
