internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let why = Command(
    "why", usage: "ADDRESS[.path]",
    summary: "Tell all about one object: where each value comes from, what it has to do with.",
    options: [
      Option("live", "Also ask the org whether it has the object as declared."), .output,
    ],
    details: """
      Contacts nothing but the state, unless --live is given. A path narrows the fields: \
      Webhook/x.authentication.
      """
  ) { invocation in
    let words = invocation.arguments.positional
    guard let text = words.first, words.count == 1 else {
      throw Arguments.Misuse(message: "why needs one address, such as Webhook/data-lake")
    }
    let session = try Session.load(invocation)
    let reading = try await WhyReading(session, text)
    var report = reading.report()
    var obstacle: CommandFailure?
    if invocation.arguments.has("live") { (report.changes, obstacle) = try await reading.changes() }
    try invocation.write { report.rendered(as: $0, style: $1) }
    if let obstacle { throw obstacle }
    return .done
  }
}
