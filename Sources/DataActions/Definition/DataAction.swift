package import HTTP
package import JSON
internal import Templates

/// A data action as its manifest defines it, ready to be run, tested and served.
package struct DataAction: Sendable {
  /// The manifest's name, by which it is called.
  package let name: String
  /// What it is called in Architect.
  package let title: String
  /// Whether it may be used.
  package let isActive: Bool
  package let contract: ActionContract
  /// How Genesys asks for it; nil where the manifest says nothing of it.
  package let request: ActionRequest?
  package let response: ActionResponse
  /// How many seconds Genesys waits; nil where the platform decides.
  package let timeoutSeconds: Int?
  /// What gcsync answers from where it serves the action.
  package let source: ActionSource?
  package let tests: [ActionTest]
  /// What is odd in the definition and keeps nobody from using it.
  let remarks: [ActionProblem]
}

/// Where a served action has its answers from, and how it tells of failures.
package struct ActionSource: Sendable {
  package enum Origin: Sendable {
    case rest(RESTSource)
    case s3(S3Source)
  }

  package let origin: Origin
  /// How a failure reaches Genesys.
  package let errors: ReplyStyle
  /// Where the result of a slow call is sent after `pending` was answered.
  package let pending: Pending?

  package struct Pending: Sendable {
    package let callbackURL: String
    /// What of the networks the result may be sent to.
    package let addresses: AddressGuard
    /// The key that signs the callback, as it stands in the manifest.
    package let secret: JSON?
    /// How long a call may take before it is answered with `pending`.
    package let after: Duration
  }
}

/// A test of an action: an input, what the upstream answers to it, and what must come of it.
package struct ActionTest: Sendable {
  package let name: String
  package let input: JSON
  package let credentials: JSONObject
  package let authResponse: JSON?
  /// The answers of the upstream in their order, the last one for all that follow.
  package let upstream: [CannedAnswer]
  package let expectation: Expectation

  package struct Expectation: Sendable {
    /// What the action gives, whole.
    package var output: JSON?
    /// What the message of the failing step holds.
    package var error: String?
    /// Members of the request that goes out, compared where they are given.
    package var request: JSON?
  }
}

/// An answer that a test gives in the place of an upstream.
package struct CannedAnswer: Sendable {
  package enum Content: Sendable {
    case answer(status: Int, headers: JSONObject, body: [UInt8])
    case timeout
    case unreachable
  }

  package let content: Content

  package init(content: Content) {
    self.content = content
  }
}

extension DataAction {
  /// Whether its URL leads to the org's own API, which takes the org's own token.
  package var asksOrg: Bool {
    source == nil && request?.url.source.hasPrefix("/") == true
  }

  /// The secrets that its source needs, as the manifest refers to them.
  package var secretReferences: [JSON] {
    guard let source else { return [] }
    var references = source.pending?.secret.map { [$0] } ?? []
    if case .rest(let rest) = source.origin {
      references += rest.headers.compactMap { header in
        if case .secret(let reference) = header.value { reference } else { nil }
      }
    }
    return references
  }
}
