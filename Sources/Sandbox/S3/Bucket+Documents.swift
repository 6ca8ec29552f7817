import Codecs
import HTTP
import JSON
import Server

extension Bucket {
  /// Does what a call asks of one of the bucket's documents.
  mutating func answer(
    _ method: String, _ document: BucketDocument, _ body: [UInt8]
  ) throws(S3Error) -> ServerResponse {
    switch method {
    case "GET": return try describe(document)
    case "PUT":
      documents[document] = try document.checked(body)
      return ServerResponse(status: document == .policy ? 204 : 200)
    default:
      documents[document] = nil
      return ServerResponse(status: 204)
    }
  }

  private func describe(_ document: BucketDocument) throws(S3Error) -> ServerResponse {
    if document == .policyStatus, let policy = documents[.policy] {
      var writer = XMLWriter()
      writer.element("PolicyStatus", attributes: Account.namespace) {
        $0.element("IsPublic", String(Self.isPublic(policy)))
      }
      return ServerResponse(status: 200, xml: writer)
    }
    if let text = documents[document] {
      let type = document == .policy ? "application/json" : "application/xml"
      return ServerResponse(
        status: 200, headers: ["Content-Type": type], body: Array(text.utf8))
    }
    guard let absence = document.absence else {
      var writer = XMLWriter()
      writer.element(document.root ?? "", attributes: Account.namespace) { _ in }
      return ServerResponse(status: 200, xml: writer)
    }
    throw S3Error(
      status: 404, code: absence.code, message: absence.message, more: [("BucketName", name)])
  }

  /// Tells whether a policy lets everyone in without any condition.
  private static func isPublic(_ policy: String) -> Bool {
    let statements = (try? JSON.parse(policy))?["Statement"]
    return (statements?.array ?? statements.map { [$0] } ?? []).contains { statement in
      let principal = statement["Principal"]
      return statement["Effect"] == "Allow" && statement["Condition"] == nil
        && (principal == "*" || principal?["AWS"] == "*")
    }
  }
}

extension BucketDocument {
  /// Returns the text of what is written, or refuses what is no such document.
  func checked(_ bytes: [UInt8]) throws(S3Error) -> String {
    guard let root else {
      guard (try? JSON.parse(bytes))?["Statement"] != nil else {
        throw S3Error(
          status: 400, code: "MalformedPolicy", message: "Policies must be valid JSON")
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    guard (try? XMLElement.parse(bytes))?.name.local == root else { throw .malformedXML }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Bucket {
  /// Takes a document as it would be written, a policy as JSON too; null takes it away.
  mutating func setDocument(
    _ key: String, _ value: JSON
  ) throws(SandboxInputError) {
    guard let document = BucketDocument(rawValue: key), document != .policyStatus else {
      throw SandboxInputError("bucket \(name): there is no document \(key)")
    }
    if value.isNull {
      documents[document] = nil
      return
    }
    do throws(S3Error) {
      documents[document] = try document.checked(Array((value.string ?? value.text).utf8))
    } catch {
      throw SandboxInputError("bucket \(name): \(key) is no such document: \(error.message)")
    }
  }
}
