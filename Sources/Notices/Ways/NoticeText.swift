internal import Reconciler
internal import World

/// The words of a notice, the same on every way.
struct NoticeText: Sendable {
  let notice: DriftNotice

  /// How many differences are told one by one.
  static let mostDifferences = 30
  private static let width = 300
  private static let problemWidth = 1000

  var title: String { notice.title.plain(200) }

  /// The differences that are told, and a line for those that are not.
  var differences: [(text: String, isNew: Bool)] {
    let marked = Set(notice.new.lazy.map(\.id))
    let isAllNew = marked.count == notice.differences.count
    let first = notice.differences.filter { marked.contains($0.id) }
    let rest = notice.differences.filter { !marked.contains($0.id) }
    var lines = (first + rest).prefix(Self.mostDifferences).map { difference in
      (text: Self.line(difference), isNew: !isAllNew && marked.contains(difference.id))
    }
    let left = notice.differences.count - lines.count
    if left > 0 { lines.append((text: "… and \(left) more", isNew: false)) }
    return lines
  }

  /// Where something is over that was told.
  var gone: [String] {
    let lines = notice.gone.prefix(Self.mostDifferences).map { $0.plain(Self.width) }
    let left = notice.gone.count - lines.count
    return left > 0 ? lines + ["… and \(left) more"] : lines
  }

  /// What could not be seen, and what can be done about it.
  var problem: [String] {
    guard let failure = notice.failure else { return [] }
    let message = failure.message.plain(Self.problemWidth)
    // The title of an error tells it, as far as it has room.
    let isTold = notice.news == .error && title.hasSuffix(message)
    let words = notice.isPartial ? "Not everything was read: \(message)" : message
    return (isTold ? [] : [words])
      + [failure.hint].compactMap { $0.map { "What to do: \($0.plain(Self.problemWidth))" } }
  }

  /// When it was seen, and where more stands.
  var footer: String {
    let link = notice.link.map { " · \($0.plain(500))" } ?? ""
    let time = Timestamp(seconds: notice.at.seconds).rfc3339
    return "gcsync drift -e \(notice.environment.plain(100)) · \(time)\(link)"
  }

  private static func line(_ difference: DriftDifference) -> String {
    let moved = difference.moved.map { " (\($0.plain(200)))" } ?? ""
    return "\(difference.address.description.plain(200))  \(difference.words.plain(width))\(moved)"
  }
}
