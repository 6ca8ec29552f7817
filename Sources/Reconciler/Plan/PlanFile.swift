package import Diagnostics
package import JSON
package import World

/// A plan on disk: what was decided, and around it who made it when and for how long it holds.
package struct PlanFile: Sendable {
  /// What is worth knowing of a plan and is no part of the decision.
  package struct Envelope: Sendable {
    package var createdAt: Timestamp
    package var expiresAt: Timestamp?
    package var actor: String
    package var commit: String?

    package init(
      createdAt: Timestamp, expiresAt: Timestamp? = nil, actor: String, commit: String? = nil
    ) {
      self.createdAt = createdAt
      self.expiresAt = expiresAt
      self.actor = actor
      self.commit = commit
    }
  }

  package static let format = "gcsync.plan/1"

  package let proposal: Proposal
  package let envelope: Envelope
  package var signature: PlanSignature?
  /// The file without its signature, just as it was read or is to be written.
  let unsigned: JSON

  package init(_ proposal: Proposal, envelope: Envelope) {
    self.init(
      proposal, envelope,
      unsigned: [
        "format": .string(Self.format), "plan": proposal.plan.document,
        "envelope": Self.document(envelope, around: proposal),
      ])
  }

  private init(_ proposal: Proposal, _ envelope: Envelope, unsigned: JSON) {
    self.proposal = proposal
    self.envelope = envelope
    self.unsigned = unsigned
  }

  package var plan: Plan { proposal.plan }

  /// Tells whether the plan's time is over.
  package func isExpired(at now: Timestamp) -> Bool {
    envelope.expiresAt.map { $0 <= now } ?? false
  }

  /// The file as it is written, in canonical form.
  package var document: JSON {
    var document = unsigned
    document["envelope"]?["signature"] = signature?.document
    return document
  }
}

extension PlanFile {
  private static func document(_ envelope: Envelope, around proposal: Proposal) -> JSON {
    let plan = proposal.plan
    var object: JSONObject = [
      "id": .string(plan.id),
      "createdAt": .string(envelope.createdAt.rfc3339), "actor": .string(envelope.actor),
      "unchanged": .number(JSONNumber(proposal.unchanged)),
      "requests": [
        "read": .number(JSONNumber(proposal.requests.read)),
        "apply": .number(JSONNumber(proposal.requests.apply)),
        "perMinute": .number(JSONNumber(proposal.requests.perMinute)),
      ],
      "findings": .array(proposal.findings.map(\.planDocument)),
      "sources": .object(
        JSONObject(
          proposal.sources.filter { plan.operation(at: $0.key) != nil }
            .sorted { $0.key < $1.key }.map { ($0.key.description, $0.value.planDocument) })),
      "heldUp": .object(
        JSONObject(
          proposal.blocked.filter { plan.operation(at: $0.key) == nil }
            .sorted { $0.key < $1.key }
            .map { ($0.key.description, .array($0.value.map(JSON.string))) })),
      "found": document(proposal.found, namedIn: plan),
      "why": document(proposal.causes, of: plan), "means": document(proposal.meanings, of: plan),
    ]
    object["expiresAt"] = envelope.expiresAt.map { .string($0.rfc3339) }
    object["commit"] = envelope.commit.map(JSON.string)
    return .object(object)
  }
}

extension PlanFile {
  /// Reads a plan file, and refuses one that is not what it says it is.
  package init(reading bytes: [UInt8], name: String) throws(DiagnosticsError) {
    func refuse(_ message: String, _ hint: String) -> DiagnosticsError {
      DiagnosticsError(.error("invalid-plan", "\(name) \(message)", hint: hint))
    }
    let again = "make the plan again with gcsync plan --out FILE"
    guard let document = try? JSON.parse(bytes), let format = document["format"]?.string else {
      throw refuse("is not a plan file, or is cut off", again)
    }
    guard format == Self.format else {
      throw refuse("has the format \(format)", "this gcsync reads \(Self.format); \(again)")
    }
    guard let content = document["plan"], let words = document["envelope"],
      let plan = Plan(document: content), let envelope = Envelope(words)
    else { throw refuse("holds something that is no plan of this version", again) }
    guard plan.id == Plan.id(of: content) else {
      throw refuse("holds members that this gcsync does not know", again)
    }
    guard words["id"]?.string == plan.id else {
      throw refuse("was changed: its id is not that of its plan", again)
    }
    var proposal =
      Proposal(
        plan: plan, findings: words["findings"]?.array?.compactMap(Diagnostic.init(plan:)) ?? [],
        blocked: Dictionary(
          plan.operations.filter { !$0.blockedBy.isEmpty }.map { ($0.address, $0.blockedBy) },
          uniquingKeysWith: { first, _ in first }
        ).merging(Self.heldUp(words["heldUp"])) { first, _ in first },
        unchanged: words["unchanged"]?.int ?? 0,
        requests: .init(
          read: words["requests"]?["read"]?.int ?? 0, apply: words["requests"]?["apply"]?.int ?? 0,
          perMinute: words["requests"]?["perMinute"]?.int ?? 300),
        sources: Self.sources(words["sources"]), found: Self.found(words["found"]))
    proposal.causes = Self.causes(words["why"])
    proposal.meanings = Self.meanings(words["means"])
    self.init(proposal, envelope, unsigned: document.withoutSignature)
    signature = words["signature"].flatMap(PlanSignature.init(document:))
  }

  private static func heldUp(_ document: JSON?) -> [Address: [String]] {
    var reasons: [Address: [String]] = [:]
    for member in document?.object ?? [:] {
      guard let address = Address(parsing: member.key) else { continue }
      reasons[address] = member.value.texts
    }
    return reasons
  }

  private static func sources(_ document: JSON?) -> [Address: SourceLocation] {
    var sources: [Address: SourceLocation] = [:]
    for member in document?.object ?? [:] {
      guard let address = Address(parsing: member.key) else { continue }
      sources[address] = SourceLocation(plan: member.value)
    }
    return sources
  }
}

extension PlanFile.Envelope {
  fileprivate init?(_ document: JSON) {
    guard let created = document["createdAt"]?.string.flatMap(Timestamp.init(rfc3339:)),
      let actor = document["actor"]?.string
    else { return nil }
    let expires = document["expiresAt"]?.string
    let expiresAt = expires.flatMap(Timestamp.init(rfc3339:))
    guard (expires == nil) == (expiresAt == nil) else { return nil }
    self.init(
      createdAt: created, expiresAt: expiresAt, actor: actor, commit: document["commit"]?.string)
  }
}

extension JSON {
  fileprivate var withoutSignature: JSON {
    var document = self
    document["envelope"]?["signature"] = nil
    return document
  }
}
