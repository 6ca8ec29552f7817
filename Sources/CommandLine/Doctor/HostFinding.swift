package import HTTP
package import Rendering

/// What came of knocking at a host without credentials.
package struct HostFinding: Sendable {
  package enum Outcome: Sendable {
    /// Any answer, and what the clocks showed as it came.
    case answered(status: Int, clock: ClockFinding)
    case failed(TransportError)
    /// Credentials would not be sent there, so that it was not asked.
    case notAllowed(String)
  }

  /// What the host is for: `login` or `api`.
  package let name: String
  package let origin: String
  package let outcome: Outcome

  package init(name: String, origin: String, outcome: Outcome) {
    self.name = name
    self.origin = origin
    self.outcome = outcome
  }

  package var isReachable: Bool { if case .answered = outcome { true } else { false } }

  package var clock: ClockFinding? {
    if case .answered(_, let clock) = outcome, clock.there != nil { clock } else { nil }
  }

  /// Judges whether requests can go there.
  package var row: Checkup.Row {
    switch outcome {
    case .answered(let status, _) where status >= 500:
      return Checkup.Row(
        name, .warning, "\(origin) answers with status \(status)",
        remedy: "try later; the service or a proxy in between is not well")
    case .answered: return Checkup.Row(name, .ok, "\(origin) answers")
    case .notAllowed(let objection): return Checkup.Row(name, .failed, objection)
    case .failed(let error):
      return Checkup.Row(
        name, .failed, "\(origin) cannot be reached: \(error.detail)", remedy: error.reason.remedy)
    }
  }
}

extension TransportError.Reason {
  fileprivate var remedy: String {
    switch self {
    case .unresolvedHost:
      "check the domain of the environment in gcsync.yaml, and the name servers of this machine"
    case .tls:
      "check the certificates of this machine; SSL_CERT_FILE names those of a proxy that inspects TLS"
    case .proxy: "check https_proxy, no_proxy and the GENESYSCLOUD_PROXY_ variables"
    case .refused, .timeout, .connectionLost, .cancelled, .tooLarge, .malformed, .unsupported,
      .forbidden:
      "check the domain or apiURL of the environment, firewalls in between, and whether it takes a "
        + "proxy (https_proxy)"
    }
  }
}
