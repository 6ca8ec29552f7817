package import JSON
package import World

/// What somebody was told last, so that the same is not told again.
package struct DriftStanding: Sendable, Hashable {
  /// A difference that was told: what tells it from others, and where it is.
  package struct Told: Sendable, Hashable {
    package let id: String
    package let place: String
    /// Whether it was gone in a look that could not tell whether all is over.
    package var isAway = false
  }

  /// Something that failed, of which was told.
  package struct Failure: Sendable, Hashable {
    package let cause: String
    /// When it was seen last.
    package let seen: Timestamp
  }

  /// Nil where there was no drift, or it is over.
  package var fingerprint: String?
  package var told: [Told] = []
  /// When the drift was told first, and when it was told last.
  package var since: Timestamp?
  package var last: Timestamp?
  /// What failed, was told and is not over.
  package var failures: [Failure] = []
  package var failureLast: Timestamp?
  /// Who is telling right now, and until when nobody else does.
  package var claim: Claim?

  package struct Claim: Sendable, Hashable {
    package let holder: String
    package let until: Timestamp

    package init(holder: String, until: Timestamp) {
      (self.holder, self.until) = (holder, until)
    }
  }

  /// How many differences are remembered one by one.
  static let mostTold = 2000

  package init() {}
}

extension DriftStanding {
  static let format = "gcsync.told/1"

  /// The standing as the state keeps it.
  package var json: JSON {
    var object: JSONObject = ["format": .string(Self.format)]
    object["fingerprint"] = fingerprint.map(JSON.string)
    object["told"] = .array(
      told.map { .array([.string($0.id), .string($0.place)] + ($0.isAway ? ["away"] : [])) })
    object["since"] = since.map { .string($0.rfc3339) }
    object["last"] = last.map { .string($0.rfc3339) }
    object["failures"] = .array(
      failures.map { [.string($0.cause), .string($0.seen.rfc3339)] })
    object["failureLast"] = failureLast.map { .string($0.rfc3339) }
    object["claim"] = claim.map {
      ["holder": .string($0.holder), "until": .string($0.until.rfc3339)]
    }
    return .object(object)
  }

  /// Reads a standing; nil where the document is none.
  package init?(_ json: JSON) {
    guard json["format"]?.string == Self.format else { return nil }
    func time(_ json: JSON?) -> Timestamp? { json?.string.flatMap(Timestamp.init(rfc3339:)) }
    fingerprint = json["fingerprint"]?.string
    told = (json["told"]?.array ?? []).compactMap { entry in
      guard let words = entry.array?.compactMap(\.string), words.count > 1 else { return nil }
      return Told(id: words[0], place: words[1], isAway: words.dropFirst(2).first == "away")
    }
    (since, last) = (time(json["since"]), time(json["last"]))
    failures = (json["failures"]?.array ?? []).compactMap { entry in
      guard let words = entry.array?.compactMap(\.string), words.count == 2,
        let seen = time(.string(words[1]))
      else { return nil }
      return Failure(cause: words[0], seen: seen)
    }
    failureLast = time(json["failureLast"])
    // Former versions kept no more than the code, which still tells that there was a failure.
    if let code = json["failure"]?.string, let failureLast {
      failures.append(Failure(cause: code, seen: failureLast))
    }
    if let holder = json["claim"]?["holder"]?.string, let until = time(json["claim"]?["until"]) {
      claim = Claim(holder: holder, until: until)
    }
  }
}
