internal import Codecs
internal import World

/// What a bucket does by itself with objects that have grown old.
struct Lifecycle: BucketConfiguration, Hashable {
  static let subresource = "lifecycle"
  static let root = "LifecycleConfiguration"
  static let permission = "s3:GetLifecycleConfiguration"

  struct Transition: Sendable, Hashable {
    let days: Int
    let storageClass: String

    /// Whether an object has to be restored, for hours, before it can be read.
    var isArchive: Bool { ["GLACIER", "DEEP_ARCHIVE"].contains(storageClass) }
  }

  struct Rule: Sendable, Hashable {
    let name: String
    let prefix: String
    /// Whether it is about some of the objects under its prefix alone, by tags or sizes.
    let isSelective: Bool
    let expiresAfter: Int?
    let expiresOn: Timestamp?
    let deletesVersionsAfter: Int?
    let abortsUploads: Bool
    let transitions: [Transition]
  }

  /// The rules that are in force.
  let rules: [Rule]

  init?(_ root: XMLElement) {
    var rules: [Rule] = []
    for (index, element) in root.children(named: "Rule").enumerated()
    where element["Status"]?.text == "Enabled" {
      guard let rule = Rule(element, number: index + 1) else { return nil }
      rules.append(rule)
    }
    self.rules = rules
  }
}

extension Lifecycle.Rule {
  fileprivate init?(_ element: XMLElement, number: Int) {
    name = element["ID"]?.text.nonEmpty?.shown ?? "rule \(number)"
    let filter = element["Filter"]
    let scope = filter?["And"] ?? filter
    prefix = scope?["Prefix"]?.text ?? element["Prefix"]?.text ?? ""
    isSelective =
      scope?.children.contains { $0.name.local != "Prefix" && $0.name.local != "And" } ?? false
    let expiration = element["Expiration"]
    guard let after = Self.days(expiration?["Days"]),
      let versions = Self.days(element["NoncurrentVersionExpiration"]?["NoncurrentDays"])
    else { return nil }
    expiresAfter = after
    deletesVersionsAfter = versions
    expiresOn = expiration?["Date"].flatMap { Timestamp(rfc3339: $0.text) }
    abortsUploads = element["AbortIncompleteMultipartUpload"] != nil
    transitions = element.children(named: "Transition").compactMap { transition in
      guard let storageClass = transition["StorageClass"]?.text.shown else { return nil }
      let days = transition["Days"].flatMap { Int($0.text) } ?? 0
      return Lifecycle.Transition(days: days, storageClass: storageClass)
    }
  }

  /// Reads a number of days; nil inside where there is none, nil where it is no number.
  private static func days(_ element: XMLElement?) -> Int?? {
    guard let element else { return .some(nil) }
    return Int(element.text).map { .some($0) }
  }

  /// How it bears on what is stored under a prefix.
  enum Coverage { case none, some, all }

  func covers(_ wanted: String) -> Coverage {
    if wanted.hasPrefix(prefix) { return isSelective ? .some : .all }
    return prefix.hasPrefix(wanted) ? .some : .none
  }
}
