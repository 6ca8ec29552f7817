internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import World

extension OperationSession {
  /// Asks whether to go on; what is grave wants its name typed, or a flag of its own.
  func confirm(_ question: String, isGrave: Bool) throws {
    let arguments = invocation.arguments
    if arguments.has("yes"), !isGrave || arguments.has("yes-delete") { return }
    let console = invocation.console
    guard console.inIsTerminal, console.errIsTerminal else {
      throw CommandFailure(
        .error,
        .error(
          "not-confirmed", "there is nobody to ask", address: address.description,
          hint: "look at what it shows, then call it with --yes"
            + (isGrave ? " and --yes-delete, since what it deletes does not come back" : "")))
    }
    let answer = isGrave ? address.name : "yes"
    console.err(
      isGrave
        ? "\(question) What it deletes does not come back. Type \(answer): "
        : "\(question) Type yes: ")
    guard console.readLine() == answer else {
      throw CommandFailure(
        .error,
        .error("not-confirmed", "nothing was sent", hint: "\(answer), as it stands, goes on"))
    }
  }

  /// Refuses to start anything where only what was signed may be written.
  func checkTrust() throws {
    guard try TrustedKeys.load(world.environment) != nil else { return }
    throw CommandFailure(
      .refused,
      .error(
        "unsigned-operation",
        "\(TrustedKeys.variable) is set, so that only signed plans are carried out, and an "
          + "operation cannot be signed",
        hint: "run it where that variable is not set"))
  }
}
