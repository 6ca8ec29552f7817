internal import Diagnostics
internal import JSON

extension Sentences {
  /// How many names one sentence holds.
  private static let most = 8

  /// Tells what came into a list of what the object is about, and what went.
  ///
  /// Where there is no such list nothing is left out, so that the first element is a limit.
  func coverage(_ field: Field, _ before: JSON?, _ after: JSON?) -> [String] {
    let moves = moves(field, before, after)
    if action == .create { return moves.gained.map { ["covers \($0)"] } ?? [] }
    if action == .delete { return moves.lost.map { ["no longer covers \($0)"] } ?? [] }
    if let gained = moves.gained, isEmpty(before) { return ["covers nothing but \(gained) now"] }
    if let lost = moves.lost, isEmpty(after) { return ["is no longer limited to \(lost)"] }
    return [
      moves.gained.map { "newly covers \($0)" }, moves.lost.map { "no longer covers \($0)" },
    ].compactMap(\.self)
  }

  /// Tells who newly gets mail, and who no longer does.
  func recipients(_ field: Field, _ before: JSON?, _ after: JSON?) -> [String] {
    let moves = moves(field, before, after)
    return [
      moves.gained.map { "newly writes to \($0)" }, moves.lost.map { "no longer writes to \($0)" },
    ].compactMap(\.self)
  }

  private func isEmpty(_ list: JSON?) -> Bool { list?.array?.isEmpty ?? true }

  private func moves(
    _ field: Field, _ before: JSON?, _ after: JSON?
  ) -> (gained: String?, lost: String?) {
    let (old, new) = (before?.array ?? [], after?.array ?? [])
    let element = field.element ?? .opaque
    let (oldSet, newSet) = (Set(old), Set(new))
    return (
      words(new.filter { !oldSet.contains($0) }.map { named($0, element) }),
      words(old.filter { !newSet.contains($0) }.map { named($0, element) })
    )
  }

  /// Returns names in one text, or nil where there are none.
  private func words(_ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let rest = names.count - Self.most
    return names.prefix(Self.most).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// Returns how a person calls a value: the object it refers to by its name, else what it says.
  func named(_ value: JSON, _ field: Field) -> String {
    guard let reference = field.role.reference else { return value.string ?? value.text }
    let noun = words(of: reference.kind)
    if case .afterApply(let address) = Marker(value) { return "\(noun) \(address.name)" }
    guard let id = value.string ?? value["id"]?.string else { return "\(noun) \(value.text)" }
    return "\(noun) \(meanings.name(reference.kind, id) ?? id)"
  }

  /// Returns a name as words: `storage target`.
  func words(of name: String) -> String {
    name.reduce(into: "") { words, letter in
      words +=
        letter.isUppercase && !words.isEmpty ? " \(letter.lowercased())" : letter.lowercased()
    }
  }
}
