import Foundation
import HTTP
import TestSupport
import Testing
import World

/// Compares with the signer every AWS client for Python uses.
@Suite struct BotocoreSignerTests {
  @Test func `botocore makes the same signatures of requests made by chance`() async throws {
    guard let python = BotocorePeer.python else {
      let isRequired = ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"
      print("peer botocore: not run, neither GCSYNC_PYTHON nor .venv names a Python")
      #expect(!isRequired, "GCSYNC_PYTHON must name a Python with botocore")
      return
    }
    var generator = SeededGenerator(seed: 2026)
    let cases = (0..<600).map { _ in RandomRequest(&generator) }
    let answers = try await BotocorePeer.sign(cases, python)
    try #require(answers.count == cases.count)
    for (example, answer) in zip(cases, answers) {
      let ours = example.signed
      #expect(ours.canonicalRequest == answer["canonical_request"], "\(example.request.url.text)")
      #expect(ours.stringToSign == answer["string_to_sign"])
      #expect(ours.signature == answer["signature"])
    }
    print("peer botocore: \(cases.count) requests")
  }
}

/// A request nobody would write by hand, and how it is signed.
private struct RandomRequest {
  let request: HTTPRequest
  let service: String
  let isPresigned: Bool
  /// Whether the body stays out of the signature, as S3 allows.
  let isUnsigned: Bool
  let token: String?
  let time: Int64

  static let access = "AKIDEXAMPLE"
  static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
  static let region = "eu-central-1"
  static let expires = 900
  /// Every name that gcsync signs for; S3's form differs, and comes more often.
  static let services = [
    "s3", "s3", "s3", "s3", "sqs", "states", "events", "pipes", "ssm", "secretsmanager", "dynamodb",
    "kms", "iam", "sts", "monitoring", "ce", "lambda",
  ]

  init(_ generator: inout SeededGenerator) {
    service = Self.services.randomElement(using: &generator) ?? "s3"
    isUnsigned = service == "s3" && Bool.random(using: &generator)
    isPresigned = Int.random(in: 0..<4, using: &generator) == 0
    token = Bool.random(using: &generator) ? "FwoG/+token==" : nil
    time = Int64.random(in: 1_000_000_000..<4_000_000_000, using: &generator)
    let method = isPresigned ? .get : HTTPRequest.Method.allCases.randomElement(using: &generator)
    let body = isPresigned ? [] : Self.bytes(&generator)
    request = HTTPRequest(
      method ?? .get, Self.url(&generator), headers: Self.headers(&generator), body: body)
  }

  private static func url(_ generator: inout SeededGenerator) -> HTTP.URL {
    let host = ["sqs.eu-central-1.amazonaws.com", "bucket.s3.amazonaws.com", "127.0.0.1"]
    let segments = (0..<Int.random(in: 0...4, using: &generator)).map { _ in word(&generator) }
    var names: Set<String> = []
    let items = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
      HTTP.URL.QueryItem(word(&generator) + "q", word(&generator))
    }
    return HTTP.URL(
      scheme: Bool.random(using: &generator) ? "https" : "http",
      host: host.randomElement(using: &generator) ?? "h",
      port: [nil, 8443].randomElement(using: &generator) ?? nil,
      // botocore signs the path as it travels, so that dots travel the way it sends them.
      path: "/"
        + HTTP.URL.percentEncoded(path: segments.joined(separator: "/"))
        .replacingOccurrences(of: "%2E", with: "."),
      query: items.filter { names.insert($0.name).inserted })
  }

  private static func headers(_ generator: inout SeededGenerator) -> HTTPHeaders {
    var headers = HTTPHeaders()
    let names = [
      "x-amz-meta-a", "x-amz-meta-a-b", "X-Amz-Meta-A1", "x-amz-server-side-encryption",
      "x-amz-server-side-encryption-aws-kms-key-id", "Content-Type", "If-None-Match", "User-Agent",
      "Expect", "X-Amz-Target",
    ]
    for name in names where Bool.random(using: &generator) {
      let value = [" a  b ", "\"x   y\"", "1", "a,b", "a;b=c", ""].randomElement(using: &generator)
      headers.add(name, value ?? "")
    }
    return headers
  }

  private static func word(_ generator: inout SeededGenerator) -> String {
    let words = [
      "", "a", "A b", "..", ".", "ä/ö", "100%", "%41", "a=b", "a+b", "~-._", "x&y", "\u{1F600}",
      "arn:aws:lambda:eu-central-1:1:function:f", "(!*')", "#?", "$@", "prefix", "[]{}|^`\"<>\\",
    ]
    return words.randomElement(using: &generator) ?? ""
  }

  private static func bytes(_ generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...40, using: &generator)).map { _ in
      UInt8.random(in: .min ... .max, using: &generator)
    }
  }

  var signed: SigV4.Signed {
    var style = service == "s3" ? SigV4.Style.s3 : .standard
    if isUnsigned { style.hashesPayload = false }
    let signer = SigV4(service: service, region: Self.region, style: style)
    let credentials = AWSCredentials(
      accessKeyID: Self.access, secretAccessKey: Secret(Self.secret),
      sessionToken: token.map { Secret($0) })
    let timestamp = Timestamp(seconds: time)
    return isPresigned
      ? signer.presign(
        request, with: credentials, at: timestamp, expiresIn: .seconds(Self.expires))
      : signer.sign(request, with: credentials, at: timestamp)
  }

  var fields: [String: Any] {
    var fields: [String: Any] = [
      "method": request.method.rawValue, "url": request.url.text,
      "headers": request.headers.fields.map { [$0.name, $0.value] },
      "body": request.body.map { String(format: "%02x", $0) }.joined(), "service": service,
      "region": Self.region, "access": Self.access, "secret": Self.secret, "time": time,
      "place": isPresigned ? "query" : "header", "expires": Self.expires,
      "unsigned": isUnsigned,
    ]
    fields["token"] = token
    return fields
  }
}

private enum BotocorePeer {
  private static let root = Foundation.URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static var python: String? {
    if let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] { return python }
    let local = root.appendingPathComponent(".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: local) ? local : nil
  }

  static func sign(_ cases: [RandomRequest], _ python: String) async throws -> [[String: String]] {
    let input = FileManager.default.temporaryDirectory
      .appendingPathComponent("signer-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: input) }
    let lines = try cases.map { try JSONSerialization.data(withJSONObject: $0.fields) }
    try Data(lines.joined(separator: Data("\n".utf8))).write(to: input)

    let script = root.appendingPathComponent("Tests/Peers/botocore_signer.py").path
    let answer = try #require(
      await ProgramOutput.of(python, [script], input: input.path), "\(python) can be run")
    return try answer.split(separator: UInt8(ascii: "\n"))
      .map { try JSONDecoder().decode([String: String].self, from: Data($0)) }
  }
}
