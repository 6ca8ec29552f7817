internal import Diagnostics
internal import JSON
internal import Mail
internal import Manifests
internal import Reconciler
internal import Reports
internal import World

extension Planning {
  /// How many reports at one minute are too many, and how many days are looked at for that.
  private static let (crowd, days) = (5, 7)

  /// Adds what a plan says of reports: who gets those it changes, which of all fall together, and
  /// who of their recipients gets no mail.
  func addReportRemarks(to proposal: inout Proposal) async {
    let now = session.invocation.world.now()
    for operation in proposal.plan.operations where operation.address.kind == ReportSession.kind {
      let sentences = audienceSentences(on: operation)
      if !sentences.isEmpty { proposal.meanings[operation.address, default: []] += sentences }
    }
    let reports = session.declaredReports(since: now).filter(\.declaration.isEnabled)
    guard !reports.isEmpty else { return }
    proposal.findings += crowds(among: reports, from: now) + (await suppressed(reports))
  }

  private func manifest(of report: ReportRunner.Item) -> LoadedManifest? {
    session.manifests.reports.first { manifest in
      manifest.spec["name"]?.string ?? manifest.address.name == report.declaration.name
    }
  }

  private func crowds(
    among reports: [ReportRunner.Item], from now: Timestamp
  ) -> [Diagnostic] {
    Crowd.find(
      among: reports.map { ($0.declaration.name, $0.declaration.schedule) },
      moreThan: Self.crowd, from: now, to: now.advanced(by: .seconds(86_400 * Int64(Self.days)))
    ).prefix(3).map { crowd in
      .warning(
        "reports-together",
        "\(crowd.reports.count) reports are due at the same minute, first \(crowd.first.rfc3339): "
          + crowd.reports.prefix(8).joined(separator: ", ")
          + (crowd.reports.count > 8 ? ", …" : ""),
        hint: "spread them over some minutes: exports have a limit for the whole org")
    }
  }

  private func suppressed(_ reports: [ReportRunner.Item]) async -> [Diagnostic] {
    guard let documents = try? session.backend().present() else { return [] }
    let ledger = ReportLedger(documents, holder: "plan", world: session.invocation.world)
    guard let list = try? await ledger.suppressions(), !list.all.isEmpty else { return [] }
    return reports.compactMap { report -> Diagnostic? in
      let named = report.declaration.delivery.stores.flatMap { store -> [String] in
        guard case .file(let path) = store,
          let bytes = try? Files.read(session.project.path(path), limit: 4 << 20)
        else { return [] }
        let read = RecipientList(
          reading: SourceFile(name: path, bytes: bytes),
          allowing: report.declaration.delivery.domains)
        return list.divide(read.recipients).suppressed.map {
          "\($0.mailbox.address) (\($0.suppression.reason))"
        }
      }
      guard !named.isEmpty, let manifest = manifest(of: report) else { return nil }
      return .warning(
        "recipients-suppressed",
        "\(report.declaration.name) does not reach \(named.joined(separator: ", "))",
        at: manifest.location(of: JSONPointer(["spec", "deliver", "recipients"])),
        address: manifest.address.description,
        hint: "correct the list; gcsync report bounces --lift ADDRESS sends to one again")
    }
  }
}
