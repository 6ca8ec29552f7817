internal import Codecs
package import JSON

extension S3Source {
  /// Reads `source.s3` of a manifest, or returns everything that is wrong with it.
  package static func decode(_ value: JSON) -> Result<S3Source, ActionProblems> {
    let reader = ActionReader()
    let source = reader.source(value)
    guard let source, reader.problems.isEmpty else {
      return .failure(ActionProblems(problems: reader.problems))
    }
    return .success(source)
  }
}

extension ActionReader {
  fileprivate func source(_ value: JSON) -> S3Source? {
    guard
      let object = self.object(
        value, .root,
        [
          "bucket", "region", "key", "format", "compression", "csv", "select", "rename", "cast",
          "filter", "limit", "aggregate", "result", "maxRows", "maxBytes", "details",
          "permissionCheck", "monthlyCost",
        ])
    else { return nil }
    let bucket = required(object, "bucket", .root).flatMap { text($0, pointer("bucket")) }
    let table = self.table(object["csv"])
    let query = self.query(object)
    let key = required(object, "key", .root).flatMap { template($0, pointer("key")) }
    let format = object["format"].flatMap { choice($0, pointer("format"), RowFormat.names) }
    if let format, format != "csv", object.contains("csv") {
      report(pointer("csv"), "csv does not go with format \(format)")
    }
    guard let bucket, let key else { return nil }
    var source = S3Source(
      bucket: bucket, region: object["region"].flatMap { text($0, pointer("region")) }, key: key,
      format: format.map { RowFormat(name: $0, table) },
      table: table,
      compression: object["compression"].flatMap { word($0, pointer("compression")) },
      query: query,
      hasDetails: object["details"].flatMap { bool($0, pointer("details")) } ?? false)
    let check = object["permissionCheck"].flatMap {
      choice($0, pointer("permissionCheck"), ["simulate", "head"])
    }
    source.isSimulated = check != "head"
    source.asksMonthlyCost =
      object["monthlyCost"].flatMap { bool($0, pointer("monthlyCost")) } ?? false
    if source.asksMonthlyCost, !source.hasDetails {
      report(
        pointer("monthlyCost"), "it is told among the details alone", hint: "set details: true")
    }
    return source
  }

  private func template(_ value: JSON, _ place: JSONPointer) -> KeyTemplate? {
    guard let text = text(value, place) else { return nil }
    guard let template = KeyTemplate(text) else {
      report(
        place, "a placeholder of the key is malformed", hint: "write it as ${input.NAME}")
      return nil
    }
    return template
  }

  private func table(_ value: JSON?) -> CSVTable {
    var table = CSVTable()
    let place = pointer("csv")
    guard let value,
      let object = self.object(
        value, place, ["delimiter", "header", "columns", "ragged", "invalidUTF8", "nulls"])
    else { return table }
    table.format.delimiter = object["delimiter"].flatMap {
      self.delimiter($0, place.appending("delimiter"))
    }
    table.format.hasHeader =
      object["header"].flatMap { bool($0, place.appending("header")) } ?? true
    table.format.ragged = object["ragged"].flatMap { word($0, place.appending("ragged")) } ?? .fail
    table.format.invalidUTF8 =
      object["invalidUTF8"].flatMap { word($0, place.appending("invalidUTF8")) } ?? .fail
    table.columns = object["columns"].map { texts($0, place.appending("columns")) }
    table.nulls = object["nulls"].map { texts($0, place.appending("nulls")) } ?? []
    return table
  }

  private func delimiter(_ value: JSON, _ place: JSONPointer) -> UInt8? {
    let bytes = Array((value.string ?? "").utf8)
    guard bytes.count == 1, bytes[0] < 128, ![34, 10, 13].contains(bytes[0]) else {
      report(
        place, "a delimiter is one ASCII character other than a quote and a line end",
        hint: "leave it out to have it found out")
      return nil
    }
    return bytes[0]
  }
}

extension RowFormat {
  fileprivate init(name: String, _ table: CSVTable) {
    switch name {
    case "json": self = .json
    case "ndjson": self = .ndjson
    default: self = .csv(table)
    }
  }
}

private func pointer(_ name: String) -> JSONPointer { JSONPointer([name]) }
