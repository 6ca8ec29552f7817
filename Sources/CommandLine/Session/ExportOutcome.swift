internal import Diagnostics
internal import Reconciler

/// What came of an export: how much was written, and what could not be read.
struct ExportOutcome: Sendable {
  let kinds: Int
  let objects: Int
  /// One problem for each kind that could not be read.
  let failures: [Diagnostic]
  /// The failures that a person must see: one for all where nothing at all could be read.
  let shown: [Diagnostic]

  /// Judges a read: of the collections, those of the kinds `wanted` were to be exported.
  init(_ all: [ObservedCollection], wanted: Set<String>, kinds: KindPieces) {
    let exported = all.filter { wanted.contains($0.kind) && $0.problem == nil }
    self.kinds = exported.count
    objects = exported.reduce(0) { $0 + $1.objects.count }
    failures = all.compactMap { collection in
      collection.problem.map {
        Self.failure($0, collection.kind, kinds, isWanted: wanted.contains(collection.kind))
      }
    }
    let isOneCause = failures.count == all.count && Set(failures.map(\.code)).count == 1
    let isOfAll = isOneCause && failures.first?.code != "permission-denied"
    shown = isOfAll ? Array(failures.prefix(1)) : failures
  }

  /// `3 kinds, 7 objects exported; 1 kind could not be read`.
  var summary: String {
    "\(counted(kinds, "kind")), \(counted(objects, "object")) exported"
      + (failures.isEmpty ? "" : "; \(counted(failures.count, "kind")) could not be read")
  }

  var exitCode: ExitCode {
    if failures.isEmpty { return .done }
    return failures.allSatisfy(\.isRefusal) ? .authentication : .error
  }

  /// Says of a kind that it is missing, and what reading it takes.
  private static func failure(
    _ problem: Diagnostic, _ kind: String, _ kinds: KindPieces, isWanted: Bool
  ) -> Diagnostic {
    var problem = problem
    let what = isWanted ? "could not be exported" : "could not be looked up"
    problem.message = "\(kind) \(what): \(problem.message)"
    let wires = kinds.byCollection[kind].map { Array($0.wires.values) } ?? []
    let needed = Set(wires.flatMap(\.permissions.read)).sorted().joined(separator: ", ")
    guard !needed.isEmpty else { return problem }
    if problem.code == "permission-denied" {
      problem.hint = "give the OAuth client a role with \(needed)"
    } else {
      problem.notes.append(.init("reading it takes \(needed)"))
    }
    return problem
  }
}
