internal import Diagnostics
internal import JSON
internal import Mail

/// Reads who can be told of drift, which the schema has accepted, and collects what cannot be meant.
struct NotificationReading {
  private let values: [LocatedJSON]
  private(set) var problems: [Diagnostic] = []

  init(_ value: LocatedJSON?) { values = value?.array ?? [] }

  /// Returns the notifications, those left out that are wrong.
  mutating func notifications() -> [Project.Notification] {
    var names: Set<String> = []
    return values.compactMap { value in
      let name = value["name"]?.string ?? ""
      if !names.insert(name).inserted {
        note(
          "duplicate-notification", "there are two notifications \(name)", value["name"] ?? value)
      }
      return notification(name, value)
    }
  }

  private mutating func notification(
    _ name: String, _ value: LocatedJSON
  ) -> Project.Notification? {
    guard let kind = value["type"]?.string.flatMap(Project.Notification.Kind.init) else {
      return nil
    }
    let before = problems.count
    check(kind, value)
    let target = target(kind, value["url"])
    let recipients = (value["to"]?.array ?? []).compactMap { mailbox($0) }
    guard problems.count == before else { return nil }
    return Project.Notification(
      name: name, kind: kind, target: target, key: SecretSource(value["secret"]),
      recipients: recipients, subjects: value["on"]?.array?.compactMap(\.string),
      reminder: value["remind"]?.string.flatMap(Self.duration), location: value.location)
  }

  private mutating func check(_ kind: Project.Notification.Kind, _ value: LocatedJSON) {
    let needed = kind == .mail ? "to" : "url"
    if value[needed] == nil {
      note("incomplete-notification", "a notification of type \(kind) needs \(needed)", value)
    }
    let unused = kind == .mail ? ["url", "secret"] : kind == .webhook ? ["to"] : ["to", "secret"]
    for key in unused {
      guard let member = value.member(key) else { continue }
      problems.append(
        .error(
          "unused-setting", "a notification of type \(kind) has no \(key)",
          at: member.keyLocation, hint: "leave it out"))
    }
  }

  private mutating func target(
    _ kind: Project.Notification.Kind, _ value: LocatedJSON?
  ) -> Project.Notification.Target? {
    guard let value else { return nil }
    if let source = SecretSource(value) { return .secret(source) }
    guard let text = value.string else { return nil }
    if kind != .webhook {
      problems.append(
        .error(
          "literal-secret", "the URL of a notification of type \(kind) is a secret",
          at: value.location, hint: "name where it is kept, such as {secretRef: env:DRIFT_URL}",
          hidesSource: true))
    }
    return .url(text)
  }

  private mutating func mailbox(_ value: LocatedJSON) -> Mailbox? {
    do throws(AddressError) {
      return try Mailbox(parsing: value.string ?? "")
    } catch {
      problems.append(
        .error(
          "invalid-mailbox",
          "to holds what is no mailbox: \(error.message), at its character \(error.column)",
          at: value.location, hint: error.remedy))
      return nil
    }
  }

  private mutating func note(_ code: String, _ message: String, _ value: LocatedJSON) {
    problems.append(.error(code, message, at: value.location))
  }

  private static func duration(_ text: String) -> Duration? {
    let units: [Character: Int] = ["m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()) else {
      return nil
    }
    return .seconds(count * unit)
  }
}
