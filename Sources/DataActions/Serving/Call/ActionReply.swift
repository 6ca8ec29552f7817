package import JSON

/// What an action says to who called it.
package enum ActionReply: Sendable, Hashable {
  /// What the action's output contract promises: an object.
  case success(JSON)
  /// What the caller is told, whose fault it is, and what the operator is told besides.
  case failure(String, Kind, detail: String? = nil)
  /// The answer will come later, under the call's id.
  case pending(requestID: String)

  /// Whose fault a failure is, and so what its HTTP status says.
  package enum Kind: String, Sendable, CaseIterable {
    case input, unauthenticated, denied
    case notFound = "not_found"
    case method
    case tooLarge = "too_large"
    /// More calls than the action takes.
    case limited
    /// The server is full, or about to stop.
    case busy
    case timeout, upstream
    case `internal`
  }
}

extension ActionReply {
  /// The object the caller's contract asks for: `status` and `data` always, `error` on a failure.
  package var json: JSON {
    switch self {
    case .success(let data) where data.object != nil: ["status": "success", "data": data]
    case .success:
      ActionReply.failure("Internal Server Error: the action gave no object", .internal).json
    case .failure(let text, _, _): ["status": "error", "error": .string(text), "data": [:]]
    case .pending(let id): ["status": "pending", "data": ["requestId": .string(id)]]
    }
  }

  /// One word for metrics and logs: `success`, `pending`, or the kind of the failure.
  package var outcome: String {
    switch self {
    case .success(let data): data.object == nil ? Kind.internal.rawValue : "success"
    case .pending: "pending"
    case .failure(_, let kind, _): kind.rawValue
    }
  }

  /// Why it is a failure, for a log; nothing of what the action was called with or was answered.
  package var detail: String? {
    switch self {
    case .success(let data): data.object == nil ? "the action gave no object" : nil
    case .pending: nil
    case .failure(_, _, let detail): detail
    }
  }
}

/// Which HTTP status a reply has.
package enum ReplyStyle: String, Sendable, CaseIterable {
  /// 200 whatever the reply is, as the contract of a serverless function has it.
  case envelope
  /// The status that fits the reply, so that who calls takes the path for failures.
  case status

  /// Returns the HTTP status of what an action replies.
  package func status(of reply: ActionReply) -> Int {
    switch (self, reply) {
    case (.envelope, _): 200
    case (.status, .success(let data)): data.object == nil ? ActionReply.Kind.internal.status : 200
    case (.status, .pending): 202
    case (.status, .failure(_, let kind, _)): kind.status
    }
  }
}

extension ActionReply.Kind {
  package var status: Int {
    switch self {
    case .input: 400
    case .unauthenticated: 401
    case .denied: 403
    case .notFound: 404
    case .method: 405
    case .tooLarge: 413
    case .limited: 429
    case .internal: 500
    case .upstream: 502
    case .busy: 503
    case .timeout: 504
    }
  }
}
