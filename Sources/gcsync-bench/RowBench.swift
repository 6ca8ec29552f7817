import AWS
import Curl
import DataActions
import Glibc
import HTTP
import JSON
import World

/// Reads a table over HTTP and filters it, as an action does whose source is an object in S3.
enum RowBench {
  private static let world = World(
    now: { Timestamp(seconds: Int64(time(nil))) }, instant: { .now },
    sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) },
    environment: { _ in nil }, log: .silent)

  /// Runs the source block of a manifest against a server of objects; returns the answer.
  static func answer(_ url: URL, source text: String) async throws -> JSON {
    let source = try S3Source.decode(JSON.parse(text)).get()
    let connection = S3Connection(
      transport: CurlTransport(CurlConfiguration(userAgent: "gcsync-bench")),
      credentials: AWSCredentials(accessKeyID: "bench", secretAccessKey: Secret("bench")),
      endpoint: url,
      world: world, allowedHosts: AllowedHosts())
    let service = S3RowService(
      connection, region: "us-east-1", world: world, name: "gcsync-bench", audit: { _ in })
    return try await service.answer(
      S3RowService.Call(action: "bench", actor: "bench", input: [:]), from: source)
  }
}
