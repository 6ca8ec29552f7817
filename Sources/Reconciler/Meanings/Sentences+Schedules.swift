internal import JSON

extension Sentences {
  /// Tells when something happens next, and when it did before where that differs.
  func due(_ before: JSON?, _ after: JSON?, wasInForce: Bool) -> String? {
    if let pace = pace(before, after) { return pace }
    let old = wasInForce ? before.flatMap(meanings.times) : nil
    let new = action == .delete || !isInForce ? nil : after.flatMap(meanings.times)
    return switch (old, new) {
    case (let old?, let new?) where old != new: "is due \(new), before: \(old)"
    case (_, let new?): "is due \(new)"
    case (let old?, nil): "is no longer due; it was \(old)"
    case (nil, nil): nil
    }
  }

  /// Tells how often something happens where nothing says at which moments.
  private func pace(_ before: JSON?, _ after: JSON?) -> String? {
    let (old, new) = (before?.string?.lowercased(), after?.string?.lowercased())
    guard old != new else { return nil }
    let (was, comes) = (old.flatMap { Self.paces[$0] }, new.flatMap { Self.paces[$0] })
    return switch (was, comes) {
    case (let was?, let comes?):
      "happens \(comes) instead of \(was), at moments that the org chooses"
    case (nil, let comes?): "happens \(comes), at moments that the org chooses"
    case (let was?, nil): "no longer happens, as \(was) until now"
    case (nil, nil): nil
    }
  }

  private static let paces = [
    "daily": "every day", "weekly": "every week", "monthly": "every month", "yearly": "every year",
  ]
}
