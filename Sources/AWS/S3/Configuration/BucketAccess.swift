internal import Codecs

/// Which kinds of public access a bucket refuses.
struct PublicAccessBlock: BucketConfiguration, Hashable {
  static let subresource = "publicAccessBlock"
  static let root = "PublicAccessBlockConfiguration"
  static let permission = "s3:GetBucketPublicAccessBlock"
  static let flags = [
    "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets",
  ]

  /// The flags that are on.
  let on: Set<String>

  /// The flags that are not on, in S3's order.
  var missing: [String] { Self.flags.filter { !on.contains($0) } }

  init(on: Set<String>) { self.on = on }

  init?(_ root: XMLElement) {
    on = Set(Self.flags.filter { root[$0]?.text.lowercased() == "true" })
  }
}

/// Whether S3 takes a bucket's policy to let everyone in.
struct PolicyStatus: BucketConfiguration, Hashable {
  static let subresource = "policyStatus"
  static let root = "PolicyStatus"
  static let permission = "s3:GetBucketPolicyStatus"

  let isPublic: Bool

  init?(_ root: XMLElement) {
    guard let text = root["IsPublic"]?.text.lowercased() else { return nil }
    isPublic = text == "true"
  }
}

/// Who owns the objects that others write, and whether lists of access are heeded at all.
struct OwnershipControls: BucketConfiguration, Hashable {
  static let subresource = "ownershipControls"
  static let root = "OwnershipControls"
  static let permission = "s3:GetBucketOwnershipControls"

  enum Ownership: String {
    case enforced = "BucketOwnerEnforced", preferred = "BucketOwnerPreferred", writer =
      "ObjectWriter"
  }

  let ownership: Ownership

  init?(_ root: XMLElement) {
    guard let text = root["Rule"]?["ObjectOwnership"]?.text,
      let ownership = Ownership(rawValue: text)
    else { return nil }
    self.ownership = ownership
  }
}

/// Whom a bucket's list of access lets in.
struct AccessControlList: BucketConfiguration, Hashable {
  static let subresource = "acl"
  static let root = "AccessControlPolicy"
  static let permission = "s3:GetBucketAcl"

  private static let publicGroups = ["AllUsers", "AuthenticatedUsers"]

  /// What everybody may do, such as `AllUsers READ`.
  let publicGrants: [String]
  /// Whether somebody besides the owner is let in by name, and so perhaps who writes.
  let namesOthers: Bool

  init?(_ root: XMLElement) {
    guard let list = root["AccessControlList"] else { return nil }
    let owner = root["Owner"]?["ID"]?.text
    namesOthers = list.children(named: "Grant").contains { grant in
      grant["Grantee"]?["ID"].map { $0.text != owner } ?? false
    }
    publicGrants = list.children(named: "Grant").compactMap { grant in
      guard let group = grant["Grantee"]?["URI"]?.text.split(separator: "/").last.map(String.init),
        Self.publicGroups.contains(group), let permission = grant["Permission"]?.text.shown
      else { return nil }
      return "\(group) \(permission)"
    }
  }
}
