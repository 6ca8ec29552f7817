package import HTTP

/// Where S3 is, and how a bucket stands in its URLs.
package struct S3Endpoint: Sendable, Hashable {
  package let region: String
  /// Nil for AWS itself.
  package let custom: URL?

  package init(region: String, custom: URL? = nil) {
    self.region = region
    self.custom = custom
  }

  private var service: URL {
    custom
      ?? URL(
        scheme: "https", host: "s3.\(region).\(AWSPartition(region: region).domain)", port: nil,
        path: "/")
  }

  /// Returns the URL of a bucket, or of the service where none is given.
  ///
  /// The bucket becomes part of the host on AWS, unless its dots would break the certificate; on
  /// any other endpoint it stands in the path.
  func url(bucket: String?) -> URL {
    var url = service
    guard let bucket else { return url }
    guard custom == nil, !bucket.contains("."), Self.isHostLabel(bucket) else {
      return url.appending(segment: bucket)
    }
    url.host = "\(bucket).\(url.host)"
    return url
  }

  private static func isHostLabel(_ name: String) -> Bool {
    (3...63).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  /// Tells whether a text may be a region, so that it cannot lead to another host.
  static func isRegion(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 40
      && text.utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}
