extension Delivery {
  mutating func row(
    _ entry: Waiting, _ result: RecipientOutcome, isProgress: Bool,
    _ now: ContinuousClock.Instant, _ random: Double
  ) -> DeliveryRow {
    func row(_ state: DeliveryRow.State, _ text: String, code: Int?, _ step: SMTPStep)
      -> DeliveryRow
    {
      DeliveryRow(
        recipient: entry.recipient, state: state, code: code, text: text,
        attempt: entry.attempts + 1, step: step)
    }
    switch result {
    case .accepted(let reply):
      return row(.accepted, reply.description, code: reply.code, .content)
    case .unknown(let failure):
      return row(.unknown, failure.detail, code: nil, failure.step)
    case .refused(let reply, let step):
      if isProgress, step == .recipient, reply.asksForFewerRecipients {
        // Others were taken meanwhile, so that this comes to an end without being counted.
        waiting.append(entry)
        return row(.deferred, reply.description, code: reply.code, step)
      }
      let isDeferred = reply.isTransient && putBack(entry, now, random)
      let state: DeliveryRow.State =
        isDeferred ? .deferred : reply.isTransient ? .failed : .refused
      return row(state, reply.description, code: reply.code, step)
    case .notSent(let failure) where failure.reason == .cancelled:
      return DeliveryRow(
        recipient: entry.recipient, state: .deferred, text: failure.detail,
        attempt: entry.attempts)
    case .notSent(let failure):
      let isDeferred = failure.isTransient && putBack(entry, now, random)
      return row(isDeferred ? .deferred : .failed, failure.detail, code: nil, failure.step)
    }
  }

  /// Puts a recipient back in line, or returns false where its attempts are used up.
  private mutating func putBack(
    _ entry: Waiting, _ now: ContinuousClock.Instant, _ random: Double
  ) -> Bool {
    let attempts = entry.attempts + 1
    guard attempts <= policy.retries else { return false }
    let wait = policy.wait(after: attempts, random: random)
    waiting.append(
      Waiting(recipient: entry.recipient, attempts: attempts, notBefore: now.advanced(by: wait)))
    return true
  }

  /// Looks whether the connection itself is the trouble, which then is everybody's.
  mutating func judgeSession(
    _ outcomes: [RecipientOutcome], _ now: ContinuousClock.Instant, _ random: Double
  ) -> [DeliveryRow] {
    guard let trouble = outcomes.lazy.compactMap(\.sessionTrouble).first else {
      fruitless = 0
      return []
    }
    if outcomes.contains(where: \.isCancelled) { return interrupt() }
    guard trouble.isTransient else { return end(.failed, trouble.text) }
    fruitless += 1
    guard fruitless <= policy.retries else {
      return end(.failed, "\(fruitless) connections in a row came to nothing; \(trouble.text)")
    }
    pausedUntil = now.advanced(by: policy.wait(after: fruitless, random: random))
    return []
  }
}

extension RecipientOutcome {
  fileprivate var isCancelled: Bool {
    if case .notSent(let failure) = self { failure.reason == .cancelled } else { false }
  }

  /// What is wrong with the connection, whatever the message and its recipients.
  fileprivate var sessionTrouble: (text: String, isTransient: Bool)? {
    switch self {
    case .accepted: nil
    case .refused(let reply, let step):
      step.isOfSession || reply.code == 421 ? (reply.description, reply.isTransient) : nil
    case .notSent(let failure), .unknown(let failure):
      failure.reason == .malformed ? nil : (failure.detail, failure.isTransient)
    }
  }
}
