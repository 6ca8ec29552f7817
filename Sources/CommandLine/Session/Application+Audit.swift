internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

extension Application {
  /// Makes the run's report, writes it and returns where it is.
  func audit(
    _ ending: Ending, in archive: any AuditArchive
  ) async throws -> (AuditReport, path: String) {
    let finished = invocation.world.now()
    do throws(StateFailure) {
      let (report, path) = try await archive.write(run) { attempt in
        self.report(of: ending, attempt: attempt, finished: finished)
      }
      invocation.world.log.emit(
        .auditReportGenerated(
          run: run, status: report.isCompliant ? "PASS" : "WARNING", path: path))
      return (report, path)
    } catch {
      throw CommandFailure(
        ending.refusal ?? .error,
        .error(
          "audit-not-written", "the audit report cannot be written: \(error.problem.message)",
          hint: error.problem.hint))
    }
  }

  private func report(of ending: Ending, attempt: Int, finished: Timestamp) -> AuditReport {
    AuditReport(
      run: .init(
        id: run, attempt: attempt, planID: ending.agreement?.plan.id,
        environment: session.environment.name, owner: session.project.owner,
        actor: Actor.name(invocation.world.environment),
        commit: Actor.commit(invocation.world.environment), started: started, finished: finished),
      results: ending.results, routing: routing(ending), requests: ending.requests,
      failures: ending.failures, wasInterrupted: interruption.isRequested,
      kinds: session.kinds.kinds)
  }

  private func routing(_ ending: Ending) -> AuditReport.RoutingState {
    let objects = routedObjects(ending)
    let failed = ending.results.filter { !$0.isApplied }.map(\.operation.address.whole)
    // Where nothing was reached, what was to be changed has not been.
    let missed = ending.failures.isEmpty ? [] : objects.map(\.address)
    return .derived(from: objects, failed: Set(failed + missed))
  }

  /// The objects that recordings flow through: the manifests', or what a saved plan makes of them.
  private func routedObjects(_ ending: Ending) -> [RoutedObject] {
    if !session.manifests.manifests.isEmpty {
      return session.manifests.manifests.map { manifest in
        RoutedObject(address: manifest.address, id: manifest.id, spec: manifest.namedSpec)
      }
    }
    return (ending.agreement?.plan.goals ?? []).map { goal in
      RoutedObject(address: goal.address, id: goal.id, spec: goal.spec)
    }
  }
}
