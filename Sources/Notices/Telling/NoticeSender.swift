internal import Crypto
package import HTTP
package import World

/// Brings a notice to a channel on its way.
package struct NoticeSender: Sendable {
  private let post: WebhookPost
  private let mailer: @Sendable () async throws(NoticeFailure) -> NoticeMailer
  private let sign: @Sendable ([UInt8], Secret) -> [HTTPHeaders.Field]

  /// Sends by these; `sign` makes the fields that vouch for a body under a key.
  package init(
    _ post: WebhookPost,
    mailer: @escaping @Sendable () async throws(NoticeFailure) -> NoticeMailer,
    sign: @escaping @Sendable ([UInt8], Secret) -> [HTTPHeaders.Field]
  ) {
    (self.post, self.mailer, self.sign) = (post, mailer, sign)
  }

  /// Delivers a notice, tried again where that may help, and throws why it could not be.
  package func deliver(
    _ notice: DriftNotice, to channel: NoticeChannel
  ) async throws(NoticeFailure) {
    switch channel.way {
    case .webhook(let url, let key):
      try await post.send(notice.json, to: url, delivery: name(notice, channel)) { body in
        key.map { sign(body, $0) } ?? []
      }
    case .slack(let url): try await post.send(SlackMessage.of(notice), to: url)
    case .teams(let url): try await post.send(TeamsCard.of(notice), to: url)
    case .mail(let people):
      let (mailer, letter) = (try await mailer(), notice.letter)
      try await mailer.send(
        letter.text, subject: letter.subject, to: people,
        id: mailer.id(of: name(notice, channel)))
    }
  }

  /// What a delivery is called: the same for the same news of the same look.
  private func name(_ notice: DriftNotice, _ channel: NoticeChannel) -> String {
    let what = notice.fingerprint ?? notice.failure?.code ?? "none"
    let parts = [channel.name, notice.environment, notice.news.rawValue, what]
    let text = (parts + [notice.at.rfc3339]).joined(separator: "\n")
    return "n-" + SHA256.hash(text).hex.prefix(32)
  }
}
