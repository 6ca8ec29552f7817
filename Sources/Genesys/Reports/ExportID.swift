internal import HTTP

/// Names an export that was begun, in a text that can be kept for a later run.
package struct ExportID: Sendable, Hashable {
  /// The report it was made from in the guide's API; nil on the platform.
  package let report: String?
  package let id: String

  package init(report: String? = nil, id: String) {
    self.report = report
    self.id = id
  }

  /// Reads what `text` wrote.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.utf8.percentDecoded().flatMap { String(validating: $0, as: UTF8.self) } ?? ""
    }
    guard (1...2).contains(parts.count), !parts.contains("") else { return nil }
    self.init(report: parts.count == 2 ? parts[0] : nil, id: parts[parts.count - 1])
  }
}

extension ExportID: CustomStringConvertible {
  /// `report/export`, or the export's id alone.
  package var text: String {
    [report, id].compactMap(\.self).map(URL.percentEncoded(segment:)).joined(separator: "/")
  }

  package var description: String { text }
}
