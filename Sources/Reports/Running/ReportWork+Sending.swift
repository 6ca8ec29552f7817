internal import HTTP
internal import JSON
internal import Mail
internal import Reconciler
internal import World

extension ReportWork {
  /// Sends the files to whom they are for, and enters how it went.
  func send(
    _ files: ReportFiles, to audience: Audience, _ outbox: Outbox
  ) async throws(WorkError) {
    let letter = ReportLetter(
      declaration: declaration, run: await hold.run, files: files, outbox: outbox,
      environment: services.environment, date: world.now())
    let parts = try await parts(of: letter, to: audience.open, outbox)
    let sender = letter.sender.address.text
    try await enter(.send, .waiting, "to \(audience.open.count)") { run, _ in
      (run.sender, run.messages) = (sender, parts.count)
    }
    for (index, part) in parts.enumerated() {
      try await deliver(letter, part, number: index + 1, of: parts.count, audience.open, outbox)
    }
    try await conclude(audience, parts: parts.count, isPartial: files.isPartial)
  }

  /// One of the messages that a recipient gets.
  struct Part: Sendable {
    var attachments: [Int]
    var links: [(name: String, url: String)] = []
    var remark: String?
  }

  /// Decides by size how many messages there are, and what each of them holds.
  private func parts(
    of letter: ReportLetter, to recipients: [Mailbox], _ outbox: Outbox
  ) async throws(WorkError) -> [Part] {
    let all = Array(letter.files.attachments.indices)
    let longest = recipients.max { $0.description.utf8.count < $1.description.utf8.count }
    let sample = letter.message(to: [longest].compactMap(\.self), attachments: all)
    let policy = min(declaration.delivery.maximumBytes, outbox.maximumBytes ?? .max)
    let features = await outbox.transport.features(of: outbox.server)
    let limit = SizeLimit(policy: policy, server: (try? features.get())?.size)
    let decision: SizeDecision
    do throws(MailError) {
      decision = try declaration.delivery.tooLarge.decide(on: sample, limit: limit)
    } catch {
      throw await unsendable(error)
    }
    switch decision {
    case .send(let groups, let reason):
      try await enter(.size, .done, reason ?? "within the limit of \(limit.bytes) bytes")
      return groups.map { Part(attachments: $0, remark: reason) }
    case .link(let reason):
      let links = try await links(to: letter.files)
      try await enter(.size, .done, "\(reason); the files are linked")
      return [Part(attachments: [], links: links, remark: nil)]
    case .refuse(let reason):
      try await enter(.size, .failed, reason)
      throw .run(
        RunFailure(
          "too-large", reason,
          hint: "report fewer rows, or write deliver.tooLarge: csv-only, split or link",
          canRetry: false))
    }
  }

  private func links(
    to files: ReportFiles
  ) async throws(WorkError) -> [(name: String, url: String)] {
    guard let link = declaration.delivery.link else {
      preconditionFailure("A declaration that links has a place for the files.")
    }
    var links: [(name: String, url: String)] = []
    let run = await hold.run
    for file in files.attachments {
      let url = try await trying(.size) { () async throws(RunFailure) in
        try await services.publish(file, link, "\(run.name)/\(run.id)")
      }
      links.append((file.name, url))
    }
    return links
  }

  private func deliver(
    _ letter: ReportLetter, _ part: Part, number: Int, of count: Int, _ recipients: [Mailbox],
    _ outbox: Outbox
  ) async throws(WorkError) {
    let hold = self.hold
    let boxes = Dictionary(
      recipients.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    do {
      let earlier = DeliveryTally.open(
        try await services.ledger.rows(of: hold.run).filter { $0.part == number }.map(\.row))
      var policy = outbox.policy
      policy.batch = declaration.delivery.addressing == .bcc ? 100 : 1
      let delivery = Delivery(
        to: recipients.map(\.address), policy: policy, after: earlier)
      // The content is the same for all, and made once for hundreds of them.
      let draft = letter.message(
        to: [], attachments: part.attachments, part: number, of: count, links: part.links,
        remark: part.remark)
      let content = draft.content()
      try await Mailer(outbox.transport, server: outbox.server, world: world).deliver(
        delivery, from: letter.sender.address
      ) { addresses in
        try letter.readdressed(draft, to: addresses.compactMap { boxes[$0] }, part: number)
          .encoded(with: content)
      } record: { rows in
        try await hold.enter(rows, part: number)
      }
    } catch let failure as StateFailure {
      throw .state(failure)
    } catch {
      throw await unsendable(error)
    }
  }

  /// Enters why a message cannot be made, and returns what ends the work.
  private func unsendable(_ error: any Error) async -> WorkError {
    let invalid = error as? MailError
    let failure = RunFailure(
      "mail-invalid", invalid?.description ?? "the mail cannot be made: \(error)",
      hint: invalid?.remedy, canRetry: false)
    do throws(WorkError) {
      try await enter(.send, .failed, failure.message)
      return .run(failure)
    } catch {
      return error
    }
  }
}
