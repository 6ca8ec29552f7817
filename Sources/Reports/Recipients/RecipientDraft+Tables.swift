internal import Codecs
internal import Diagnostics
internal import JSON
internal import Mail
internal import YAML

extension RecipientDraft {
  private static let addressNames: Set = ["email", "e-mail", "mail", "address", "recipient"]

  /// Reads rows of CSV under a header that says which column holds the addresses.
  mutating func readCSV() {
    var rows: [(text: String, name: String?, offset: Int)] = []
    var reader = CSVReader(CSVFormat(hasHeader: false, ragged: .pad))
    var columns: (address: Int, name: Int?)?
    let take = { (row: CSVRow) -> Bool in
      if let columns {
        rows.append(
          (row.text(columns.address) ?? "", columns.name.flatMap { row.text($0) }, row.offset))
      } else {
        let names = (0..<row.count).map { (row.text($0) ?? "").trimmingBlanks.lowercased() }
        guard let address = names.firstIndex(where: Self.addressNames.contains) else {
          return false
        }
        columns = (address, names.firstIndex(of: "name"))
      }
      return true
    }
    do throws(CSVError) {
      if try reader.feed(file.bytes, take) { _ = try reader.finish(take) }
    } catch {
      report(
        .error(
          "recipients-csv", error.description, at: location(of: reader.offset),
          hint: "correct the file"))
    }
    if columns == nil {
      return report(
        .error(
          "recipients-csv", "no column holds addresses", at: location(of: 0),
          hint: "name one \"email\" in the first row"))
    }
    for row in rows {
      let name = row.name.map(\.trimmingBlanks)
      self.take(
        row.text.trimmingBlanks, name: name == "" ? nil : name, at: location(of: row.offset))
    }
  }

  /// Reads a list in YAML or JSON.
  mutating func readYAML() {
    let (documents, problems) = YAML.documents(in: file)
    for problem in problems { report(problem) }
    for document in documents {
      guard let list = (document["recipients"] ?? document).array else {
        report(
          .error(
            "recipients-yaml", "no list of recipients", at: document.location,
            hint: "write a list of addresses"))
        continue
      }
      for entry in list { take(entry) }
    }
  }

  private mutating func take(_ entry: LocatedJSON) {
    if let text = entry.string { return take(text, at: entry.location) }
    let address = entry.members?.first { Self.addressNames.contains($0.key.lowercased()) }?.value
    guard let address, let text = address.string else {
      return report(
        .error(
          "recipients-yaml", "no address", at: entry.location,
          hint: "write an address, or {email: ann@example.com, name: Ann Lee}"))
    }
    take(text, name: entry["name"]?.string, at: address.location)
  }

  /// The line of a byte.
  private func location(of offset: Int) -> SourceLocation {
    let line = file.bytes.prefix(offset).count { $0 == 10 } + 1
    return SourceLocation(file: file, line: line, column: 1)
  }
}
