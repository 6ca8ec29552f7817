import JSON
import Notices
import Testing
import World

@Suite struct MessageTests {
  private static let hostile =
    "<!channel> & <@U123> *bold* `code` https://evil.example \u{1B}[31m\u{202E}::error::x\n# head"

  private func texts(_ json: JSON) -> [String] {
    switch json {
    case .string(let text): [text]
    case .array(let list): list.flatMap(texts)
    case .object(let object): object.flatMap { texts($0.value) }
    default: []
    }
  }

  private func many(_ count: Int, _ words: String = "x") -> DriftNotice {
    notice((0..<count).map { sample("f\($0)", words: "f\($0): \(words)") })
  }

  @Test func `slack gets no mention, no link and no markup from a value`() {
    let message = SlackMessage.of(notice([sample("a", words: Self.hostile, moved: Self.hostile)]))
    for text in texts(message) {
      #expect(!text.contains("<"))
      #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
      #expect(!text.contains("*bold*") && !text.contains("`code`"))
    }
    for block in message["blocks"]?.array ?? [] where block["text"]?["type"] == "mrkdwn" {
      #expect(block["text"]?["verbatim"] == true)
    }
  }

  @Test(arguments: [0, 1, 30, 31, 20_000])
  func `slack gets no more than it takes`(count: Int) {
    let message = SlackMessage.of(many(count, String(repeating: "<&", count: 400)))
    let blocks = message["blocks"]?.array ?? []
    #expect((1...50).contains(blocks.count))
    for block in blocks {
      let length = block["text"]?["text"]?.string?.unicodeScalars.count ?? 0
      #expect(length <= (block["type"] == "header" ? 150 : 3000))
    }
    #expect(texts(message).contains { $0.contains("and \(count - 30) more") } == (count > 30))
  }

  @Test(arguments: [1, 31, 20_000])
  func `teams gets a card of no more than 28 KB in which nothing is markup`(count: Int) {
    let message = TeamsCard.of(many(count, String(repeating: "😀", count: 300)))
    #expect(message.bytes.count <= 28 * 1024)
    let card = message["attachments"]?.array?.first?["content"]
    #expect(card?["type"] == "AdaptiveCard")
    let kinds = (card?["body"]?.array ?? []).compactMap { $0["type"]?.string }
    #expect(Set(kinds) == ["RichTextBlock"])
  }

  @Test func `a letter tells what is new, what is gone and where it was seen`() {
    var changed = notice([sample("a"), sample("b", moved: "by Ada on 2027-01-15")])
    changed.new = [changed.differences[1]]
    changed.gone = ["Webhook/hook /spec/c"]
    changed.link = "https://ci.example/run/1"
    let letter = changed.letter
    #expect(letter.subject == "Drift in prod: 2 differences, 1 new, 1 gone")
    #expect(
      letter.text == """
        Drift in prod: 2 differences, 1 new, 1 gone

          new  Webhook/hook  b: x in the org, y in Git (by Ada on 2027-01-15)
          Webhook/hook  a: x in the org, y in Git

        No longer:
          Webhook/hook /spec/c

        gcsync drift -e prod · 2027-01-15T08:00:00Z · https://ci.example/run/1

        """)
  }

  /// A notice of a look that read part.
  private func partial(_ news: DriftNotice.News, _ differences: [DriftDifference]) -> DriftNotice {
    var notice = DriftNotice(
      news, environment: "prod", at: Timestamp(seconds: 1_800_000_000))
    (notice.differences, notice.new, notice.isPartial) = (differences, differences, true)
    notice.failure = DriftFailure(
      code: "permission-denied", message: "incomplete read of /api/v2/<queues>: it is *denied*",
      hint: "grant routing:queue:view")
    return notice
  }

  @Test func `drift that a look saw in part is told with what could not be read and what to do`() {
    let notice = partial(.drift, [sample("a")])
    #expect(
      notice.letter.text == """
        Drift in prod: 1 difference, not everything was read

          Webhook/hook  a: x in the org, y in Git

        Not everything was read: incomplete read of /api/v2/<queues>: it is *denied*
        What to do: grant routing:queue:view

        gcsync drift -e prod · 2027-01-15T08:00:00Z

        """)
    for message in [SlackMessage.of(notice), TeamsCard.of(notice)] {
      #expect(texts(message).contains { $0.contains("incomplete read of /api/v2/") })
      #expect(texts(message).contains { $0.contains("grant routing:queue:view") })
    }
    #expect(!texts(SlackMessage.of(notice)).contains { $0.contains("*denied*") })
    #expect(notice.json["error"]?["hint"] == "grant routing:queue:view")
  }

  @Test func `a recovery says how things stand`() {
    var recovered = DriftNotice(
      .recovered, environment: "prod", at: Timestamp(seconds: 1_800_000_000))
    #expect(recovered.title == "Drift in prod is known again: everything is as declared")
    recovered.differences = [sample("a")]
    #expect(recovered.title == "Drift in prod is known again: 1 difference")
  }

  @Test func `a failure is told once in a letter`() {
    #expect(
      partial(.error, []).letter.text == """
        Drift in prod is known only in part: incomplete read of /api/v2/<queues>: it is *denied*

        What to do: grant routing:queue:view

        gcsync drift -e prod · 2027-01-15T08:00:00Z

        """)
  }

  @Test func `a letter's subject is one line whatever an environment is called`() {
    let letter = notice([sample("a")], environment: "prod\r\nBcc: evil@example.com").letter
    #expect(!letter.subject.contains { $0.isNewline })
  }
}
