import DNS
import Diagnostics
import Foundation
import Mail
import Synchronization
import TestSupport
import Testing
import World

/// A domain name system of a few names; of those in `silent` nobody knows anything.
final class ScriptedNames: DNSResolving {
  private let records: [DNSQuestion: [DNSRecord]]
  private let silent: Set<String>
  private let list = Mutex<[DNSQuestion]>([])

  /// What was asked for, in order.
  var asked: [DNSQuestion] { list.withLock { $0 } }

  /// Takes texts by their names, and servers for mail with their preferences.
  init(
    _ texts: [String: [String]], mail: [String: [(UInt16, String)]] = [:],
    addresses: [String] = [], silent: Set<String> = []
  ) {
    var records: [DNSQuestion: [DNSRecord]] = [:]
    func add(_ text: String, _ type: DNSType, _ contents: [DNSRecord.Content]) {
      guard let name = DNSName(text) else { preconditionFailure("\(text) is a name.") }
      records[DNSQuestion(name, type)] = contents.map { DNSRecord(name: name, content: $0) }
    }
    for (name, texts) in texts { add(name, .txt, texts.map { .text(Array($0.utf8)) }) }
    for (name, hosts) in mail {
      add(
        name, .mx,
        hosts.compactMap { preference, host in
          DNSName(host).map { .mail(preference: preference, exchange: $0) }
        })
    }
    for name in addresses { add(name, .aaaa, [.address([UInt8](repeating: 1, count: 16))]) }
    (self.records, self.silent) = (records, silent)
  }

  func answer(to question: DNSQuestion) async -> DNSAnswer {
    list.withLock { $0.append(question) }
    if silent.contains(question.name.description) { return .unknown("nobody answers") }
    if let records = records[question] { return .records(records) }
    return .nothing(nameExists: records.keys.contains { $0.name == question.name })
  }
}

/// What is found in what the domain of a sender publishes.
@Suite struct SenderTests {
  private static let mail: [String: [(UInt16, String)]] = ["example.com": [(10, "mx.example.com")]]
  private static let good = [
    "example.com": ["google-site-verification=x", "v=spf1 include:_spf.example.com -all"],
    "_spf.example.com": ["v=spf1 ip4:192.0.2.0/24 ~all"],
    "s1._domainkey.example.com": ["v=DKIM1; k=rsa; p=\(SenderKeys.rsa2048)"],
    "_dmarc.example.com": ["v=DMARC1; p=reject; rua=mailto:dmarc@example.com"],
  ]

  private func report(
    _ names: ScriptedNames, _ sender: String = "reports@example.com", selectors: [String] = ["s1"]
  ) async throws -> SenderReport {
    let address = try EmailAddress(parsing: sender)
    return try #require(
      await SenderReport.read(address, selectors: selectors, through: names))
  }

  /// The codes of what is found where some of the good records are others.
  private func codes(
    _ changes: [String: [String]], check: String, selectors: [String] = ["s1"]
  ) async throws -> [String] {
    let texts = Self.good.merging(changes) { $1 }.filter { !$1.isEmpty }
    let report = try await report(
      ScriptedNames(texts, mail: Self.mail), selectors: selectors)
    let elsewhere = report.findings.filter { $0.rule.check != check }
    #expect(elsewhere.isEmpty, "the other checks find nothing")
    return report.findings.map(\.rule.code)
  }

  @Test func `of a domain in order nothing is found, and what was seen is told`() async throws {
    let report = try await report(ScriptedNames(Self.good, mail: Self.mail))
    #expect(report.findings.isEmpty && report.domain == "example.com")
    #expect(
      SenderCheck.all.map(report.seen) == [
        "mail for example.com goes to mx.example.com",
        "judging by SPF of example.com takes 1 of the 10 lookups that are allowed",
        "s1._domainkey.example.com has an RSA key of 2048 bits",
        "_dmarc.example.com asks for p=reject",
      ])
  }

  @Test(
    arguments: [
      ([], []), (["v=spf1 -all", "v=spf1 ~all"], ["spf-several"]),
      (["v=spf1 +all"], ["spf-open"]), (["v=spf1 all"], ["spf-open"]),
      (["v=spf1 ?all"], ["spf-neutral"]), (["v=spf1 ip4:192.0.2.1"], ["spf-neutral"]),
      (["V=SPF1 A MX/24//64 Ip6:2001:db8::/32 -ALL"], []), (["v=spf10 -all"], ["spf-missing"]),
      (["v=spf1 ip4:192.0.2.256 -all"], ["spf-faulty"]),
      (["v=spf1 ipv4:192.0.2.1 -all"], ["spf-faulty"]),
      (["v=spf1 ip4:192.0.2.1/33 -all"], ["spf-faulty"]),
      (["v=spf1 include: -all"], ["spf-faulty"]),
      (["v=spf1 a:%{z}.example.com -all"], ["spf-faulty"]), (["v=spf1 a/33 -all"], ["spf-faulty"]),
      (["v=spf1 exists:%{ir}.%{v}._spf.%{d2} include:%{d}.example -all"], []),
      (["v=spf1 ptr -all"], ["spf-ptr"]), (["v=spf1 unknown=x exp=why.example.com ~all"], []),
      (["v=spf1 redirect=_spf.example.com"], []),
      (["v=spf1 redirect=_spf.example.com redirect=_spf.example.com"], ["spf-faulty"]),
      (["v=spf1 include:nowhere.example.com -all"], ["spf-broken-include"]),
      (["v=spf1 redirect=nowhere.example.com"], ["spf-broken-include"]),
      (["v=spf1 include:example.com -all"], ["spf-circle"]),
      (["v=spf1 redirect=example.com"], ["spf-circle"]),
      (["v=spf1 -all include:nowhere.example.com"], []),
    ] as [([String], [String])])
  func `SPF is one record without a fault that lets only some send`(
    texts: [String], expected: [String]
  ) async throws {
    let expected = texts.isEmpty ? ["spf-missing"] : expected
    let others = ["example.com": texts]
    #expect(try await codes(others, check: "spf") == expected)
  }

  @Test(arguments: [(9, []), (10, ["spf-lookups"])])
  func `lookups are counted through all that is included`(
    more: Int, expected: [String]
  ) async throws {
    let terms = (0..<more).map { "a:h\($0).example.com" }.joined(separator: " ")
    let changes = [
      "example.com": ["v=spf1 redirect=_spf.example.com"],
      "_spf.example.com": ["v=spf1 \(terms) ~all"],
    ]
    #expect(try await codes(changes, check: "spf") == expected)
  }

  @Test func `records that include each other without end are not followed without end`()
    async throws
  {
    var texts = Self.good
    for number in 0..<60 {
      let targets = (0..<60).filter { $0 != number }.map { "include:n\($0).example.com" }
      texts["n\(number).example.com"] = ["v=spf1 \(targets.joined(separator: " ")) -all"]
    }
    texts["example.com"] = ["v=spf1 include:n0.example.com -all"]
    let names = ScriptedNames(texts, mail: Self.mail)
    let report = try await report(names)
    #expect(Set(report.findings.map(\.rule.code)) == ["spf-lookups", "spf-circle"])
    #expect(names.asked.count < 40)
  }

  @Test(
    arguments: [
      ("", ["dkim-missing"]), ("v=DKIM1; p=", ["dkim-revoked"]), ("p=\(SenderKeys.rsa2048)", []),
      ("v=DKIM1;k=rsa;p=\(SenderKeys.rsa1024);", ["dkim-short-key"]),
      ("p=\(SenderKeys.bare1024)", ["dkim-short-key"]),
      ("v=DKIM1; p=\(SenderKeys.rsa768)", ["dkim-weak-key"]),
      ("v=DKIM1; k=ed25519; p=\(SenderKeys.ed25519)", []),
      ("v=DKIM1; k=ed25519; p=\(SenderKeys.rsa1024)", ["dkim-faulty"]),
      ("v=DKIM1; p=\(SenderKeys.ed25519)", ["dkim-faulty"]), ("v=DKIM1; p=???", ["dkim-faulty"]),
      ("v=DKIM2; p=\(SenderKeys.rsa2048)", ["dkim-faulty"]), ("k=rsa", ["dkim-faulty"]),
      ("k=rsa; v=DKIM1; p=\(SenderKeys.rsa2048)", ["dkim-faulty"]), ("nonsense", ["dkim-faulty"]),
      ("v=DKIM1; k=dsa; p=\(SenderKeys.rsa2048)", ["dkim-faulty"]),
      ("v=DKIM1; p=\(SenderKeys.rsa2048); p=", ["dkim-faulty"]),
      ("v=DKIM1; t=y:s; p=\(SenderKeys.rsa2048)", ["dkim-testing"]),
      ("v=DKIM1; s=tlsrpt; h=sha1; p=\(SenderKeys.rsa2048)", ["dkim-unusable", "dkim-unusable"]),
      (
        "v=DKIM1; s=email:*; h=sha1:sha256; n=note; p= \(SenderKeys.rsa2048.prefix(64)) "
          + "\(SenderKeys.rsa2048.dropFirst(64))", []
      ),
    ] as [(String, [String])])
  func `a key of DKIM is one that receivers can use`(
    text: String, expected: [String]
  ) async throws {
    let changes = ["s1._domainkey.example.com": text.isEmpty ? [] : [text]]
    #expect(try await codes(changes, check: "dkim") == expected)
  }

  @Test func `every selector is looked at, and none is a remark`() async throws {
    #expect(try await codes([:], check: "dkim", selectors: []) == ["dkim-selector-unnamed"])
    #expect(try await codes([:], check: "dkim", selectors: ["s1", "s2"]) == ["dkim-missing"])
    let two = ["s1._domainkey.example.com": Array(repeating: "p=\(SenderKeys.rsa2048)", count: 2)]
    #expect(try await codes(two, check: "dkim") == ["dkim-several"])
  }

  @Test(
    arguments: [
      ([], ["dmarc-missing"]), (["v=spf1 -all"], ["dmarc-missing"]),
      (["v=DMARC1; p=none; rua=mailto:a@example.com"], ["dmarc-none"]),
      (["v=DMARC1; p=quarantine"], ["dmarc-unheard"]),
      (
        ["v=DMARC1; p=reject; pct=20; rua=mailto:a@example.com!10m,mailto:b@example.org"],
        ["dmarc-partial"]
      ),
      (["v=DMARC1; p=rejected"], ["dmarc-faulty"]),
      (["v=DMARC1; rua=mailto:a@example.com"], ["dmarc-faulty"]),
      (["v=DMARC1; p=reject; rua=https://example.com"], ["dmarc-faulty"]),
      (["v=DMARC1; p=reject; pct=101"], ["dmarc-faulty"]),
      (["v=DMARC1; p=reject; adkim=x"], ["dmarc-faulty"]),
      (["v=DMARC1; p=reject", "v=DMARC1; p=none"], ["dmarc-several"]),
      (["other", " v = DMARC1 ; P=x; p=reject ; rua=mailto:a@example.com ; adkim=s; "], []),
    ] as [([String], [String])])
  func `DMARC asks for something, and somebody hears of it`(
    texts: [String], expected: [String]
  ) async throws {
    #expect(try await codes(["_dmarc.example.com": texts], check: "dmarc") == expected)
  }

  @Test func `a domain below takes the request of the one above`() async throws {
    var texts = Self.good
    texts["eu.mail.example.com"] = ["v=spf1 -all"]
    texts["s1._domainkey.eu.mail.example.com"] = ["p=\(SenderKeys.rsa2048)"]
    let mail = ["eu.mail.example.com": [(UInt16(1), "mx.example.com")]]
    for (record, seen) in [
      ("v=DMARC1; p=reject; rua=mailto:a@example.com", "_dmarc.example.com asks for p=reject"),
      (
        "v=DMARC1; p=none; sp=quarantine; rua=mailto:a@example.com",
        "_dmarc.example.com asks for sp=quarantine"
      ),
    ] {
      texts["_dmarc.example.com"] = [record]
      let names = ScriptedNames(texts, mail: mail)
      let report = try await report(names, "reports@eu.mail.example.com")
      #expect(report.findings.isEmpty)
      #expect(report.seen(of: SenderCheck.all[3]) == seen)
      #expect(
        !names.asked.contains { $0.name.description == "_dmarc.com" },
        "what lies above two labels is nobody's own")
    }
  }

  @Test func `a domain that takes no mail, or is none, gets no bounces back`() async throws {
    func codes(_ mail: [String: [(UInt16, String)]], _ addresses: [String] = []) async throws
      -> [String]
    {
      try await report(ScriptedNames(Self.good, mail: mail, addresses: addresses))
        .findings.map(\.rule.code)
    }
    #expect(try await codes(["example.com": [(0, ".")]]) == ["mx-null"])
    #expect(try await codes([:]) == ["mx-missing"])
    #expect(try await codes([:], ["example.com"]) == [])
    #expect(
      try await report(ScriptedNames([:])).findings.map(\.rule.code)
        == ["sender-domain-missing", "spf-missing", "dkim-missing", "dmarc-missing"])
    let several = try await report(
      ScriptedNames(
        Self.good, mail: ["example.com": [(20, "b.example.com"), (5, "a.example.com")]]))
    #expect(
      several.seen(of: SenderCheck.all[0])
        == "mail for example.com goes to a.example.com and 1 more")
  }

  @Test func `what nobody answers is unknown, which is not missing`() async throws {
    let all: Set<String> = [
      "example.com", "s1._domainkey.example.com", "_dmarc.example.com",
    ]
    let silent = try await report(ScriptedNames(Self.good, mail: Self.mail, silent: all))
    #expect(
      silent.findings.map(\.rule.code)
        == ["mx-unknown", "spf-unknown", "dkim-unknown", "dmarc-unknown"])
    #expect(silent.diagnostics.allSatisfy { $0.severity == .warning && $0.hint != nil })
    let partly = try await report(
      ScriptedNames(Self.good, mail: Self.mail, silent: ["_spf.example.com"]))
    #expect(partly.findings.map(\.rule.code) == ["spf-unknown"])
  }

  @Test func `a sender at an address of IP has nothing that is published`() async throws {
    let address = try EmailAddress(parsing: "reports@[192.0.2.1]")
    let names = ScriptedNames([:])
    #expect(await SenderReport.read(address, selectors: ["s1"], through: names) == nil)
    #expect(names.asked.isEmpty)
  }

  @Test func `no text brings the readers down, and none breaks the line it is shown on`()
    async throws
  {
    var chance = SeededGenerator(seed: 7)
    let seeds = Self.good.values.flatMap(\.self)
    for _ in 0..<1500 {
      var bytes = Array((seeds.randomElement(using: &chance) ?? "").utf8)
      for _ in 0...Int.random(in: 0...6, using: &chance) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &chance)
        switch Int.random(in: 0...2, using: &chance) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: Array("%{;=: /".utf8), at: place)
        }
      }
      let text = String(String.UnicodeScalarView(bytes.map(UnicodeScalar.init)))
      let names = ScriptedNames(
        [
          "example.com": ["v=spf1 " + text], "s1._domainkey.example.com": [text],
          "_dmarc.example.com": ["v=DMARC1; " + text],
        ], mail: Self.mail)
      for finding in try await report(names).findings {
        #expect(
          finding.message.unicodeScalars.allSatisfy { (32..<127).contains($0.value) || $0 == "…" })
      }
    }
  }

  @Test func `the table has each check and each code once, and a remedy`() {
    let rules = SenderCheck.Rule.all
    #expect(SenderCheck.all.map(\.number) == Array(1...SenderCheck.all.count))
    #expect(Set(rules.map(\.code)).count == rules.count)
    #expect(Set(rules.map(\.check)) == Set(SenderCheck.all.map(\.id)))
    #expect(rules.allSatisfy { !$0.remedy.isEmpty && !$0.rule.isEmpty })
  }

  @Test func `the documentation has every check and every code, with severity and remedy`() throws {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(folder)/Sources/Mail/Mail.docc/WhatIsCheckedOfASender.md"
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    for check in SenderCheck.all {
      #expect(text.contains("### \(check.number) \(check.id): \(check.goal)\n"))
    }
    for rule in SenderCheck.Rule.all {
      let row =
        "| `\(rule.code)` | \(rule.severity.rawValue) | \(rule.rule) | \(rule.remedy) |\n"
      #expect(text.contains(row), "\(rule.code)")
    }
  }
}
