package import JSON
package import World

/// Everything that is known of one object: where it is declared, how its values came to be, what it has to
/// do with, and what became of it.
package struct WhyReport: Sendable {
  /// A value of the manifest, with the places it went through, the last one first.
  package struct Leaf: Sendable {
    package let path: String
    package let value: JSON
    package let source: String
    package let steps: [JSON]

    package init(path: String, value: JSON, source: String, steps: [JSON]) {
      self.path = path
      self.value = value
      self.source = source
      self.steps = steps
    }
  }

  /// Another object, and the field that names it.
  package struct Link: Sendable, Hashable {
    package let address: String
    package let path: String
    package let isExternal: Bool

    package init(address: String, path: String, isExternal: Bool) {
      self.address = address
      self.path = path
      self.isExternal = isExternal
    }
  }

  /// What was last written of the object or of a part of it.
  package struct Applied: Sendable {
    package let address: String
    package let id: String
    package let owner: String
    package let run: String
    package let time: Timestamp
    package let actor: String?
    package let commit: String?

    package init(
      address: String, id: String, owner: String, run: String, time: Timestamp, actor: String?,
      commit: String?
    ) {
      self.address = address
      self.id = id
      self.owner = owner
      self.run = run
      self.time = time
      self.actor = actor
      self.commit = commit
    }
  }

  /// A difference that is agreed to.
  package struct Agreement: Sendable {
    package let path: String
    package let reason: String
    package let expires: Timestamp
    /// The same as a person wrote it.
    package let lasts: String
    package let source: String

    package init(
      path: String, reason: String, expires: Timestamp, lasts: String, source: String
    ) {
      self.path = path
      self.reason = reason
      self.expires = expires
      self.lasts = lasts
      self.source = source
    }
  }

  /// A rule that has something against the object as it is declared.
  package struct Objection: Sendable {
    package let rule: String
    package let level: String
    package let message: String

    package init(rule: String, level: String, message: String) {
      self.rule = rule
      self.level = level
      self.message = message
    }
  }

  package let address: String
  package let environment: String
  package let owner: String
  /// Nil where no manifest declares it.
  package var source: String?
  package var deletionPolicy: String?
  package var labels: [String: String] = [:]
  package var leaves: [Leaf] = []
  package var refersTo: [Link] = []
  package var referredToBy: [Link] = []
  package var applied: [Applied] = []
  package var agreements: [Agreement] = []
  package var objections: [Objection] = []
  /// What would change, as `plan --output json` tells it; nil where the org was not asked.
  package var changes: [JSON]?

  package init(address: String, environment: String, owner: String) {
    self.address = address
    self.environment = environment
    self.owner = owner
  }

  package func rendered(as format: Format, style: Style) -> String {
    switch format {
    case .text: text(style)
    case .markdown: Markdown.block(text(.plain))
    case .json: document.prettyText + "\n"
    }
  }
}
