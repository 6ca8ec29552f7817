internal import JSON
package import World

/// How far a report's schedule is handled, and how its runs went lately.
package struct ReportStanding: Sendable, Hashable {
  /// What the owners are still to be told.
  package struct Owed: Sendable, Hashable {
    package enum News: String, Sendable { case failed, recovered }
    package enum Channel: String, Sendable, CaseIterable { case webhook, mail }

    package let news: News
    /// The run that it is about.
    package let run: String
    /// What was not sent in the meantime.
    package let lost: [String]
    /// The ways on which they were not told yet.
    package var channels: Set<Channel>
    package var tries = 0

    package init(_ news: News, of run: String, lost: [String], over channels: Set<Channel>) {
      (self.news, self.run, self.lost, self.channels) = (news, run, lost, channels)
    }
  }

  /// The last time of the schedule that was run, or told to be missed.
  package var handledThrough: Timestamp?
  /// The runs of the schedule that are not over.
  package var unfinished: [String] = []
  /// The periods, one for each of the runs in a row that failed.
  package var lost: [String] = []
  /// Whether its owners were told, and not yet that it is over.
  package var isTold = false
  package var owed: Owed?

  package init() {}
}

extension ReportStanding {
  private static let format = "gcsync.report-standing/1"

  var json: JSON {
    var object: JSONObject = [
      "format": .string(Self.format), "lost": .array(lost.map(JSON.string)),
      "told": .bool(isTold), "unfinished": .array(unfinished.map(JSON.string)),
    ]
    object["handledThrough"] = handledThrough.map { .string($0.rfc3339) }
    object["owed"] = owed.map(\.json)
    return .object(object)
  }

  init?(_ json: JSON) {
    guard json["format"]?.string == Self.format, let lost = json["lost"]?.array,
      let isTold = json["told"]?.bool, let unfinished = json["unfinished"]?.array
    else { return nil }
    (self.lost, self.isTold) = (lost.compactMap(\.string), isTold)
    self.unfinished = unfinished.compactMap(\.string)
    if let text = json["handledThrough"]?.string {
      guard let time = Timestamp(rfc3339: text) else { return nil }
      handledThrough = time
    }
    if let owed = json["owed"] {
      guard let read = Owed(owed) else { return nil }
      self.owed = read
    }
  }
}

extension ReportStanding.Owed {
  fileprivate var json: JSON {
    [
      "news": .string(news.rawValue), "run": .string(run),
      "lost": .array(lost.map(JSON.string)),
      "channels": .array(channels.map(\.rawValue).sorted().map(JSON.string)),
      "tries": .number(JSONNumber(tries)),
    ]
  }

  fileprivate init?(_ json: JSON) {
    guard let news = json["news"]?.string.flatMap(News.init), let run = json["run"]?.string,
      let lost = json["lost"]?.array, let channels = json["channels"]?.array,
      let tries = json["tries"]?.int
    else { return nil }
    self.init(
      news, of: run, lost: lost.compactMap(\.string),
      over: Set(channels.compactMap { $0.string.flatMap(Channel.init) }))
    self.tries = tries
  }
}
