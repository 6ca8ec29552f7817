/// What is known of one thing; that there is none is an answer too.
package enum Fact<Value: Sendable>: Sendable {
  case known(Value)
  case absent
  case unknown(Ignorance)

  /// What it is, where it is known and there.
  package var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }

  var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }

  package var ignorance: Ignorance? {
    if case .unknown(let ignorance) = self { ignorance } else { nil }
  }
}

/// Why something is not known.
package struct Ignorance: Error, Sendable, Hashable {
  package enum Cause: Sendable, Hashable {
    /// Who asks lacks a permission.
    case denied
    /// Whom is asked does not have the call.
    case notOffered
    case failed
  }

  package let cause: Cause
  /// The permission that it takes to know.
  package let permission: String
  /// What happened, without any query, body or credential.
  package let detail: String

  package init(_ cause: Cause, permission: String, _ detail: String) {
    self.cause = cause
    self.permission = permission
    self.detail = detail
  }
}

extension Ignorance {
  init(_ failure: S3Failure, _ permission: String) {
    let cause: Cause =
      switch failure.reason {
      case .accessDenied: .denied
      case .notOffered: .notOffered
      default: .failed
      }
    self.init(cause, permission: permission, failure.detail)
  }
}
