internal import AWS
internal import HTTP
internal import JSON
package import World

/// What sources of actions are asked through: an API over a guarded transport, S3 over a connection.
package struct SourceRuntime: Sendable {
  private let upstream: Upstream
  private let rows: S3RowService?
  private let world: World
  /// Reveals the secret that a manifest refers to.
  private let reveal: SourceHandler.Reveal
  /// Whether private addresses are asked wherever a source leads, as in tests without a network.
  private let isOffline: Bool

  package init(
    _ upstream: Upstream, rows: S3RowService?, world: World, isOffline: Bool = false,
    reveal: @escaping SourceHandler.Reveal
  ) {
    (self.upstream, self.rows, self.world) = (upstream, rows, world)
    (self.isOffline, self.reveal) = (isOffline, reveal)
  }

  /// Makes what answers an action; nil where the manifest gives it no source.
  package func served(_ action: DataAction) -> SourceHandler? {
    SourceHandler(
      action,
      ask: { request, source, secrets, deadline in
        await ask(request, source, secrets, deadline, of: action.name)
      },
      read: { input, source in await read(input, source, of: action.name) }, reveal: reveal)
  }

  private static let everything = try? AddressGuard(allowing: ["0.0.0.0/0", "::/0"])

  private func ask(
    _ request: HTTPRequest, _ source: RESTSource, _ secrets: [Secret],
    _ deadline: ContinuousClock.Instant?, of action: String
  ) async -> Result<HTTPResponse, SourceFailure> {
    guard let origin = URL(parsing: source.base) else {
      return .failure(SourceFailure(.other, "Internal Server Error: baseUrl is no URL"))
    }
    let end = deadline ?? world.instant().advanced(by: .seconds(28))
    let call = UpstreamCall(
      request, to: origin,
      addresses: isOffline ? Self.everything ?? source.addresses : source.addresses,
      policy: UpstreamPolicy(attempts: source.attempts), secrets: secrets, until: end)
    return await upstream.run(call, of: action)
      .map { HTTPResponse(status: $0.status, headers: $0.headers, body: $0.body) }
      .mapError(\.failure)
  }

  private func read(
    _ input: JSON, _ source: S3Source, of action: String
  ) async -> Result<JSON, SourceFailure> {
    guard let rows else {
      return .failure(SourceFailure(.denied, "there is no connection to AWS"))
    }
    do throws(SourceFailure) {
      return .success(
        try await rows.answer(
          S3RowService.Call(action: action, actor: "genesys", input: input), from: source))
    } catch {
      return .failure(error)
    }
  }
}
