internal import Diagnostics
internal import Manifests
internal import Reconciler

extension Session {
  /// What was applied before, as far as anybody wrote it down.
  func record() async throws -> AppliedRecord {
    guard let state = try backend().present() else { return AppliedRecord() }
    return try await state.applied()
  }

  /// Whether the objects of a collection are published into the state.
  func isInState(_ collection: String) -> Bool {
    let kind = pieces.byCollection[collection] ?? kinds.kinds[collection]
    return kind?.wires[environment.genesys.profile]?.service == .state
  }

  /// Reads what is published of some kinds; nothing is where there is no state yet.
  func published(_ kinds: some Sequence<Kind>) async -> [String: ObservedCollection] {
    var found: [String: ObservedCollection] = [:]
    for kind in kinds {
      do throws(StateFailure) {
        found[kind.name] = await Publications(try presentDocuments()).observe(kind)
      } catch {
        found[kind.name] = ObservedCollection(
          kind: kind.name, objects: [], completeness: .incomplete(error.problem), requests: 0)
      }
    }
    return found
  }

  /// The documents of the state; none where there is no state yet.
  private func presentDocuments() throws(StateFailure) -> any DocumentStore {
    let backend: StateBackend
    do throws(CommandFailure) {
      backend = try self.backend()
    } catch {
      throw StateFailure(
        error.diagnostics.first
          ?? .error(
            "state-unusable", "the state cannot be read", hint: "gcsync doctor looks at the state"))
    }
    return try backend.present() ?? MemoryDocuments()
  }

  /// What this project's runs since the last one that is done were creating.
  func begunCreations() async throws -> BegunCreations {
    var begun = BegunCreations()
    guard let state = try backend().present() else { return begun }
    let unfinished = try await state.runs().prefix { $0.state != .done }
    for run in unfinished.reversed() where run.owner == project.owner && run.operation == nil {
      guard let plan = try? run.planFile().plan else { continue }
      begun.take(plan, try await state.journal(of: run.id))
    }
    return begun
  }
}
