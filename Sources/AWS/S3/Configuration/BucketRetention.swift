internal import Codecs

/// Whether a bucket keeps what is overwritten and deleted.
struct Versioning: BucketConfiguration, Hashable {
  static let subresource = "versioning"
  static let root = "VersioningConfiguration"
  static let permission = "s3:GetBucketVersioning"

  enum Status: String { case enabled = "Enabled", suspended = "Suspended" }

  /// Nil where versions were never kept.
  let status: Status?
  let needsDeviceToDelete: Bool

  init?(_ root: XMLElement) {
    status = root["Status"].flatMap { Status(rawValue: $0.text) }
    needsDeviceToDelete = root["MfaDelete"]?.text == "Enabled"
  }
}

/// For how long a bucket lets nobody delete what is stored.
struct ObjectLock: BucketConfiguration, Hashable {
  static let subresource = "object-lock"
  static let root = "ObjectLockConfiguration"
  static let permission = "s3:GetBucketObjectLockConfiguration"

  enum Mode: String { case governance = "GOVERNANCE", compliance = "COMPLIANCE" }

  struct Retention: Sendable, Hashable {
    let mode: Mode
    let days: Int
  }

  /// Nil where objects may be locked and none is by itself.
  let standard: Retention?

  init?(_ root: XMLElement) {
    guard let retention = root["Rule"]?["DefaultRetention"] else {
      standard = nil
      return
    }
    func count(_ name: String) -> Int? { retention[name].flatMap { Int($0.text) } }
    guard let mode = retention["Mode"].flatMap({ Mode(rawValue: $0.text) }),
      let days = count("Days") ?? count("Years").map({ $0 &* 365 }), days > 0
    else { return nil }
    standard = Retention(mode: mode, days: days)
  }
}
