internal import JSON
internal import World

extension Sentences {
  /// Tells from when on something may be deleted, where days are changed.
  func retention(_ before: Int?, _ after: Int?) -> String? {
    guard action != .create, action != .delete, isInForce else { return nil }
    guard let after else {
      return before.map { "\(content) are no longer deletable for their age, as after \($0) days" }
    }
    if !meanings.reachesBack {
      return "new \(content) become deletable after \(after) days"
        + (before.map { " instead of \($0)" } ?? "")
    }
    if let before, before < after {
      return "\(content) become deletable after \(after) days instead of \(before)"
    }
    return "\(content) older than \(after) days become deletable on \(day(in: 0)): "
      + "those from before \(day(in: -after))"
  }

  /// The day in UTC so many days from now.
  private func day(in days: Int) -> String {
    let days = max(-1_000_000, min(1_000_000, days))
    return String(meanings.now.advanced(by: .seconds(86_400 * days)).rfc3339.prefix(10))
  }

  /// Tells that what an object holds goes elsewhere.
  func destination(_ field: Field, _ before: JSON?, _ after: JSON?) -> String? {
    guard let before, let after else { return nil }
    let old = named(before, field)
    return "\(content) go to \(named(after, field)) instead of \(old); what \(old) has stays there"
  }

  func start(_ field: Field, _ before: JSON?, _ after: JSON?) -> String? {
    switch (before.map { named($0, field) }, after.map { named($0, field) }) {
    case (let old?, let new?): "starts \(new) instead of \(old)"
    case (nil, let new?): "starts \(new)"
    case (let old?, nil): "no longer starts \(old)"
    case (nil, nil): nil
    }
  }

  /// Tells that calls go to another host; a change of the path alone says enough by itself.
  func host(_ before: String?, _ after: String?) -> String? {
    guard let old = before.map(host), let new = after.map(host), old != new else { return nil }
    return "calls go to another host: \(new) instead of \(old)"
  }

  private func host(of url: String) -> String {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = rest.prefix { !"/?#\\".contains($0) }
    return authority.split(separator: "@").last.map { $0.lowercased() } ?? ""
  }

  func encryption(_ before: String?, _ after: String?) -> String? {
    guard action != .create, action != .delete, let before else { return nil }
    let strength = (before: Self.strength(ofCipher: before), after: Self.strength(ofCipher: after))
    guard strength.after < strength.before else { return nil }
    guard strength.after > 0, let after else {
      return "\(content) are no longer encrypted, as with \(before) until now"
    }
    return "\(content) are encrypted with \(after), which is weaker than \(before)"
  }

  /// Ranks encryptions: none, with keys of the service, with one of KMS, twice.
  private static func strength(ofCipher name: String?) -> Int {
    guard let name = name?.lowercased(), name != "none" else { return 0 }
    return name.contains("dsse") ? 3 : name.contains("kms") ? 2 : 1
  }

  func authentication(_ before: String?, _ after: String?) -> String? {
    let ways = ["none", "bearer", "hmac"]
    guard action != .create, action != .delete, let before,
      let old = ways.firstIndex(of: before), let new = ways.firstIndex(of: after ?? "none"),
      new < old
    else { return nil }
    return new == 0
      ? "calls are no longer proved to be genuine, as by \(before) until now"
      : "calls are proved by \(ways[new]), which is weaker than \(before)"
  }

  /// Tells that what the object is about is deleted, or no longer.
  func deletion(_ before: Bool?, _ after: Bool?) -> String? {
    switch (action, before ?? false, after ?? false) {
    case (.delete, true, _): "\(content) are no longer deleted"
    case (.delete, _, _): nil
    case (_, false, true): "\(content) are deleted"
    case (_, true, false): "\(content) are no longer deleted"
    default: nil
    }
  }

  func activity(_ before: Bool?, _ after: Bool?) -> String? {
    switch (action, before, after) {
    case (.delete, _, _): nil
    case (.create, _, false?): "is created switched off"
    case (.create, _, _): nil
    case (_, _, false?): "is switched off"
    case (_, false?, _): "is switched on"
    default: nil
    }
  }
}
