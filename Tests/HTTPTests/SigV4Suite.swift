import Foundation
import HTTP
import JSON
import TestSupport
import Testing
import World

/// One folder of the public signing suite: a request, how to sign it and every text on the way.
struct SigV4Case: Sendable, CustomTestStringConvertible {
  let name: String
  let request: HTTPRequest
  let signer: SigV4
  let credentials: AWSCredentials
  let time: Timestamp
  let expiresIn: Duration
  private let folder: Foundation.URL

  var testDescription: String { name }

  static let all: [SigV4Case] = {
    guard let root = PublicSuites.folder("sigv4") else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.sorted().compactMap { SigV4Case(root.appendingPathComponent($0)) }
  }()

  private init?(_ folder: Foundation.URL) {
    guard let context = try? Data(contentsOf: folder.appendingPathComponent("context.json")),
      let settings = try? JSON.parse([UInt8](context)),
      let text = try? String(
        contentsOf: folder.appendingPathComponent("request.txt"), encoding: .utf8),
      let request = HTTPRequest(suiteText: text),
      let access = settings["credentials"]?["access_key_id"]?.string,
      let secret = settings["credentials"]?["secret_access_key"]?.string,
      let region = settings["region"]?.string, let service = settings["service"]?.string,
      let time = settings["timestamp"]?.string.flatMap({ Timestamp(rfc3339: $0) })
    else { return nil }
    var style = SigV4.Style.standard
    style.normalizesPath = settings["normalize"] == true
    style.sendsPayloadHash = settings["sign_body"] == true
    style.signsSessionToken = settings["omit_session_token"] != true
    self.name = folder.lastPathComponent
    self.folder = folder
    self.request = request
    self.time = time
    signer = SigV4(service: service, region: region, style: style)
    credentials = AWSCredentials(
      accessKeyID: access, secretAccessKey: Secret(secret),
      sessionToken: settings["credentials"]?["token"]?.string.map { Secret($0) })
    expiresIn = .seconds(settings["expiration_in_seconds"]?.int ?? 3600)
  }

  /// Reads one of the expected texts.
  func expected(_ file: String) throws -> String {
    let text = try String(
      contentsOf: folder.appendingPathComponent("\(file).txt"), encoding: .utf8)
    return text.trimmingCharacters(in: .newlines)
  }
}

extension HTTPRequest {
  /// Reads a request as the suite writes it: the target unencoded, folded headers, then the body.
  fileprivate init?(suiteText text: String) {
    let text = text.replacingOccurrences(of: "\r\n", with: "\n")
    let split = text.range(of: "\n\n")
    var lines = text[..<(split?.lowerBound ?? text.endIndex)].components(separatedBy: "\n")
    let start = lines.removeFirst()
    guard let first = start.firstIndex(of: " "), let last = start.lastIndex(of: " "), first < last,
      let method = Method(rawValue: String(start[..<first]))
    else { return nil }
    let target = start[start.index(after: first)..<last]
    let mark = target.firstIndex(of: "?") ?? target.endIndex
    let url = URL(
      scheme: "https", host: "example.amazonaws.com", port: nil, path: String(target[..<mark]),
      query: queryItems(target[mark...].dropFirst()))
    let body = split.map { [UInt8](text[$0.upperBound...].utf8) } ?? []
    self.init(method, url, headers: unfolded(lines), body: body)
  }
}

private func queryItems(_ text: Substring) -> [HTTP.URL.QueryItem] {
  text.split(separator: "&").map { pair in
    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let decoded = parts.map { $0.removingPercentEncoding ?? String($0) }
    return HTTP.URL.QueryItem(decoded[0], decoded.count > 1 ? decoded[1] : "")
  }
}

private func unfolded(_ lines: [String]) -> HTTPHeaders {
  var fields: [HTTPHeaders.Field] = []
  for line in lines where !line.isEmpty {
    if line.first == " " || line.first == "\t", var last = fields.popLast() {
      last.value += "\n" + line
      fields.append(last)
    } else if let colon = line.firstIndex(of: ":") {
      fields.append(
        HTTPHeaders.Field(
          name: String(line[..<colon]), value: String(line[line.index(after: colon)...])))
    }
  }
  return HTTPHeaders(fields)
}
