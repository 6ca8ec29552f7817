package import HTTP
internal import JSON
internal import Synchronization
internal import World

/// An upstream that gives a test's answers in their order, whatever it is asked.
package final class CannedUpstream: Transport {
  private let answers: [CannedAnswer]
  private let requests = Mutex<[HTTPRequest]>([])

  package init(_ answers: [CannedAnswer]) {
    self.answers = answers
  }

  /// What was asked so far.
  package var asked: [HTTPRequest] { requests.withLock { $0 } }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let number = requests.withLock { requests in
      requests.append(request)
      return requests.count - 1
    }
    guard let answer = answers.isEmpty ? nil : answers[min(number, answers.count - 1)] else {
      throw TransportError(.refused, "the test has no answer", mayHaveBeenSent: false)
    }
    switch answer.content {
    case .timeout: throw TransportError(.timeout, "the test says so", mayHaveBeenSent: true)
    case .unreachable: throw TransportError(.refused, "the test says so", mayHaveBeenSent: false)
    case .answer(let status, let headers, let body):
      let fields = headers.map { HTTPHeaders.Field(name: $0.key, value: $0.value.string ?? "") }
      return Self.ranged(
        HTTPResponse(status: status, headers: HTTPHeaders(fields), body: body), for: request)
    }
  }

  /// Answers as a store of objects does: HEAD with the length alone, GET with the range asked for.
  private static func ranged(_ whole: HTTPResponse, for request: HTTPRequest) -> HTTPResponse {
    guard whole.status == 200 else { return whole }
    var answer = whole
    if request.method == .head {
      answer.body = []
      answer.headers["Content-Length"] = String(whole.body.count)
      answer.headers["ETag"] = whole.headers["ETag"] ?? "\"test\""
      answer.headers["Last-Modified"] =
        whole.headers["Last-Modified"] ?? "Thu, 01 Jan 1970 00:00:00 GMT"
    } else if let range = request.headers["Range"], let bounds = bounds(range, whole.body.count) {
      answer.status = 206
      answer.body = Array(whole.body[bounds])
      answer.headers["ETag"] = whole.headers["ETag"] ?? "\"test\""
      answer.headers["Content-Range"] =
        "bytes \(bounds.lowerBound)-\(bounds.upperBound - 1)/\(whole.body.count)"
    }
    return answer
  }

  private static func bounds(_ range: String, _ count: Int) -> Range<Int>? {
    let ends = range.dropFirst("bytes=".count).split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] < count, ends[0] <= ends[1] else { return nil }
    return ends[0]..<min(ends[1] + 1, count)
  }
}

extension HTTPRequest {
  /// The request as a test compares it.
  var shown: JSON {
    ResolvedRequest(
      method: method.rawValue, url: url.text,
      headers: headers.fields.map { (name: $0.name, value: $0.value) },
      body: String(decoding: body, as: UTF8.self)
    ).json
  }
}
