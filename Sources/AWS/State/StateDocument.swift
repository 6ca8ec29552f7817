internal import Diagnostics
internal import JSON
internal import Reconciler

/// One JSON document of a state on S3: what it is, which write made it, and what it says.
struct StateDocument: Sendable {
  enum Kind: String, Sendable { case lease, run, journal, applied, document }

  /// The version of all documents that this gcsync writes; it reads no newer one.
  static let version = 1

  let kind: Kind
  /// What tells this write from every other, so that one whose answer was lost is known again.
  let write: String
  let content: JSONObject

  init(_ kind: Kind, write: String, _ content: JSONObject) {
    self.kind = kind
    self.write = write
    self.content = content
  }

  /// Reads a document; one that is empty, cut off or something else is damage and never "nothing".
  init(_ bytes: [UInt8], as kind: Kind, at url: String) throws(StateFailure) {
    guard !bytes.isEmpty else { throw .corrupt(url, "it is empty") }
    guard let object = (try? JSON.parse(bytes))?.object else {
      throw .corrupt(url, "it is no JSON document, or not all of one")
    }
    let format = object["format"]?.string?.split(separator: "/").map(String.init) ?? []
    guard format.count == 2, format[0] == "gcsync.\(kind.rawValue)", let version = Int(format[1]),
      version > 0
    else { throw .corrupt(url, "it is no document of the form gcsync.\(kind.rawValue)") }
    guard version <= Self.version else { throw .newer(url, version: version) }
    guard let write = object["write"]?.string else {
      throw .corrupt(url, "it does not say which write made it")
    }
    self.init(kind, write: write, object)
  }

  var bytes: [UInt8] {
    var object: JSONObject = [
      "format": .string("gcsync.\(kind.rawValue)/\(Self.version)"), "write": .string(write),
    ]
    for member in content { object[member.key] = member.value }
    return JSON.object(object).bytes
  }

  subscript(_ key: String) -> JSON? { content[key] }
}

extension StateFailure {
  static func corrupt(
    _ url: String, _ what: String, hint: String = corruptionHint
  ) -> StateFailure {
    StateFailure(
      .error(
        "state-corrupt", "\(url) is damaged: \(what)",
        notes: [.init("nothing was read from it, and nothing is taken for absent because of it")],
        hint: hint))
  }

  fileprivate static let corruptionHint =
    "restore an earlier version of the object, or point state at a new prefix; then gcsync goes on "
    + "without knowing who moved, which secrets changed and what it may prune, until the next apply"

  static func newer(_ url: String, version: Int) -> StateFailure {
    StateFailure(
      .error(
        "state-newer", "\(url) was written by a newer gcsync (version \(version))",
        hint: "use that gcsync; this one knows versions up to \(StateDocument.version)"))
  }

  /// What is said where others were faster time after time.
  static func busy(_ url: String) -> StateFailure {
    StateFailure(
      .error(
        "state-busy", "\(url): others kept writing to it",
        hint: "another gcsync is writing to it; try again"))
  }
}
