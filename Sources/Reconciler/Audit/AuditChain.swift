internal import Crypto
internal import JSON
package import World

/// An append-only list of reports, each entry holding the hash of the one before it.
///
/// Whoever changes, removes or reorders an entry breaks the chain from there on; whoever keeps the
/// last hash elsewhere can tell that the end was cut off.
package enum AuditChain {
  /// The hash that stands before the first entry.
  package static let origin = String(repeating: "0", count: 64)

  /// Something in the chain that is not as it was written.
  package struct Breach: Sendable, Hashable {
    /// The line of the chain, counted from 1.
    package let line: Int
    package let message: String
  }

  /// What checking a chain has found.
  package struct Verdict: Sendable, Hashable {
    package let entries: Int
    /// The hash of the last entry.
    package let head: String
    package let breaches: [Breach]
  }

  /// Returns the line that puts a report behind a chain.
  package static func entry(
    run: String, report: [UInt8], at time: Timestamp, after previous: String
  ) -> [UInt8] {
    let entry: JSON = [
      "format": "gcsync.audit-chain/1", "run": .string(run), "time": .string(time.rfc3339),
      "report": .string(SHA256.hash(report).hex), "previous": .string(previous),
    ]
    return entry.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Returns the line that puts a report behind the bytes of a chain.
  package static func entry(of report: AuditReport, after chain: [UInt8]) -> [UInt8] {
    entry(
      run: report.name, report: report.bytes, at: report.run.finished, after: head(of: chain))
  }

  /// Returns the runs of a chain's entries, those that can be read, in their order.
  package static func runs(in chain: [UInt8]) -> [String] {
    lines(of: chain).compactMap { (try? JSON.parse(Array($0)))?["run"]?.string }
  }

  /// Whether a chain has an entry of just this report.
  package static func holds(_ report: AuditReport, in chain: [UInt8]) -> Bool {
    let hash = SHA256.hash(report.bytes).hex
    return lines(of: chain).reversed().contains { line in
      guard let entry = try? JSON.parse(Array(line)) else { return false }
      return entry["run"]?.string == report.name && entry["report"]?.string == hash
    }
  }

  /// Returns the hash that the next entry must name, given the chain's bytes.
  package static func head(of chain: [UInt8]) -> String {
    lines(of: chain).last.map { SHA256.hash(Array($0)).hex } ?? origin
  }

  /// Checks every link, and every report that `report` can still provide, by its run.
  package static func verify(
    _ chain: [UInt8], report: (_ run: String) -> [UInt8]?
  ) -> Verdict {
    var breaches: [Breach] = []
    var previous = origin
    let lines = lines(of: chain)
    if let last = chain.last, last != UInt8(ascii: "\n") {
      breaches.append(Breach(line: lines.count, message: "the last entry is cut off"))
    }
    for (index, line) in lines.enumerated() {
      breaches += problems(of: line, after: previous, report: report).map {
        Breach(line: index + 1, message: $0)
      }
      previous = SHA256.hash(Array(line)).hex
    }
    return Verdict(entries: lines.count, head: previous, breaches: breaches)
  }

  private static func problems(
    of line: ArraySlice<UInt8>, after previous: String, report: (String) -> [UInt8]?
  ) -> [String] {
    guard let entry = try? JSON.parse(Array(line)), let run = entry["run"]?.string else {
      return ["the entry cannot be read"]
    }
    var found: [String] = []
    if entry["previous"]?.string != previous {
      found.append("the entry of \(run) does not follow the one before it")
    }
    if let bytes = report(run) {
      if entry["report"]?.string != SHA256.hash(bytes).hex {
        found.append("the report of \(run) is not the one that was written")
      }
    } else {
      found.append("the report of \(run) is missing")
    }
    return found
  }

  private static func lines(of chain: [UInt8]) -> [ArraySlice<UInt8>] {
    chain.split(separator: UInt8(ascii: "\n"))
  }
}
