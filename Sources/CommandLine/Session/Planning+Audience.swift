internal import Diagnostics
internal import JSON
internal import Mail
internal import Manifests
internal import Reconciler
internal import Reports
internal import World

extension Planning {
  /// Says who newly gets a report and who no longer does, as far as the lists can be read here.
  func audienceSentences(on operation: Operation) -> [String] {
    let (old, new) = (declaration(operation.before), declaration(operation.after))
    guard let before = audience(of: old), let after = audience(of: new) else {
      return stores(of: old) == stores(of: new) || stores(of: new).isEmpty
        ? [] : ["goes to whom \(stores(of: new).joined(separator: ", ")) names"]
    }
    let (gained, lost) = (after.subtracting(before).sorted(), before.subtracting(after).sorted())
    return [
      gained.isEmpty ? nil : "is newly sent to \(Self.words(gained))",
      lost.isEmpty ? nil : "is no longer sent to \(Self.words(lost))",
    ].compactMap(\.self)
  }

  /// Reads a report from a spec that was published or is to be.
  func declaration(_ spec: JSON?) -> ReportDeclaration? {
    let isPlatform = session.environment.genesys.profile == .platform
    return spec.flatMap { ReportDeclaration.read($0, isPlatform: isPlatform).declaration }
  }

  private func stores(of declaration: ReportDeclaration?) -> [String] {
    declaration?.delivery.stores.map(\.description) ?? []
  }

  /// Returns the addresses that a report goes to: none where there is none or it is switched off,
  /// and nil where a list is not a file that can be read.
  private func audience(of declaration: ReportDeclaration?) -> Set<String>? {
    guard let declaration, declaration.isEnabled else { return [] }
    var addresses: Set<String> = []
    for store in declaration.delivery.stores {
      guard case .file(let path) = store,
        let bytes = try? Files.read(session.project.path(path), limit: 4 << 20)
      else { return nil }
      let list = RecipientList(
        reading: SourceFile(name: path, bytes: bytes), allowing: declaration.delivery.domains)
      addresses.formUnion(list.recipients.map { $0.address.text.lowercased() })
    }
    return addresses
  }

  private static func words(_ addresses: [String]) -> String {
    let rest = addresses.count - 8
    return addresses.prefix(8).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
