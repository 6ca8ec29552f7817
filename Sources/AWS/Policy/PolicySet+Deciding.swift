extension PolicySet {
  /// Decides a request: what is denied stays so, and what nothing allows is denied too.
  package func decision(on request: PolicyRequest) -> PolicyDecision {
    var denials = Scan()
    let own = identityScan(request)
    let limit = boundary.map { Scan(of: $0, request) }
    let resource = resourceScan(request)
    for scan in [own.scan, limit, resource].compactMap({ $0 }) { denials.addDenials(of: scan) }
    if let source = denials.denial {
      return PolicyDecision(
        verdict: .denied, source: source, reason: "\(source) denies it", isExplicit: true)
    }
    let grant = grant(own.certainty, limit?.allowed ?? .yes, resource, request)
    switch grant {
    case .no:
      return PolicyDecision(
        verdict: .denied, source: nil,
        reason: missing(own.certainty, limit?.allowed ?? .yes, request), isExplicit: false)
    case .yes where denials.doubt == nil:
      let source =
        resource.direct == .yes && own.scan?.allowed != .yes
        ? resource.allowing ?? own.scan?.allowing : own.scan?.allowing ?? resource.allowing
      return PolicyDecision(
        verdict: .allowed, source: source,
        reason: source.map { "\($0) allows it" } ?? "nothing denies it", isExplicit: true)
    case .yes, .unknown:
      let doubt = denials.doubt ?? own.scan?.uncertain ?? resource.uncertain ?? limit?.uncertain
      return PolicyDecision(
        verdict: .indeterminate, source: doubt?.source,
        reason: doubt?.words ?? unknown(own.certainty), isExplicit: false)
    }
  }

  private func identityScan(_ request: PolicyRequest) -> (certainty: Certainty, scan: Scan?) {
    if request.principal.hasNoIdentity { return (.no, nil) }
    switch identity {
    case .unknown:
      if case .root = request.principal { return (.yes, nil) }
      return (.unknown, nil)
    case .granted: return (.yes, nil)
    case .policies(let policies):
      var scan = Scan()
      for policy in policies { scan.look(at: policy, request) }
      if case .root = request.principal { return (.yes, scan) }
      return (scan.allowed, scan)
    }
  }

  private func resourceScan(_ request: PolicyRequest) -> Scan {
    switch resource {
    case .none: Scan()
    case .policy(let policy): Scan(of: policy, request)
    case .unknown: .unreadable
    }
  }

  /// Puts together what each side allows, by whether who asks and the resource share an account.
  private func grant(
    _ own: Certainty, _ limit: Certainty, _ resource: Scan, _ request: PolicyRequest
  ) -> Certainty {
    let direct = resource.exact || (resource.direct && limit)
    let within =
      isResourceDecisive
      ? direct || (resource.throughAccount && own && limit) : direct || (own && limit)
    if request.principal.hasNoIdentity { return resource.exact || resource.direct }
    let across = (resource.exact || resource.direct || resource.throughAccount) && own && limit
    guard let account = request.principal.account, let other = request.resourceAccount else {
      return within == across ? within : .unknown
    }
    return account == other ? within : across
  }

  private func missing(
    _ own: Certainty, _ limit: Certainty, _ request: PolicyRequest
  ) -> String {
    if limit == .no { return "the permissions boundary does not allow it" }
    let isForeign =
      request.principal.account.map { own in request.resourceAccount.map { $0 != own } ?? false }
      ?? false
    if own == .yes {
      return isForeign
        ? "the resource is of another account, and no statement of its policy allows it"
        : "no statement of the resource's policy allows it"
    }
    return isForeign
      ? "the policies of both accounts must allow it, and they do not" : "no statement allows it"
  }

  private func unknown(_ own: Certainty) -> String {
    own == .unknown
      ? "the policies of who asks are not known" : "the resource's policy or account is not known"
  }
}
