/// How long a call may take, so that its caller still gets the reply.
package struct CallBudget: Sendable, Hashable {
  /// The field in which a caller says how many milliseconds it waits.
  package static let header = "X-Gcsync-Deadline-Ms"

  /// How long a caller waits that does not say.
  package var usual: Duration
  /// The longest that any caller's call may take.
  package var most: Duration
  /// What is kept back for the way of the reply.
  package var margin: Duration

  package init(
    usual: Duration = .seconds(30), most: Duration = .seconds(60), margin: Duration = .seconds(1)
  ) {
    self.usual = usual
    self.most = most
    self.margin = margin
  }

  /// Returns how long a call may take whose caller says that it waits for so long.
  ///
  /// Of a short wait a tenth is kept back, for then the margin would leave nothing.
  package func time(asked text: String?) throws(ActionRefusal) -> Duration {
    guard let text else { return kept(usual) }
    guard let milliseconds = Int64(text), milliseconds > 0 else {
      throw ActionRefusal(
        .input, "Invalid input: \(Self.header) must be a number of milliseconds above 0.")
    }
    return kept(min(.milliseconds(min(milliseconds, 1 << 40)), most))
  }

  private func kept(_ wait: Duration) -> Duration { wait - min(margin, wait / 10) }
}
