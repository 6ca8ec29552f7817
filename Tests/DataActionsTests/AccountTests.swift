import AWS
import DataActions
import HTTP
import JSON
import TestSupport
import Testing
import World

/// How long heads are kept, what accesses cost, and what is told of them.
@Suite struct AccountTests {
  private let clock = VirtualWorld()

  private func key(_ name: String) -> ObjectPlace {
    ObjectPlace(region: "us-east-1", bucket: "b", key: name)
  }

  @Test func `a head is kept for its time, and the one not asked for longest goes first`() {
    var cache = MetadataCache(capacity: 2, life: .seconds(600))
    let start = clock.instant
    let head = S3Client.ObjectHead(bytes: 1, tag: "\"a\"")
    cache.insert(head, of: key("a"), at: start)
    cache.insert(head, of: key("b"), at: start + .seconds(1))
    #expect(cache.value(of: key("a"), at: start + .seconds(599)) == head)
    cache.insert(head, of: key("c"), at: start + .seconds(599))
    #expect(cache.value(of: key("b"), at: start + .seconds(599)) == nil)
    #expect(cache.value(of: key("a"), at: start + .seconds(600)) == nil)
    #expect(cache.value(of: key("c"), at: start + .seconds(600)) == head)
    cache.forget(key("c"))
    #expect(cache.count == 0)
    var standard = MetadataCache()
    for number in 0..<501 { standard.insert(head, of: key("\(number)"), at: start) }
    #expect(standard.count == 500 && standard.value(of: key("0"), at: start) == nil)
    #expect(standard.value(of: key("500"), at: start + .seconds(599)) == head)
    #expect(standard.value(of: key("499"), at: start + .seconds(600)) == nil)
  }

  @Test func `an estimate names what it is made of, and keeps the guide's figure`() {
    let gib = 1 << 30
    for (region, usd) in [
      ("us-east-1", "0.046000"), ("eu-west-1", "0.050000"), ("ap-southeast-1", "0.054000"),
      ("eu-north-1", "0.050000"),
    ] {
      let estimate = CostEstimate(
        requests: 1, bytes: 2 * gib, region: region, leavesAWS: false
      ).json(by: .list)
      #expect(estimate["estimated_transfer_cost_usd"]?.text == usd)
    }
    let away = CostEstimate(requests: 258, bytes: gib, region: "us-east-1", leavesAWS: true)
    let dimensions = away.json(by: .list)["dimensions"]?.array ?? []
    #expect(dimensions.map { $0["name"]?.string } == ["requests", "internet", "legacy"])
    #expect(dimensions.map { $0["usd"]?.text } == ["0.000103", "0.090000", "0.023000"])
    let near = CostEstimate(requests: 2, bytes: gib, region: "us-east-1", leavesAWS: false)
    #expect(near.json(by: .list)["dimensions"]?.array?[1]["usd"]?.text == "0.000000")
    let own = PriceTable([
      "requests": ["default": 1], "internet": ["default": 2], "sameRegion": ["default": 0],
      "legacy": ["default": 3],
    ])
    #expect(own.map { near.json(by: $0)["estimated_transfer_cost_usd"]?.text } == "3.000000")
    #expect(PriceTable(["requests": ["us-east-1": 1]]) == nil)
  }

  @Test func `the profile counts every access and keeps the last five`() {
    var profile = AccessProfile()
    #expect(
      profile.json.text
        == #"{"total_requests":0,"avg_duration_ms":0,"total_bytes":0,"error_rate":0}"#)
    for number in 1...7 { profile.record(entry(number)) }
    #expect(profile.json["total_requests"] == 7 && profile.json["total_bytes"] == 2800)
    #expect(profile.json["avg_duration_ms"]?.text == "4.12")
    #expect(profile.json["error_rate"]?.text == "0.1429")
    let recent = profile.json["recent_entries"]?.array ?? []
    #expect(recent.map { $0["key"]?.string } == ["k3", "k4", "k5", "k6", "k7"])
  }

  private func entry(_ number: Int) -> AccessEntry {
    AccessEntry(
      time: Timestamp(seconds: 1_795_225_800), actor: "ada", action: "lookup", bucket: "b",
      key: "k\(number)", tag: nil, status: number == 7 ? .failed : .success, bytes: 100 * number,
      rows: number, requests: 2, duration: .microseconds(1030 * number), error: "", source: "gcsync"
    )
  }

  @Test func `an entry of the audit is one line under the guide's names`() {
    #expect(
      String(decoding: entry(2).line, as: UTF8.self)
        == #"{"timestamp":"2026-11-21T01:50:00Z","actor":"ada","action":"lookup","bucket":"b","#
        + #""key":"k2","status":"success","bytes_transferred":200,"rows":2,"requests":2,"#
        + #""duration_ms":2.06,"error_message":"","source":"gcsync","#
        + #""compliance_tag":"S3-ACCESS-AUDIT"}"# + "\n")
  }

  private func costs(_ answers: [ScriptedTransport.Answer]) -> (ScriptedTransport, AWSClient?) {
    let transport = ScriptedTransport(answers)
    let connection = AWSConnection(
      transport: transport,
      credentials: AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s")), endpoint: nil,
      world: clock.world, allowedHosts: AllowedHosts())
    return (transport, connection.client(.costExplorer, region: "eu-west-1"))
  }

  @Test func `the monthly cost is that of S3 alone, over both months and every page`() async throws
  {
    func page(_ amounts: [String], next: String? = nil) -> String {
      let periods = amounts.map { #"{"Total":{"UnblendedCost":{"Amount":"\#($0)","Unit":"USD"}}}"# }
      let token = next.map { #","NextPageToken":"\#($0)""# } ?? ""
      return #"{"ResultsByTime":[\#(periods.joined(separator: ","))]\#(token)}"#
    }
    let (transport, client) = costs([
      .status(200, body: page(["1.25", "0.0000000001"], next: "n")),
      .status(200, body: page(["2"])),
    ])
    let today = Timestamp(seconds: 1_795_225_800)
    let cost = try await MonthlyCost.ask(try #require(client), today: today)
    #expect(cost?.text == "3.2500000001")
    let body = try JSON.parse(transport.requests[0].body)
    #expect(body["TimePeriod"] == ["Start": "2026-10-22", "End": "2026-11-21"])
    #expect(
      body["Filter"]?["Dimensions"]
        == ["Key": "SERVICE", "Values": ["Amazon Simple Storage Service"]])
    let (_, other) = costs([.status(200, body: page(["much"]))])
    #expect(try await MonthlyCost.ask(try #require(other), today: today) == nil)
    let (_, denied) = costs([.status(400, body: #"{"__type":"AccessDeniedException"}"#)])
    await #expect(throws: AWSFailure.self) {
      try await MonthlyCost.ask(try #require(denied), today: today)
    }
  }

  @Test func `the monthly cost is asked for once a day`() {
    var cost = MonthlyCost()
    #expect(cost.known(at: clock.instant) == nil)
    cost.learn(3, at: clock.instant)
    #expect(cost.known(at: clock.instant + .seconds(86_399)) == 3)
    #expect(cost.known(at: clock.instant + .seconds(86_400)) == nil)
  }
}
