package import JSON

/// A policy as it stands in AWS: statements, of which some may be out of reach.
package struct PolicyDocument: Sendable, Hashable {
  /// What a policy is attached to, and so what its statements must name.
  package enum Kind: Sendable {
    /// A user, a group or a role: it names no principal.
    case identity
    /// A bucket, a queue or a key.
    case resource
    /// A role that may be assumed: the role is the only resource.
    case trust
  }

  private static let versions = ["2008-10-17", "2012-10-17"]

  package let kind: Kind
  package let statements: [PolicyStatement]

  /// Reads a document's text; where that is none, it has one statement that decides nothing.
  package init(_ text: String, _ kind: Kind) {
    let limits = JSON.Limits(depth: 32, bytes: 1 << 20)
    guard let json = try? JSON.parse(Array(text.utf8), limits: limits) else {
      self.init(unreadable: "the document is no JSON", kind)
      return
    }
    self.init(json, kind)
  }

  /// Reads a document.
  package init(_ json: JSON, _ kind: Kind) {
    let unknown = (json.object ?? [:]).keys.first { !["Version", "Id", "Statement"].contains($0) }
    let version = json["Version"] ?? .string(Self.versions[0])
    guard let list = json["Statement"], list.array != nil || list.object != nil else {
      self.init(unreadable: "the document has no statements", kind)
      return
    }
    guard unknown == nil, let name = version.string, Self.versions.contains(name) else {
      self.init(
        unreadable: unknown.map { "the document's element \($0.shown) is not known" }
          ?? "the document's version is not known", kind)
      return
    }
    let hasVariables = name == Self.versions[1]
    self.init(
      kind: kind,
      statements: (list.array ?? [list]).enumerated().map { index, json in
        PolicyStatement(json, index: index, kind: kind, hasVariables: hasVariables)
      })
  }

  private init(unreadable reason: String, _ kind: Kind) {
    self.init(kind: kind, statements: [PolicyStatement(unreadable: reason)])
  }

  private init(kind: Kind, statements: [PolicyStatement]) {
    self.kind = kind
    self.statements = statements
  }
}

extension PolicyStatement {
  fileprivate init(unreadable reason: String) {
    self.init(
      sid: nil, index: 0, effect: nil, principal: nil,
      actions: Choice(elements: [], isInverted: true), resources: nil, conditions: [],
      obstacle: reason)
  }
}
