extension PolicySet {
  /// What the statements of policies say to one request, before it is put together.
  struct Scan {
    struct Doubt {
      /// Nil where the policy itself is not known.
      let source: PolicyDecision.Source?
      let reason: String

      /// Why a request is not decided, as the end of a sentence.
      var words: String { source.map { "\($0) is not decided: \(reason)" } ?? reason }
    }

    private(set) var denial: PolicyDecision.Source?
    /// A statement that may deny.
    private(set) var doubt: Doubt?
    /// A statement that may allow.
    private(set) var uncertain: Doubt?
    private(set) var allowing: PolicyDecision.Source?
    private(set) var exact = Certainty.no
    private(set) var direct = Certainty.no
    private(set) var throughAccount = Certainty.no

    init() {}

    init(of policy: Named, _ request: PolicyRequest) { look(at: policy, request) }

    /// What a policy says that could not be read.
    static var unreadable: Scan {
      var scan = Scan()
      (scan.direct, scan.throughAccount) = (.unknown, .unknown)
      scan.doubt = Doubt(source: nil, reason: "the resource's policy could not be read")
      return scan
    }

    /// What is allowed in any way.
    var allowed: Certainty { exact || direct || throughAccount }

    mutating func look(at policy: Named, _ request: PolicyRequest) {
      for statement in policy.document.statements {
        let reach = statement.reach(request)
        guard reach != .none else { continue }
        let covered = statement.covers(request)
        guard covered != .no else { continue }
        let certainty = reach == .unknown ? Certainty.unknown : covered
        if statement.effect != .allow { deny(statement, policy, certainty, request) }
        if statement.effect != .deny { allow(statement, policy, certainty, reach, request) }
      }
    }

    mutating func addDenials(of other: Scan) {
      denial = denial ?? other.denial
      doubt = doubt ?? other.doubt
    }

    private mutating func deny(
      _ statement: PolicyStatement, _ policy: Named, _ certainty: Certainty,
      _ request: PolicyRequest
    ) {
      if certainty == .yes {
        denial = denial ?? source(statement, policy)
      } else if doubt == nil {
        doubt = Doubt(source: source(statement, policy), reason: statement.doubt(request))
      }
    }

    private mutating func allow(
      _ statement: PolicyStatement, _ policy: Named, _ certainty: Certainty,
      _ reach: PrincipalElement.Reach, _ request: PolicyRequest
    ) {
      switch reach {
      case .none: return
      case .account: throughAccount = throughAccount || certainty
      case .direct, .unknown: direct = direct || certainty
      case .exact: exact = exact || certainty
      }
      if certainty == .yes {
        allowing = allowing ?? source(statement, policy)
      } else if uncertain == nil {
        uncertain = Doubt(source: source(statement, policy), reason: statement.doubt(request))
      }
    }

    private func source(_ statement: PolicyStatement, _ policy: Named) -> PolicyDecision.Source {
      PolicyDecision.Source(
        policy: policy.name, statement: statement.name, sid: statement.sid, index: statement.index)
    }
  }
}
