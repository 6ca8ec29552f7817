import Diagnostics
import JSON

extension StateMachineLint {
  /// Warns of what states read although no state on the way there has put it there.
  mutating func checkData(in machine: StateMachineModel) {
    var flow = DataFlow(machine)
    flow.run(.anything, origin: "the start of the execution")
    for finding in flow.findings {
      switch finding.reason {
      case .nothing:
        let isCaught = finding.origin.hasPrefix("a Catch")
        warn(
          "asl-path-not-written",
          "\(finding.path) leads nowhere: what comes from \(finding.origin) has no \"\(finding.name)\"",
          at: finding.location,
          notes: [.init("reading it fails with States.Runtime, which nothing can catch")],
          hint: isCaught
            ? "add \"ResultPath\": \"$.error\" to the Catch, so that the error joins the input "
              + "instead of replacing it, and read $.error.Error and $.error.Cause"
            : "write it in a state before, or read what is there")
      case .lost(let state):
        warn(
          "asl-input-lost",
          "\(finding.path) was part of the input of \"\(state)\", whose result has taken its place",
          at: finding.location,
          hint: "add \"ResultPath\": \"$.result\" to \"\(state)\", unless its result has "
            + "\"\(finding.name)\" as well")
      }
    }
  }
}
