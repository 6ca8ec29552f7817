package import JSON
internal import Reconciler
internal import World

extension DriftNotice {
  /// How many differences a document holds; the counts tell of all.
  private static let most = 500

  /// The notice as the document that a webhook gets: `gcsync.notification/1`.
  package var json: JSON {
    let known = Set(new.lazy.map(\.id))
    var object: JSONObject = [
      "format": "gcsync.notification/1", "news": .string(news.rawValue),
      "environment": .string(environment), "part": part.map(JSON.string) ?? .null,
      "at": .string(at.rfc3339),
      "title": .string(title), "fingerprint": fingerprint.map(JSON.string) ?? .null,
      "counts": [
        "differences": number(differences.count), "new": number(new.count),
        "gone": number(gone.count),
      ],
      "differences": .array(
        differences.prefix(Self.most).map { document($0, isNew: known.contains($0.id)) }),
      "gone": .array(gone.prefix(Self.most).map(JSON.string)),
      "since": since.map { .string($0.rfc3339) } ?? .null,
      "link": link.map(JSON.string) ?? .null,
    ]
    object["error"] = failure.map {
      [
        "code": .string($0.code), "message": .string($0.message),
        "hint": $0.hint.map(JSON.string) ?? .null,
      ]
    }
    return .object(object)
  }

  private func document(_ difference: DriftDifference, isNew: Bool) -> JSON {
    [
      "address": .string(difference.address.description), "path": .string(difference.path),
      "direction": .string(difference.direction.rawValue), "summary": .string(difference.words),
      "new": .bool(isNew), "moved": difference.moved.map(JSON.string) ?? .null,
    ]
  }

  private func number(_ count: Int) -> JSON { .number(JSONNumber(count)) }
}
