internal import AWS
internal import JSON

/// Decides many requests by the policies of a role and a bucket, as the checks of a bucket do.
enum PolicyBench {
  /// Returns the seconds that `count` decisions take; nil where one comes out wrong.
  static func seconds(_ count: Int) -> Double? {
    let set = PolicySet(
      identity: .policies([.init("the role's policy", PolicyDocument(role, .identity))]),
      resource: .policy(.init("the bucket policy", PolicyDocument(bucket, .resource))))
    guard let writer = PolicyPrincipal(arn: "arn:aws:iam::111122223333:role/recordings") else {
      return nil
    }
    let clock = ContinuousClock()
    let start = clock.now
    for number in 0..<count {
      let request = PolicyRequest(
        writer, "s3:PutObject", "arn:aws:s3:::recordings/voice/\(number).wav",
        account: "111122223333",
        context: [
          "aws:SecureTransport": number % 2 == 0 ? "true" : "false",
          "aws:SourceVpc": .absent, "s3:x-amz-server-side-encryption": "AES256",
        ])
      let expected: PolicyDecision.Verdict = number % 2 == 0 ? .allowed : .denied
      guard set.decision(on: request).verdict == expected else { return nil }
    }
    let passed = start.duration(to: clock.now)
    return Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
  }

  private static let role: JSON = [
    "Version": "2012-10-17",
    "Statement": [
      ["Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucket*"], "Resource": "*"],
      [
        "Effect": "Allow", "Action": ["s3:PutObject", "s3:PutObjectAcl"],
        "Resource": ["arn:aws:s3:::other/*", "arn:aws:s3:::recordings/voice/*"],
      ],
      ["Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"],
    ],
  ]

  private static let bucket: JSON = [
    "Version": "2012-10-17",
    "Statement": [
      [
        "Sid": "TLS", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": ["arn:aws:s3:::recordings", "arn:aws:s3:::recordings/*"],
        "Condition": ["Bool": ["aws:SecureTransport": "false"]],
      ],
      [
        "Sid": "Network", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::recordings/*",
        "Condition": ["NotIpAddress": ["aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]]],
      ],
      [
        "Sid": "Sealed", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::recordings/*",
        "Condition": [
          "StringNotEqualsIfExists": ["s3:x-amz-server-side-encryption": ["AES256", "aws:kms"]]
        ],
      ],
    ],
  ]
}
