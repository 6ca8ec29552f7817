package import JSON
package import Mail
package import World

/// What is known of one recipient of a run, at one time.
package struct RecipientRow: Sendable, Hashable {
  package let row: DeliveryRow
  /// Which of the messages of a split report it is about, counted from 1.
  package let part: Int
  package let at: Timestamp

  package init(_ row: DeliveryRow, part: Int, at: Timestamp) {
    (self.row, self.part, self.at) = (row, part, at)
  }
}

extension RecipientRow {
  /// What came about, in a line.
  package var words: String { "\(row.recipient)  \(row.state.rawValue)  \(row.text)" }

  package var json: JSON {
    var object: JSONObject = [
      "recipient": .string(row.recipient.text), "state": .string(row.state.rawValue),
      "text": .string(row.text), "attempt": .number(JSONNumber(row.attempt)),
      "part": .number(JSONNumber(part)), "at": .string(at.rfc3339),
    ]
    object["code"] = row.code.map { .number(JSONNumber($0)) }
    object["step"] = row.step.map { .string($0.rawValue) }
    return .object(object)
  }

  package init?(_ json: JSON) {
    guard let text = json["recipient"]?.string,
      let recipient = try? EmailAddress(parsing: text, .anywhere),
      let state = json["state"]?.string.flatMap(DeliveryRow.State.init),
      let words = json["text"]?.string, let attempt = json["attempt"]?.int,
      let part = json["part"]?.int, let at = json["at"]?.time
    else { return nil }
    self.init(
      DeliveryRow(
        recipient: recipient, state: state, code: json["code"]?.int, text: words,
        attempt: attempt, step: json["step"]?.string.flatMap(SMTPStep.init)),
      part: part, at: at)
  }
}
