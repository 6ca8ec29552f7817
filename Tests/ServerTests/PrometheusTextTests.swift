import Server
import Testing

@Suite struct PrometheusTextTests {
  @Test func `families, labels and histograms are written as Prometheus reads them`() {
    var histogram = Histogram(bounds: [0.01, 0.5])
    for time in [Duration.milliseconds(10), .milliseconds(11), .seconds(2)] {
      histogram.observe(time)
    }
    #expect(histogram.counts == [1, 1, 1])
    var text = PrometheusText()
    text.describe("calls_total", "counter", "Calls.")
    text.add("calls_total", 3, [("action", "a\"b\\c\nd"), ("outcome", "ok")])
    text.describe("seconds", "histogram", "Time.")
    text.add("seconds", histogram, [("action", "x")])
    #expect(
      text.text == #"""
        # HELP calls_total Calls.
        # TYPE calls_total counter
        calls_total{action="a\"b\\c\nd",outcome="ok"} 3
        # HELP seconds Time.
        # TYPE seconds histogram
        seconds_bucket{action="x",le="0.01"} 1
        seconds_bucket{action="x",le="0.5"} 2
        seconds_bucket{action="x",le="+Inf"} 3
        seconds_sum{action="x"} 2.021
        seconds_count{action="x"} 3

        """#)
  }
}
