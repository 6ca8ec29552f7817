import Genesys
import HTTP
import Reconciler
import TestSupport
import Testing
import World

@Suite struct ExportDownloadTests {
  private static let api = "https://api.mypurecloud.com"
  private static let elsewhere =
    "https://bucket.s3.eu-west-1.amazonaws.com/x.csv?X-Amz-Signature=abc"

  private func url(_ text: String) throws -> URL { try #require(URL(parsing: text)) }

  @Test func `a file elsewhere is fetched without the token and without any header of ours`()
    async throws
  {
    let folder = try ScratchFolder()
    let scripted = try ScriptedExports(
      .guide, [],
      files: [
        .status(
          200,
          headers: [
            "Content-Type": "Text/CSV; charset=UTF-8", "Content-Length": "5",
            "Content-Disposition": "attachment; filename=\"../daily.csv\"",
          ], body: "a,b\r\n")
      ])
    let path = folder.file("out.csv")
    let file = try await scripted.exports.download(url(Self.elsewhere), to: path)
    #expect(file.path == path && file.byteCount == 5)
    #expect(file.contentType == "text/csv" && file.name == "daily.csv")
    #expect(try Files.read(path) == Array("a,b\r\n".utf8))
    #expect(folder.names == ["out.csv"])
    #expect(scripted.org.requests.isEmpty)
    let sent = try #require(scripted.files.requests.first)
    #expect(sent.headers.fields.isEmpty && sent.method == .get)
    #expect(sent.url.text == Self.elsewhere)
    #expect(try folder.mode(of: "out.csv") == 0o600)
    #expect(!scripted.virtual.events.contains { "\($0)".contains("X-Amz") })
  }

  @Test func `the token goes to the API and stays behind where that leads elsewhere`() async throws
  {
    let folder = try ScratchFolder()
    let scripted = try ScriptedExports(
      .platform, [.status(303, headers: ["Location": Self.elsewhere])],
      files: [
        .status(302, headers: ["Location": "/y.csv"]), .status(200, body: "ok"),
      ])
    let file = try await scripted.exports.download(
      url("\(Self.api)/api/v2/downloads/1"), to: folder.file("out.csv"))
    #expect(file.byteCount == 2 && file.name == nil && file.contentType == nil)
    #expect(scripted.org.requests.map { $0.headers["Authorization"] } == ["Bearer the-token"])
    #expect(
      scripted.files.requests.map(\.url.path) == ["/x.csv", "/y.csv"])
    #expect(scripted.files.requests.allSatisfy { $0.headers.fields.isEmpty })
  }

  @Test(arguments: [
    "https://api.mypurecloud.com.evil.example/x", "https://api.mypurecloud.com:8443/x",
    "https://login.mypurecloud.com/x",
  ])
  func `an origin that only looks like the API's gets no token`(text: String) async throws {
    let folder = try ScratchFolder()
    let scripted = try ScriptedExports(.guide, [], files: [.status(200, body: "ok")])
    _ = try await scripted.exports.download(url(text), to: folder.file("out.csv"))
    #expect(scripted.org.requests.isEmpty)
    #expect(scripted.files.requests.allSatisfy { $0.headers["Authorization"] == nil })
  }

  @Test(arguments: [
    ("https://api.mypurecloud.com", "http://files.example.com/x", false),
    ("https://api.mypurecloud.com", "http://api.mypurecloud.com/x", false),
    ("https://api.mypurecloud.com", "http://127.0.0.1:9/x", false),
    ("https://api.mypurecloud.com", "http://169.254.169.254/latest/meta-data", false),
    ("http://127.0.0.1:8080", "http://127.0.0.1:9/x", true),
    ("http://127.0.0.1:8080", "http://files.example.com/x", false),
    ("http://127.0.0.1:8080", "https://files.example.com/x", true),
  ])
  func `without https only this machine is asked, and only for an org on it`(
    api: String, target: String, isFetched: Bool
  ) async throws {
    for isRedirected in [false, true] {
      let folder = try ScratchFolder()
      let redirect = ScriptedTransport.Answer.status(302, headers: ["Location": target])
      let scripted = try ScriptedExports(
        .guide, [redirect], files: [.status(200, body: "ok")], api: api)
      let failure = await exportFailure {
        _ = try await scripted.exports.download(
          url(isRedirected ? "\(api)/x" : target), to: folder.file("out.csv"))
      }
      #expect((failure == nil) == isFetched, "\(failure?.message ?? "")")
      #expect(isFetched || failure?.code == .urlRefused)
      #expect(scripted.files.requests.count == (isFetched ? 1 : 0))
    }
  }

  @Test(
    arguments: [
      (.status(403, body: "<Error><Code>AccessDenied</Code></Error>"), "export-url-expired", true),
      (.status(404), "export-url-expired", true), (.status(410), "export-url-expired", true),
      (.status(400), "export-url-refused", true), (.status(401), "export-url-refused", true),
      (
        .status(200, headers: ["Content-Type": "text/html"], body: "<p>Sign in"),
        "export-url-refused", false
      ),
      (.status(200, headers: ["Content-Length": "9"], body: "short"), "export-incomplete", true),
      (.status(200, headers: ["Content-Length": "4"], body: "toolong"), "export-incomplete", true),
      (.status(302, headers: ["Location": "ftp://x/"]), "export-url-refused", false),
      (.status(500), "unreachable", true),
    ] as [(ScriptedTransport.Answer, String, Bool)])
  func `what is not the file leaves none and says whether exporting again may help`(
    answer: ScriptedTransport.Answer, code: String, canRetry: Bool
  ) async throws {
    let folder = try ScratchFolder()
    let scripted = try ScriptedExports(
      .guide, ScriptedTransport([]), files: ScriptedTransport { _, _ in answer })
    let failure = await exportFailure {
      _ = try await scripted.exports.download(url(Self.elsewhere), to: folder.file("out.csv"))
    }
    #expect(failure?.code.rawValue == code && failure?.canRetry == canRetry)
    #expect(folder.names.isEmpty)
    let everything = "\(failure?.message ?? "")\(failure?.notes ?? [])\(failure?.hint ?? "")"
    #expect(!everything.contains("X-Amz"))
  }

  @Test func `redirects without an end are given up`() async throws {
    let folder = try ScratchFolder()
    let scripted = try ScriptedExports(
      .guide, ScriptedTransport([]),
      files: ScriptedTransport { _, index in .status(302, headers: ["Location": "/\(index)"]) })
    let failure = await exportFailure {
      _ = try await scripted.exports.download(url(Self.elsewhere), to: folder.file("out.csv"))
    }
    #expect(failure?.code == .urlRefused && scripted.files.requests.count == 6)
  }

  @Test func `a file beyond the limit, or without a place, is refused`() async throws {
    let folder = try ScratchFolder()
    let files = ScriptedTransport { _, _ in .status(200, body: "12345678") }
    let scripted = try ScriptedExports(.guide, ScriptedTransport([]), files: files)
    let failure = await exportFailure {
      _ = try await scripted.exports.download(
        url(Self.elsewhere), to: folder.file("out.csv"), limit: 7)
    }
    #expect(failure?.code == .tooLarge)
    let homeless = await exportFailure {
      _ = try await scripted.exports.download(url(Self.elsewhere), to: folder.file("no/out.csv"))
    }
    #expect(homeless?.code == .unwritable && homeless?.canRetry == false)
    #expect(folder.names.isEmpty)
  }

  @Test(
    arguments: [
      ("attachment; filename=\"a b.csv\"", "a b.csv"), ("attachment; filename=x.csv", "x.csv"),
      ("attachment; filename=\"x.csv\"; filename*=UTF-8''Z%C3%BCrich.csv", "Zürich.csv"),
      ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
      ("attachment; filename=\"..\"", nil), ("attachment", nil), ("inline; filename=", nil),
      ("attachment; filename=\"C:\\x\\y.csv\"", "y.csv"),
      ("attachment; filename*=UTF-8''a%0d%0ab.csv", "ab.csv"),
    ] as [(String, String?)])
  func `the name a server gives is safe to be one here`(field: String, name: String?) async throws {
    let folder = try ScratchFolder()
    let scripted = try ScriptedExports(
      .guide, [],
      files: [.status(200, headers: ["Content-Disposition": field], body: "ok")])
    let file = try await scripted.exports.download(
      url(Self.elsewhere), to: folder.file("out.csv"))
    #expect(file.name == name)
  }
}
