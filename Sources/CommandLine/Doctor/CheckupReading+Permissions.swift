internal import Genesys
internal import HTTP
internal import Manifests
internal import Reconciler
internal import World

extension CheckupReading {
  /// What the first requests with a token came to.
  struct Trial: Sendable {
    var rate = RateFinding(reading: nil, own: 0)
    /// Nil where the API lets nobody in with the token.
    var evidence: PermissionEvidence?
    var firstStatus: Int?
  }

  /// Asks the org what the client may do: its roles where it may see them, else a page of each kind.
  func trial(_ connection: Connection, _ needs: [PermissionNeed]) async -> Trial {
    let profile = session.environment.genesys.profile
    let reader = PermissionReader(
      ReadingClient(connection.client, connection: connection.genesys), profile: profile)
    var trial = Trial()
    var evidence = PermissionEvidence()
    if profile == .platform, let id = connection.clientID?.reveal({ $0 }) {
      let client = await reader.oauthClient(id)
      trial.note(client, connection)
      guard client.status != 401 else { return trial }
      (evidence.grants, evidence.isWhole) = await reader.grants(of: client)
    }
    for (kind, isNeeded) in kindsToTry(needs, evidence, isFirst: trial.firstStatus == nil) {
      guard let answer = await reader.probe(kind) else { continue }
      trial.note(answer, connection)
      guard answer.status != 401 else { return trial }
      if isNeeded { evidence.reads[kind.name] = .some(answer.status) }
    }
    trial.evidence = evidence
    return trial
  }

  /// Returns the kinds a read of which tells something: of the rate limit, if of nothing else.
  private func kindsToTry(
    _ needs: [PermissionNeed], _ evidence: PermissionEvidence, isFirst: Bool
  ) -> [(kind: Kind, isNeeded: Bool)] {
    let open = needs.filter { need in
      need.read.contains { evidence.state(of: $0, for: need.kind, isRead: true) == .unknown }
    }
    let kinds = open.compactMap { session.kinds.kinds[$0.kind] }.map { ($0, true) }
    guard kinds.isEmpty, isFirst else { return kinds }
    let profile = session.environment.genesys.profile
    let any = session.kinds.kinds.values.filter { $0.wires[profile]?.service == .genesys }
      .min { $0.name < $1.name }
    return any.map { [($0, false)] } ?? []
  }
}

extension CheckupReading.Trial {
  /// Takes up what the first answer says of the token and of the rate limit.
  fileprivate mutating func note(_ answer: PermissionReader.Answer, _ connection: Connection) {
    guard firstStatus == nil, let status = answer.status else { return }
    firstStatus = status
    rate = RateFinding(
      reading: RateBudget.Reading(answer.headers), own: connection.client.requestCount)
  }
}
