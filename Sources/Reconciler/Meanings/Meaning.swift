/// What a change of a field comes to, as `means` in its schema says.
package enum Meaning: String, Sendable, CaseIterable {
  /// How many days something is kept.
  case retention
  /// A list of what the object is about: queues, people, media.
  case coverage
  /// Where what it holds goes.
  case destination
  /// The URL that is called.
  case host
  /// What it starts.
  case starts
  /// The addresses that get mail.
  case recipients
  /// What is encrypted with what.
  case encryption
  /// How a call is proved to be genuine.
  case authentication
  /// Whether it is in force.
  case enabled
  /// Whether what it is about is deleted.
  case deletion
  /// When something happens.
  case schedule
  /// A part of the object with settings of its own, which sentences name.
  case part
}
