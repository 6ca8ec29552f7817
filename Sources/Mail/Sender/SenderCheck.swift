package import Diagnostics

/// One of the things that are looked at in what the domain of a sender publishes.
package struct SenderCheck: Sendable, Hashable {
  /// Its place in the table.
  package let number: Int
  package let id: String
  /// What is true of a domain with which all is well.
  package let goal: String

  init(_ number: Int, _ id: String, _ goal: String) {
    (self.number, self.id, self.goal) = (number, id, goal)
  }

  /// All of them, in their order.
  package static let all: [SenderCheck] = [
    SenderCheck(1, "mx", "what comes back can arrive"),
    SenderCheck(2, "spf", "it says which servers send its mail"),
    SenderCheck(3, "dkim", "the key of its signatures is published"),
    SenderCheck(4, "dmarc", "it says what becomes of mail that nothing vouches for"),
  ]

  /// What a check may find, as one row of a table.
  package struct Rule: Sendable, Hashable {
    package let check: String
    package let code: String
    package let severity: Diagnostic.Severity
    /// When it is found.
    package let rule: String
    /// What to do about it.
    package let remedy: String

    init(
      _ check: String, _ severity: Diagnostic.Severity, _ code: String, _ rule: String,
      _ remedy: String
    ) {
      self.check = check
      self.severity = severity
      self.code = code
      self.rule = rule
      self.remedy = remedy
    }
  }
}

/// Something that was found in what a domain publishes.
package struct SenderFinding: Sendable, Hashable {
  package let rule: SenderCheck.Rule
  /// A sentence without a full stop.
  package let message: String

  init(_ code: SenderCheck.Rule.Code, _ message: String) {
    (rule, self.message) = (SenderCheck.Rule.named(code), message)
  }

  /// Whether it says that nobody answered.
  package var isUnknown: Bool { rule.code.hasSuffix("-unknown") }

  package var diagnostic: Diagnostic {
    Diagnostic(rule.severity, rule.code, message, hint: rule.remedy)
  }
}
