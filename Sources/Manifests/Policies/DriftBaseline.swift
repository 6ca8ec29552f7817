package import Diagnostics
package import JSON
package import Reconciler
package import World
internal import YAML

/// Differences that somebody knows of and has agreed to live with until a day.
package struct DriftBaseline: Sendable {
  package struct Entry: Sendable {
    package let address: Address
    package let path: JSONPointer
    /// The value in the org that is agreed to; nil for any.
    package let value: JSON?
    package let reason: String
    /// When it no longer holds.
    package let expires: Timestamp
    /// Up to when it holds, as a person wrote it and reads it.
    package let lasts: String
    package let location: SourceLocation
  }

  package private(set) var entries: [Entry] = []

  /// A baseline that hides nothing.
  package static let none = DriftBaseline()

  private init() {}

  /// Reads the documents of a file, of which every one must be a baseline.
  package static func load(
    _ path: String, shownAs shown: String, kinds: KindLibrary
  ) throws(DiagnosticsError) -> DriftBaseline {
    let file: SourceFile
    do throws(FileError) {
      file = SourceFile(name: shown, bytes: try Files.read(path, limit: 16 << 20))
    } catch {
      throw DiagnosticsError(.error("unreadable-file", error.description))
    }
    let read = YAML.documents(in: file)
    let (baseline, problems) = Self.read(read.documents, kinds)
    guard !(read.diagnostics + problems).hasErrors else {
      throw DiagnosticsError(read.diagnostics + problems)
    }
    return baseline
  }

  /// Reads documents that say they are baselines.
  static func read(
    _ documents: [LocatedJSON], _ kinds: KindLibrary
  ) -> (DriftBaseline, [Diagnostic]) {
    var baseline = DriftBaseline()
    var problems: [Diagnostic] = []
    for document in documents {
      let found = kinds.violations(of: document.value, schema: "DriftBaseline.json").map {
        $0.diagnostic(in: document, prefix: "")
      }
      problems += found
      guard found.isEmpty else { continue }
      for entry in document["spec"]?["entries"]?.array ?? [] { baseline.add(entry, &problems) }
    }
    return (baseline, problems)
  }

  /// Returns a baseline that hides what either of two does.
  package func joined(with other: DriftBaseline) -> DriftBaseline {
    var joined = self
    joined.entries += other.entries
    return joined
  }

  private mutating func add(_ entry: LocatedJSON, _ problems: inout [Diagnostic]) {
    guard let address = entry["address"]?.string.flatMap(Address.init(parsing:)),
      let path = entry["path"]?.string.flatMap(JSONPointer.init(parsing:)),
      let (expires, lasts) = entry["expires"]?.string.flatMap(Self.end)
    else {
      problems.append(
        .error(
          "invalid-baseline",
          "an entry needs an address such as Webhook/x, a path such as /spec/enabled and a day",
          at: entry.location))
      return
    }
    entries.append(
      Entry(
        address: address, path: path, value: entry["value"]?.value,
        reason: entry["reason"]?.string ?? "", expires: expires, lasts: lasts,
        location: entry.location))
  }

  /// Reads a time, or the last day, which ends in UTC.
  private static func end(_ text: String) -> (Timestamp, String)? {
    if let day = Timestamp(rfc3339: text + "T00:00:00Z") {
      return (day.advanced(by: .seconds(86_400)), "the end of \(text) UTC")
    }
    return Timestamp(rfc3339: text).map { ($0, $0.rfc3339) }
  }
}

extension DriftBaseline {
  /// Returns what is wrong with entries whose day is over: they hide nothing any more.
  package func expired(
    at now: Timestamp, _ severity: Diagnostic.Severity
  ) -> [Diagnostic] {
    entries.filter { $0.expires <= now }.map { entry in
      Diagnostic(
        severity, "baseline-expired",
        "the baseline of \(entry.address)\(entry.path) held until \(entry.lasts)",
        at: entry.location, address: entry.address.description,
        hint: "settle the difference, or agree on another day")
    }
  }

  /// Returns a note that a difference is agreed to; nil where it is not.
  package func note(
    on change: FieldChange, of address: Address, at now: Timestamp
  ) -> Diagnostic? {
    entry(covering: change, of: address, at: now).map { entry in
      Diagnostic(
        .note, "baselined",
        "\(address)\(change.path) differs as agreed until \(entry.lasts): \(entry.reason)",
        at: entry.location, address: address.description)
    }
  }

  /// Returns that a difference is agreed to and so stays for now; nil where it is not.
  package func agreement(
    to change: FieldChange, of address: Address, at now: Timestamp
  ) -> Cause? {
    entry(covering: change, of: address, at: now).map { entry in
      Cause(
        .baseline,
        "stays as the org has it until \(entry.lasts), as agreed (\(entry.reason)); "
          + "then it is as Git says", at: entry.location)
    }
  }

  /// Returns why a baseline that speaks of a field does not, or no longer, agree to a difference.
  package func disagreement(
    with change: FieldChange, of address: Address, at now: Timestamp
  ) -> Cause? {
    let near = entries.first { $0.address == address && change.path.hasPrefix($0.path) }
    return near.map { entry in
      let words =
        entry.expires > now
        ? "differs from what the baseline agrees to"
        : "the baseline agreed to it until \(entry.lasts)"
      return Cause(.baseline, words, at: entry.location)
    }
  }

  /// Returns the entry that agrees to a difference now.
  package func entry(
    covering change: FieldChange, of address: Address, at now: Timestamp
  ) -> Entry? {
    entries.first { entry in
      entry.address == address && change.path.hasPrefix(entry.path) && entry.expires > now
        && (entry.value == nil || entry.value == change.before)
    }
  }
}
