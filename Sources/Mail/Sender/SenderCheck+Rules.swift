internal import Diagnostics

extension SenderCheck.Rule {
  /// The names of the rules.
  enum Code: String, CaseIterable, Sendable {
    case noDomain = "sender-domain-missing"
    case mxNull = "mx-null"
    case mxMissing = "mx-missing"
    case spfMissing = "spf-missing"
    case spfSeveral = "spf-several"
    case spfFaulty = "spf-faulty"
    case spfOpen = "spf-open"
    case spfNeutral = "spf-neutral"
    case spfLookups = "spf-lookups"
    case spfBroken = "spf-broken-include"
    case spfCircle = "spf-circle"
    case spfNames = "spf-ptr"
    case dkimUnnamed = "dkim-selector-unnamed"
    case dkimMissing = "dkim-missing"
    case dkimSeveral = "dkim-several"
    case dkimFaulty = "dkim-faulty"
    case dkimRevoked = "dkim-revoked"
    case dkimWeak = "dkim-weak-key"
    case dkimShort = "dkim-short-key"
    case dkimUnusable = "dkim-unusable"
    case dkimTesting = "dkim-testing"
    case dmarcMissing = "dmarc-missing"
    case dmarcSeveral = "dmarc-several"
    case dmarcFaulty = "dmarc-faulty"
    case dmarcNone = "dmarc-none"
    case dmarcPartial = "dmarc-partial"
    case dmarcUnheard = "dmarc-unheard"
    case unknownMX = "mx-unknown"
    case unknownSPF = "spf-unknown"
    case unknownDKIM = "dkim-unknown"
    case unknownDMARC = "dmarc-unknown"
  }

  static func named(_ code: Code) -> SenderCheck.Rule {
    guard let rule = all.first(where: { $0.code == code.rawValue }) else {
      preconditionFailure("Every code has a rule.")
    }
    return rule
  }

  private init(
    _ check: String, _ severity: Diagnostic.Severity, _ code: Code, _ rule: String,
    _ remedy: String
  ) {
    self.init(check, severity, code.rawValue, rule, remedy)
  }

  /// All of them, check by check.
  package static let all: [SenderCheck.Rule] = mx + spf + dkim + dmarc

  private static let ask = "see whether the name servers are reached; GCSYNC_DNS names another one"

  private static let mx: [SenderCheck.Rule] = [
    .init(
      "mx", .error, .noDomain, "there is no such domain",
      "correct the domain in mail.from, or register it"),
    .init(
      "mx", .warning, .mxNull, "the domain says that it takes no mail (RFC 7505)",
      "send from a domain that takes mail, for what cannot be delivered comes back to it"),
    .init(
      "mx", .warning, .mxMissing, "no server takes mail for the domain",
      "publish an MX record, for what cannot be delivered comes back to the domain"),
    .init("mx", .warning, .unknownMX, "nobody answered", ask),
  ]

  private static let spf: [SenderCheck.Rule] = [
    .init(
      "spf", .warning, .spfMissing, "the domain has no record of SPF",
      "publish a TXT record such as v=spf1 include:… -all, as the mail service tells"),
    .init(
      "spf", .error, .spfSeveral, "the domain has several records, of which none counts",
      "make one of them, with the terms of all"),
    .init(
      "spf", .error, .spfFaulty, "the record has a term that is none, and so does not count",
      "correct the term"),
    .init(
      "spf", .error, .spfOpen, "the record lets everybody send", "end it with -all or ~all"),
    .init(
      "spf", .warning, .spfNeutral, "the record says nothing of other servers",
      "end it with -all or ~all"),
    .init(
      "spf", .error, .spfLookups,
      "judging by the record takes more than 10 lookups, after which it does not count",
      "take out includes that no mail is sent through"),
    .init(
      "spf", .error, .spfBroken, "an include or redirect leads to no record that counts",
      "take it out, or correct the name"),
    .init("spf", .error, .spfCircle, "the record leads back to itself", "take out that include"),
    .init(
      "spf", .note, .spfNames, "the record uses ptr, which is slow and out of use",
      "name the servers with ip4, ip6, a or mx"),
    .init("spf", .warning, .unknownSPF, "nobody answered", ask),
  ]

  private static let dkim: [SenderCheck.Rule] = [
    .init(
      "dkim", .warning, .dkimUnnamed, "no selector is named, so that no key was looked for",
      "write the selector that the mail service signs with as mail.dkimSelector"),
    .init(
      "dkim", .warning, .dkimMissing, "there is no key under the selector",
      "publish the record that the mail service tells, or correct mail.dkimSelector"),
    .init(
      "dkim", .warning, .dkimSeveral, "the selector has several records, of which any may be taken",
      "keep one record for each selector"),
    .init(
      "dkim", .error, .dkimFaulty, "the record holds no key", "publish it as the mail service tells"
    ),
    .init(
      "dkim", .error, .dkimRevoked, "the key is revoked (p= is empty)",
      "name the selector that mail is signed with today"),
    .init(
      "dkim", .error, .dkimWeak, "the RSA key has less than 1024 bits, and counts nowhere",
      "sign with a key of 2048 bits"),
    .init(
      "dkim", .warning, .dkimShort, "the RSA key has less than 2048 bits",
      "sign with a key of 2048 bits"),
    .init(
      "dkim", .error, .dkimUnusable, "the key is not for mail, or not for SHA-256",
      "take out s= and h="),
    .init(
      "dkim", .warning, .dkimTesting,
      "the key is marked as a trial (t=y), so that it changes nothing",
      "take out t=y"),
    .init("dkim", .warning, .unknownDKIM, "nobody answered", ask),
  ]

  private static let dmarc: [SenderCheck.Rule] = [
    .init(
      "dmarc", .warning, .dmarcMissing, "neither the domain nor one above it has a record of DMARC",
      "publish a TXT record at _dmarc, such as v=DMARC1; p=quarantine; rua=mailto:…"),
    .init(
      "dmarc", .error, .dmarcSeveral, "there are several records, of which none counts",
      "keep one of them"),
    .init("dmarc", .error, .dmarcFaulty, "the record does not count", "correct the record"),
    .init(
      "dmarc", .note, .dmarcNone, "the record asks for nothing (p=none)",
      "ask for quarantine or reject, once the summaries show that all mail passes"),
    .init(
      "dmarc", .note, .dmarcPartial, "the record asks of only some of the mail (pct)",
      "take out pct"),
    .init(
      "dmarc", .note, .dmarcUnheard, "nobody gets the summaries that receivers send",
      "name an address with rua=mailto:…"),
    .init("dmarc", .warning, .unknownDMARC, "nobody answered", ask),
  ]
}
