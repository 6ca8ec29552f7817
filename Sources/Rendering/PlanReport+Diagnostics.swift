package import Diagnostics
internal import JSON
internal import Reconciler

extension PlanReport {
  /// All that stands in the way of a plan or is worth knowing, each at the manifest it is about.
  package var diagnostics: [Diagnostic] {
    (located + needed + held + moves).inReadingOrder()
  }

  /// What has moved in the org, in a drift report.
  private var moves: [Diagnostic] {
    plan.operations.filter { drifted.contains($0.address) }.map { operation in
      let address = operation.address.description
      return .warning(
        "drift", "\(address) \(movement(of: operation) ?? "has moved")",
        at: place(of: operation.address), address: address,
        hint: operation.action == .create
          ? "gcsync apply makes it anew; take its manifest out where it is no longer wanted"
          : "gcsync drift --accept takes it into the manifests, gcsync apply puts it back")
    }
  }

  /// Says that an object has moved, in what, and by whom; nil where it has not.
  func movement(of operation: Operation) -> String? {
    guard drifted.contains(operation.address), let words = directionWords(of: operation) else {
      return nil
    }
    let fields = operation.fields.map { $0.path.description }.joined(separator: ", ")
    return operation.action == .create || fields.isEmpty ? words : "\(words): \(fields)"
  }

  /// The sentences on what changes come to, as notes at the manifests.
  package var consequences: [Diagnostic] {
    plan.operations.flatMap { operation in
      meanings(of: operation).map { sentence in
        Diagnostic(
          .note, "means", sentence, at: place(of: operation.address),
          address: operation.address.description)
      }
    }
  }

  func place(of address: Address) -> SourceLocation? {
    proposal.sources[address] ?? proposal.sources[address.whole]
  }

  /// The findings, those without a place at that of their object's manifest.
  private var located: [Diagnostic] {
    proposal.findings.map { finding in
      var finding = finding
      finding.location =
        finding.location ?? finding.address.flatMap(Address.init(parsing:)).flatMap(place)
      return finding
    }
  }

  private var needed: [Diagnostic] {
    proposal.unsafe.map { unsafe in
      .error(
        unsafe.isApprovable ? "needs-approval" : "will-be-refused", unsafe.message,
        at: unsafe.address.flatMap(place), address: unsafe.address?.description,
        hint: unsafe.isApprovable ? "gcsync apply --approve-unsafe \(plan.id) applies it" : nil)
    }
  }

  /// What holds objects up, but for what a finding has said of them already.
  private var held: [Diagnostic] {
    let told = Set(proposal.findings.filter { $0.severity == .error }.map(\.message))
    return proposal.blocked.sorted { $0.key < $1.key }.flatMap { address, reasons in
      reasons.filter { !told.contains($0) }.map { reason in
        .error(
          "held-up", "\(address) is held up: \(reason)", at: place(of: address),
          address: address.description)
      }
    }
  }
}
