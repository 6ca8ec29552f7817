internal import Diagnostics
internal import JSON

/// A query on its way through the rows of one file.
struct QueryRun {
  private let query: RowQuery
  private var filter: RowFilter?
  private var groups: RowGroups?
  private var columns: [(place: ColumnPlace, name: String, cast: RowQuery.Cast?)] = []
  /// The names of a CSV file's columns; nil for JSON, whose rows have names each on its own.
  private let header: [String]?

  private var rows: [JSON] = []
  private var bytes = 0
  private var isTruncated = false
  private var failures = 0
  private(set) var rowsRead = 0
  private(set) var rowsMatched = 0

  /// Looks up the columns; a query is bound to its input by now.
  init(_ query: RowQuery, header: [String]?) throws(SourceFailure) {
    self.query = query
    self.header = header
    let place = { (name: String) throws(SourceFailure) in try Self.place(of: name, in: header) }
    if let condition = query.filter { filter = try RowFilter(condition, place) }
    if let aggregate = query.aggregate {
      groups = try RowGroups(aggregate, limit: query.caps.groups, place)
    } else if let names = query.select ?? header {
      for name in names {
        columns.append((try place(name), query.rename[name] ?? name, query.cast[name]))
      }
    }
    for name in query.rename.keys.sorted() + query.cast.keys.sorted() { _ = try place(name) }
  }

  private static func place(
    of name: String, in header: [String]?
  ) throws(SourceFailure) -> ColumnPlace {
    guard let header else { return ColumnPlace(name) }
    guard let index = header.firstIndex(of: name) else {
      let near = nearestName(to: name, in: header).map { "; did you mean \"\($0)\"?" } ?? ""
      throw SourceFailure(.column, "the file has no column \"\(name)\"\(near)")
    }
    guard header[(index + 1)...].firstIndex(of: name) == nil else {
      throw SourceFailure(.column, "the file has more than one column \"\(name)\"")
    }
    return ColumnPlace(name, index: index)
  }

  /// Takes a row; returns false once no further row can change the result.
  @inline(__always)
  mutating func take(_ row: some RowCells) -> Bool {
    rowsRead += 1
    if let filter, !filter.matches(row) { return true }
    rowsMatched += 1
    if groups != nil {
      groups?.add(row)
      return true
    }
    return keep(row)
  }

  private var limit: Int { query.shape == .first ? 1 : query.limit ?? Int.max }

  private mutating func keep(_ row: some RowCells) -> Bool {
    append(output(row))
    return !isTruncated && rows.count < limit
  }

  /// Adds a row to the result where that has room.
  private mutating func append(_ row: JSON) {
    let size = row.bytes.count + 1
    guard rows.count < query.caps.rows, bytes + size <= query.caps.bytes else {
      isTruncated = true
      return
    }
    rows.append(row)
    bytes += size
  }

  private mutating func output(_ row: some RowCells) -> JSON {
    if query.select == nil, let whole = row.json {
      guard case .object(let object) = whole else { return ["value": whole] }
      guard !query.cast.isEmpty || !query.rename.isEmpty else { return whole }
      var result = JSONObject()
      for member in object {
        result[query.rename[member.key] ?? member.key] =
          value(.json(member.value), query.cast[member.key])
      }
      return .object(result)
    }
    var result = JSONObject()
    for (place, name, cast) in columns { result[name] = value(row.cell(place), cast) }
    return .object(result)
  }

  private mutating func value(_ cell: Cell, _ cast: RowQuery.Cast?) -> JSON {
    if case .json(.null) = cell { return .null }
    guard let cast else { return cell.plain }
    if let value = cell.cast(to: cast) { return value }
    failures += 1
    return .null
  }
}

extension QueryRun {
  /// Notes that not all of the file was looked at.
  mutating func cutOff() { isTruncated = true }

  /// Returns what the rows come to, and whether a cap left something out.
  mutating func result() -> JSON {
    if let groups, let aggregate = query.aggregate {
      let names = aggregate.groupBy.map { query.rename[$0] ?? $0 } + aggregate.figures.map(\.name)
      for values in groups.rows.prefix(limit) { append(.object(JSONObject(zip(names, values)))) }
      isTruncated = isTruncated || groups.isTruncated
      failures += groups.failures
    }
    var result = JSONObject()
    switch query.shape {
    case .rows:
      result["data"] = .array(rows)
    case .first:
      result["found"] = .bool(!rows.isEmpty)
      for member in rows.first?.object ?? JSONObject() { result[member.key] = member.value }
    case .columns:
      result["data"] = .object(lists)
    }
    if query.shape != .first { result["rowCount"] = .number(JSONNumber(rows.count)) }
    result["truncated"] = .bool(isTruncated)
    if failures > 0 { result["castFailures"] = .number(JSONNumber(failures)) }
    return .object(result)
  }

  /// The rows as one list for each column, all of one length.
  private var lists: JSONObject {
    var names = query.aggregate == nil ? columns.map(\.name) : []
    if names.isEmpty {
      for row in rows { names += (row.object?.keys ?? []).filter { !names.contains($0) } }
    }
    return JSONObject(names.map { name in (name, .array(rows.map { $0[name] ?? .null })) })
  }
}
