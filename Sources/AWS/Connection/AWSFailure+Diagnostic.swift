package import Diagnostics

extension AWSFailure {
  /// The name of the IAM action that the call needs.
  package var action: String {
    let batches = ["SendMessageBatch", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"]
    let name = batches.contains(operation) ? String(operation.dropLast(5)) : operation
    return "\(service.actionPrefix):\(name)"
  }

  /// Returns the failure as a problem with what to do about it, after what could not be done.
  package func diagnostic(
    _ severity: Diagnostic.Severity = .error, _ purpose: String? = nil, address: String? = nil
  ) -> Diagnostic {
    let subject = purpose ?? "\(service.actionPrefix):\(operation) failed"
    let said = code.map { "\($0): \(message)" } ?? message
    let id = requestID.map { [Diagnostic.Note("request id \($0)")] } ?? []
    return Diagnostic(
      severity, diagnosticCode, "\(subject): \(said)", address: address,
      notes: [Diagnostic.Note(line)] + id, hint: remedy)
  }

  /// What to do where there are no credentials that AWS takes.
  package static let credentialsHint =
    "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for a role, AWS_SESSION_TOKEN, or name a "
    + "profile under aws.profile of the environment"

  private var diagnosticCode: String {
    switch cause {
    case .permission: "aws-access-denied"
    case .notFound: "aws-not-found"
    case .conflict: "aws-conflict"
    case .throttled: "aws-throttled"
    case .noCredentials: "aws-credentials"
    case .transport: "aws-unreachable"
    case .interrupted: "interrupted"
    case .unfinished: "not-settled"
    case .other: "aws-failed"
    }
  }

  private var remedy: String? {
    switch cause {
    case .permission: "allow \(action) to the role or user that runs gcsync"
    case .noCredentials:
      Self.credentialsHint
    case .throttled: "run it again later, or raise the quota of the account"
    case .transport: "check the network, the region and aws.endpoint of the environment"
    case .unfinished: "look again in a few minutes with plan, and apply what it then shows"
    case .notFound, .conflict, .interrupted, .other: nil
    }
  }
}
