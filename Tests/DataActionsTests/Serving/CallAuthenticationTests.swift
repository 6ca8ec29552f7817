import DataActions
import HTTP
import Testing
import World

@Suite struct CallAuthenticationTests {
  private let now = Timestamp(seconds: 1_795_225_800)
  private let body = Array(#"{"data":{}}"#.utf8)
  private let key = Secret("key-of-both-sides")

  private func refusal(
    _ authentication: CallAuthentication, _ headers: HTTPHeaders, body: [UInt8]? = nil,
    at time: Timestamp? = nil
  ) -> ActionRefusal? {
    authentication.refusal(headers, body ?? self.body, at: time ?? now)
  }

  @Test(arguments: [
    ("Bearer one", true), ("bearer two", true), ("BEARER  one", false), ("Bearer three", false),
    ("Bearer", false), ("Bearer ", false), ("Basic one", false), ("one", false),
    ("Bearer one ", false), ("Bearer on", false), ("Bearer onee", false),
  ])
  func `any of several tokens opens, and nothing else`(field: String, isOpen: Bool) {
    let tokens = CallAuthentication.bearer([Secret("one"), Secret("two"), Secret("")])
    let refusal = refusal(tokens, ["Authorization": field])
    #expect((refusal == nil) == isOpen)
    if !isOpen { #expect(refusal?.kind == .unauthenticated) }
  }

  @Test func `no field and two fields open nothing`() {
    let tokens = CallAuthentication.bearer([Secret("one")])
    #expect(refusal(tokens, [:])?.kind == .unauthenticated)
    #expect(
      refusal(tokens, ["Authorization": "Bearer one", "authorization": "Bearer one"])?.kind
        == .unauthenticated)
    #expect(refusal(.bearer([]), ["Authorization": "Bearer "])?.kind == .unauthenticated)
    #expect(refusal(tokens, ["Authorization": "Bearer wrong"])?.text.contains("wrong") == false)
  }

  /// The fields of a signature, as another implementation of HMAC made it.
  private let known: HTTPHeaders = [
    "X-Gcsync-Timestamp": "1795225800",
    "X-Gcsync-Signature":
      "sha256=a6665bf3dd8111a6bb1e4c88746a6647b84a874dfcf434a4e1685ed2a4f22f5f",
  ]

  @Test func `a signature is the HMAC of timestamp, dot and body`() {
    let fields = CallSignature.fields(of: body, at: now, key: key)
    #expect(HTTPHeaders(fields) == known)
    #expect(refusal(.signature(.init(keys: [key])), known) == nil)
    // An old key beside the new one, for the time between.
    #expect(refusal(.signature(.init(keys: [Secret("new"), key])), known) == nil)
  }

  @Test func `what was not signed so is refused`() {
    let signing = CallAuthentication.signature(.init(keys: [key]))
    func changed(_ name: String, _ value: String?) -> HTTPHeaders {
      var headers = known
      headers[name] = value
      return headers
    }
    let signature = known["X-Gcsync-Signature"] ?? ""
    #expect(refusal(signing, changed("X-Gcsync-Signature", signature.uppercased())) != nil)
    for headers in [
      [:], changed("X-Gcsync-Signature", nil), changed("X-Gcsync-Timestamp", nil),
      changed("X-Gcsync-Timestamp", "1795225801"), changed("X-Gcsync-Timestamp", "01795225800"),
      changed("X-Gcsync-Timestamp", "x"), changed("X-Gcsync-Timestamp", "9223372036854775807"),
      changed("X-Gcsync-Signature", "sha256="), changed("X-Gcsync-Signature", ""),
      changed("X-Gcsync-Signature", String(signature.dropLast(2))),
      changed("X-Gcsync-Signature", signature + "00"),
    ] {
      #expect(refusal(signing, headers)?.kind == .unauthenticated, "\(headers)")
    }
    #expect(refusal(signing, known, body: body + [0x20]) != nil)
    #expect(refusal(.signature(.init(keys: [Secret("other")])), known) != nil)
    #expect(refusal(.signature(.init(keys: [])), known) != nil)
    let empty = HTTPHeaders(CallSignature.fields(of: body, at: now, key: Secret("")))
    #expect(refusal(.signature(.init(keys: [Secret("")])), empty) != nil)
  }

  @Test(arguments: [(0, true), (300, true), (301, false), (-300, true), (-301, false)])
  func `a signature is good for some minutes only`(seconds: Int, isGood: Bool) {
    let time = now.advanced(by: .seconds(seconds))
    #expect((refusal(.signature(.init(keys: [key])), known, at: time) == nil) == isGood)
  }

  @Test func `a plain HMAC of the body opens only where its field is named`() {
    let hub = "a63f63344f00bb053bc6777a8294f3451824de12072a75ef8f1cdafa60288f33"
    let signing = CallAuthentication.Signing(keys: [key], plainHeader: "X-Hub-Signature-256")
    #expect(refusal(.signature(signing), ["X-Hub-Signature-256": "sha256=\(hub)"]) == nil)
    #expect(refusal(.signature(signing), ["X-Hub-Signature-256": hub]) == nil)
    #expect(refusal(.signature(signing), ["X-Hub-Signature-256": "sha256=00"]) != nil)
    #expect(refusal(.signature(signing), known) == nil)
    #expect(
      refusal(.signature(.init(keys: [key])), ["X-Hub-Signature-256": "sha256=\(hub)"]) != nil)
    // Who sends the better signature is judged by it.
    var both = known
    both["X-Gcsync-Timestamp"] = "1"
    both["X-Hub-Signature-256"] = "sha256=\(hub)"
    #expect(refusal(.signature(signing), both) != nil)
  }

  @Test func `without authentication no page in a browser gets through`() {
    #expect(refusal(.none, [:]) == nil)
    #expect(refusal(.none, ["Origin": "https://evil.example"])?.kind == .denied)
  }
}
