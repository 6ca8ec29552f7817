import Events
import JSON
import TestSupport
import Testing
import World

/// The dispatcher and the processor as functions of AWS Lambda.
@Suite struct LambdaTests {
  private let clock = VirtualWorld()
  private let later = Timestamp(seconds: 1_795_225_800 + 30)

  private func records(_ bodies: [String]) -> JSON {
    [
      "Records": .array(
        bodies.enumerated().map { number, body in
          [
            "messageId": .string("m\(number)"), "receiptHandle": .string("r\(number)"),
            "body": .string(body), "attributes": ["ApproximateReceiveCount": "2"],
          ]
        })
    ]
  }

  private func run(
    _ document: JSON, _ sink: FakeSink, graveyard: FakeQueue? = nil,
    until deadline: Timestamp? = nil
  ) async -> BatchFunction.Report {
    await BatchFunction(sink, graveyard: graveyard, world: clock.world)
      .run(document, until: deadline ?? later)
  }

  @Test func `only the records that failed come again`() async {
    let sink = FakeSink { event, _ in
      event.id == "e-1" ? .failure(.transient(.throttled, "slow down")) : .success(.handled)
    }
    let report = await run(
      records([eventBody("e-0"), eventBody("e-1"), "{", eventBody("e-3")]), sink)
    #expect(
      report.response
        == ["batchItemFailures": [["itemIdentifier": "m1"], ["itemIdentifier": "m2"]]])
    #expect(sink.calls == ["e-0": 1, "e-1": 1, "e-3": 1])
  }

  @Test func `an execution that has been is no failure`() async {
    let sink = FakeSink { _, _ in .success(.duplicate) }
    #expect(await run(records([eventBody("e")]), sink).response == ["batchItemFailures": []])
  }

  @Test(arguments: [[:], ["Records": []]] as [JSON])
  func `no records are no work`(_ document: JSON) async {
    let sink = FakeSink { _, _ in .success(.handled) }
    #expect(await run(document, sink).response == ["batchItemFailures": []])
  }

  @Test func `what cannot be handled is put aside with its reason, where a place is named`() async {
    let graveyard = FakeQueue([])
    let sink = FakeSink { _, _ in .success(.handled) }
    let report = await run(records(["{", eventBody("e")]), sink, graveyard: graveyard)
    #expect(report.response == ["batchItemFailures": []])
    #expect(graveyard.buried.map(\.message.id) == ["m0"])
    #expect(graveyard.buried.map(\.reason.name) == [.invalid])
  }

  @Test func `what the deadline leaves no time for comes again`() async {
    let sink = FakeSink { _, _ in .success(.handled) }
    let report = await run(
      records([eventBody("a"), eventBody("b")]), sink, until: clock.world.serverTime())
    #expect(report.response["batchItemFailures"]?.array?.count == 2 && sink.calls.isEmpty)
  }

  @Test func `an invocation leaves a line that CloudWatch reads its metrics from`() async throws {
    let sink = FakeSink { _, _ in .success(.handled) }
    let report = await run(records([eventBody("a"), "{"]), sink)
    let line = try JSON.parse(report.metrics.line(at: Timestamp(milliseconds: 5)))
    #expect(line["_aws"]?["Timestamp"] == 5 && line["Role"] == "dispatch")
    #expect(line["Received"] == 2 && line["Handled"] == 1 && line["Failed"] == 1)
    let directive = line["_aws"]?["CloudWatchMetrics"]?.array?.first
    #expect(directive?["Namespace"] == "gcsync/Events" && directive?["Dimensions"] == [["Role"]])
    let names = directive?["Metrics"]?.array?.compactMap { $0["Name"]?.string } ?? []
    #expect(names.count == 5 && names.allSatisfy { line[$0]?.int != nil })
  }

  @Test func `metrics are told in the text format of Prometheus`() {
    let metrics = EventMetrics()
    metrics.add(.received, 3)
    metrics.bury(.notFound)
    metrics.observe(.milliseconds(7))
    metrics.observe(.seconds(1000))
    let lines = metrics.snapshot.prometheusText.split(separator: "\n")
    for line in [
      "gcsync_events_received_total 3",
      "gcsync_events_dead_lettered_total{error=\"Genesys.NotFound\"} 1",
      "gcsync_events_duration_seconds_bucket{le=\"0.005\"} 0",
      "gcsync_events_duration_seconds_bucket{le=\"0.01\"} 1",
      "gcsync_events_duration_seconds_bucket{le=\"+Inf\"} 2",
      "gcsync_events_duration_seconds_count 2",
    ] {
      #expect(lines.contains(Substring(line)))
    }
  }
}
