internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler

extension GenesysReader {
  /// How many requests of one read are on their way at once; the rate budget may let fewer go.
  static let width = 16

  /// What came of the request for one page.
  private struct PageAnswer: Sendable {
    enum Content: Sendable {
      case page(JSON)
      /// The path leads nowhere.
      case nowhere(Diagnostic)
      case failure(Diagnostic)
    }

    let request: PageRequest
    let content: Content
    let notes: [Diagnostic.Note]
    let requests: Int
  }

  /// Reads all pages; nil where the service has no list.
  func list(_ reading: inout Reading) async -> ObservedCollection.Completeness? {
    if let obstacle = reading.obstacle { return incomplete(reading, obstacle) }
    var batch = [reading.pager.first]
    while true {
      let answers = await pages(batch, reading)
      reading.requests += answers.reduce(0) { $0 + $1.requests }
      batch = []
      for answer in answers {
        let isFirst = reading.pager.pages == 0
        switch answer.content {
        case .failure(let problem): return incomplete(reading, problem)
        case .nowhere(let problem):
          switch reading.wire.identity {
          case .client where isFirst: return nil
          case .singleton where isFirst: return .whole
          default: return incomplete(reading, problem)
          }
        case .page(let body):
          switch reading.pager.take(body, of: answer.request) {
          case .ask(let requests): batch += requests
          case .wait: break
          case .startAgain(let request): batch = [request]
          case .complete: return .whole
          case .broken(let reason):
            return incomplete(reading, .error("incomplete-read", reason, notes: answer.notes))
          }
        }
      }
    }
  }

  private func pages(_ requests: [PageRequest], _ reading: Reading) async -> [PageAnswer] {
    await withTaskGroup(of: PageAnswer.self) { group in
      var answers: [PageAnswer] = []
      for (position, request) in requests.enumerated() {
        if position >= Self.width, let answer = await group.next() { answers.append(answer) }
        group.addTask { await page(request, reading) }
      }
      for await answer in group { answers.append(answer) }
      return answers.sorted { $0.request.number < $1.request.number }
    }
  }

  private func page(_ request: PageRequest, _ reading: Reading) async -> PageAnswer {
    let exchange: Exchange
    do throws(HTTPFailure) {
      exchange = try await client.get(reading.wire.list, query: request.query)
    } catch {
      return PageAnswer(
        request: request, content: .failure(reading.problems.problem(of: error)), notes: [],
        requests: error.attempts.count)
    }
    let line = client.line(reading.wire.list)
    return PageAnswer(
      request: request, content: content(exchange.response, line, reading),
      notes: reading.problems.notes(exchange.response, line), requests: exchange.attempts.count)
  }

  private func content(
    _ response: HTTPResponse, _ line: String, _ reading: Reading
  ) -> PageAnswer.Content {
    if response.status == 200, let body = response.json { return .page(body) }
    var problem = reading.problems.problem(of: response, to: line)
    let isNowhere = [404, 405].contains(response.status) && !response.isPage
    if isNowhere, let file = reading.kind.file {
      problem.hint =
        "\(file) says that the objects of \(reading.kind.name) are listed at \(reading.wire.list): "
        + "check collection and list under x-gcsync/wire/\(profile.rawValue)"
    }
    return isNowhere ? .nowhere(problem) : .failure(problem)
  }
}
