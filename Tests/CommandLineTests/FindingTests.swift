import CommandLine
import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import Rendering
import Testing
import World

/// What the findings of a check-up are taken to mean.
@Suite struct FindingTests {
  private static let noon = Timestamp(seconds: 1_795_225_800)

  @Test(
    arguments: [
      (0, Checkup.State.ok), (30, .ok), (-30, .ok), (31, .warning), (-31, .warning),
      (86_400, .warning),
    ])
  func `a clock may be half a minute off`(seconds: Int, state: Checkup.State) {
    let here = Self.noon.advanced(by: .seconds(seconds))
    let row = ClockFinding(here: here...here, there: Self.noon).row
    #expect(row.state == state)
    if state == .warning {
      #expect(row.found.hasPrefix("\(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind")"))
      #expect(row.remedy?.contains("NTP") == true)
    }
    #expect(ClockFinding(here: here...here, there: nil).row.state == .unknown)
  }

  @Test(arguments: [(10, Checkup.State.ok), (60, .ok), (91, .warning), (-31, .warning)])
  func `an answer that took long says nothing against the clock`(
    seconds: Int, state: Checkup.State
  ) {
    let exchange = Self.noon...Self.noon.advanced(by: .seconds(60))
    let finding = ClockFinding(
      here: exchange, there: Self.noon.advanced(by: .seconds(seconds)))
    #expect(finding.row.state == state)
  }

  @Test(
    arguments: [
      (1, 300, Checkup.State.ok, 0), (100, 300, .ok, 99), (152, 300, .warning, 151),
      (271, 300, .warning, 270), (1, 1, .warning, 0),
    ])
  func `a rate limit is scarce where others take half of it, or little is left`(
    count: Int, allowed: Int, state: Checkup.State, others: Int
  ) {
    let row = RateFinding(reading: .init(count: count, allowed: allowed, reset: 44), own: 1).row
    #expect(row.state == state)
    #expect(row.found.contains("\(others) of them not by this command"))
    #expect(RateFinding(reading: nil, own: 0).row.state == .unknown)
  }

  @Test(
    arguments: [
      (TokenFinding.Outcome.given, nil, Checkup.State.ok, nil),
      (.granted(lifetime: 86_400, throttled: 0), 200, .ok, nil),
      (.granted(lifetime: 86_400, throttled: 2), 200, .warning, nil),
      (.granted(lifetime: 0, throttled: 0), 403, .warning, nil),
      (.granted(lifetime: 60, throttled: 0), 401, .failed, .refused),
      (.given, 401, .failed, .refused), (.refused(status: 401, "no"), nil, .failed, .refused),
      (.refused(status: 400, "no"), nil, .failed, .refused),
      (.refused(status: 429, "too many"), nil, .failed, .other),
      (.refused(status: 503, "no"), nil, .failed, .other),
      (.refused(status: nil, "no"), nil, .failed, .other), (.notAsked("x"), nil, .unknown, nil),
    ] as [(TokenFinding.Outcome, Int?, Checkup.State, Checkup.Failure?)])
  func `a refused secret is told apart from a service that cannot say`(
    outcome: TokenFinding.Outcome, status: Int?, state: Checkup.State, failure: Checkup.Failure?
  ) {
    let row = TokenFinding(clientID: "id-1", outcome: outcome, firstStatus: status).row
    #expect(row.state == state)
    #expect(row.failure == failure)
  }

  @Test(
    arguments: [
      (TransportError.Reason.unresolvedHost, "name servers"), (.tls, "SSL_CERT_FILE"),
      (.proxy, "https_proxy"), (.refused, "firewalls"), (.timeout, "firewalls"),
    ])
  func `a host that is not there has the remedy that fits`(
    reason: TransportError.Reason, words: String
  ) {
    let error = TransportError(reason, "why", mayHaveBeenSent: false)
    let row = HostFinding(name: "API host", origin: "https://a", outcome: .failed(error)).row
    #expect(row.state == .failed && row.failure == .other)
    #expect(row.found == "https://a cannot be reached: why")
    #expect(row.remedy?.contains(words) == true)
  }

  @Test(arguments: [(200, Checkup.State.ok), (302, .ok), (404, .ok), (401, .ok), (503, .warning)])
  func `any answer shows that a host is there`(status: Int, state: Checkup.State) {
    let clock = ClockFinding(here: Self.noon...Self.noon, there: Self.noon)
    let host = HostFinding(
      name: "API host", origin: "https://a", outcome: .answered(status: status, clock: clock))
    #expect(host.row.state == state)
    #expect(host.isReachable)
  }

  private static let needs = [
    PermissionNeed(kind: "Flow", cause: .referenced, read: ["a:f:view"], write: []),
    PermissionNeed(kind: "Queue", cause: .declared, read: ["r:q:view"], write: ["r:q:edit"]),
  ]

  @Test func `a missing permission is a refusal, one that nobody can tell of is none`() {
    func row(_ change: (inout PermissionEvidence) -> Void) -> Checkup.Row {
      var evidence = PermissionEvidence()
      change(&evidence)
      return PermissionFinding(needs: Self.needs, evidence: evidence, profile: .platform).row
    }
    let unknown = row { $0.reads = ["Flow": 200, "Queue": 500] }
    #expect(unknown.state == .unknown && unknown.failure == nil)
    #expect(unknown.found.hasPrefix("1 of 3 that are needed are surely there"))
    #expect(unknown.details == ["reading a page of Queue came to status 500"])
    let missing = row { $0.reads = ["Flow": 200, "Queue": 403] }
    #expect(missing.failure == .refused)
    #expect(missing.found == "1 of 3 that are needed are missing")
    #expect(missing.remedy?.contains("gcsync doctor --role") == true)
    let whole = row { evidence in
      evidence.grants.add(role: [
        "permissionPolicies": [["domain": "*", "entityName": "*", "actionSet": ["*"]]]
      ])
    }
    #expect(whole.state == .ok && whole.found == "all 3 are there")
    #expect(
      PermissionFinding(needs: [], evidence: nil, profile: .guide).row.found
        == "no manifest needs any")
  }

  @Test func `a lock that somebody holds is a warning, one that ran out is none`() {
    let lease = Lease(
      run: "r-1", holder: "ada", acquired: Self.noon, expires: Self.noon.advanced(by: .seconds(60)))
    let finding = StateFinding.open(objects: 2, lease: lease)
    let held = finding.row(at: Self.noon)
    #expect(held.state == .warning && held.found.contains("ada for the run r-1"))
    #expect(finding.row(at: Self.noon.advanced(by: .seconds(61))).state == .ok)
    #expect(StateFinding.absent.row(at: Self.noon).state == .ok)
    let broken = StateFinding.failed(.error("state-corrupt", "it is empty"), isRefused: false)
    #expect(broken.row(at: Self.noon).failure == .other)
  }

  @Test func `a bucket is as bad as the worst that is said of it`() {
    func row(_ problems: Diagnostic...) -> Checkup.Row {
      BucketFinding(target: Address(kind: "StorageTarget", name: "a"), problems: problems).row
    }
    #expect(row().state == .ok)
    #expect(row(Diagnostic(.note, "contents-bound", "many")).state == .ok)
    #expect(row(.warning("stale-prefix", "old")).state == .warning)
    let failed = row(.warning("stale-prefix", "old"), .error("bucket-not-found", "gone"))
    #expect(failed.failure == .other && failed.found == "gone" && failed.details == ["old"])
    #expect(row(.error("bucket-access-denied", "no")).failure == .refused)
  }
}
