internal import DNS
package import Diagnostics

/// What was found in what the domain of a sender publishes, check by check.
package struct SenderReport: Sendable {
  package let domain: String
  package let findings: [SenderFinding]
  /// What was seen, as a part of a sentence, by the ids of the checks.
  private let seen: [String: String]

  init(_ records: SenderRecords) {
    domain = records.domain.description
    let judgements = [
      ("mx", MXJudgement(records).judgement), ("spf", SPFJudgement(records).judgement),
      ("dkim", DKIMJudgement(records).judgement), ("dmarc", DMARCJudgement(records).judgement),
    ]
    findings = judgements.flatMap { $0.1.findings }
    seen = Dictionary(judgements.compactMap { id, judgement in judgement.seen.map { (id, $0) } }) {
      $1
    }
  }

  package func findings(of check: SenderCheck) -> [SenderFinding] {
    findings.filter { $0.rule.check == check.id }
  }

  /// What was seen where nothing is wrong.
  package func seen(of check: SenderCheck) -> String { seen[check.id] ?? check.goal }

  package var diagnostics: [Diagnostic] { findings.map(\.diagnostic) }
}

/// What one check came to.
struct SenderJudgement: Sendable {
  var findings: [SenderFinding] = []
  /// What was seen, as a part of a sentence.
  var seen: String?

  mutating func find(_ code: SenderCheck.Rule.Code, _ message: String) {
    findings.append(SenderFinding(code, message))
  }
}
