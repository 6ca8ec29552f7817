internal import JSON

extension ActionReader {
  /// Reads the members that say what is wanted of the rows.
  func query(_ object: JSONObject) -> RowQuery {
    var query = RowQuery()
    query.select = object["select"].map { texts($0, JSONPointer(["select"])) }
    query.rename = members(object, "rename") { text($0, $1) }
    query.cast = members(object, "cast") { word($0, $1) }
    query.filter = object["filter"].flatMap { condition($0, JSONPointer(["filter"]), depth: 0) }
    query.limit = object["limit"].flatMap { positive($0, JSONPointer(["limit"])) }
    query.aggregate = object["aggregate"].flatMap { aggregate($0) }
    query.shape = object["result"].flatMap { word($0, JSONPointer(["result"])) } ?? .rows
    if let rows = object["maxRows"].flatMap({ positive($0, JSONPointer(["maxRows"])) }) {
      query.caps.rows = rows
    }
    if let bytes = object["maxBytes"].flatMap({ positive($0, JSONPointer(["maxBytes"])) }) {
      query.caps.bytes = bytes
    }
    checkNames(of: query)
    return query
  }

  private func members<Value>(
    _ object: JSONObject, _ name: String, _ read: (JSON, JSONPointer) -> Value?
  ) -> [String: Value] {
    guard let value = object[name] else { return [:] }
    let place = JSONPointer([name])
    guard let entries = value.object else {
      report(place, "\(name) is \(value.typeName), where an object of columns is needed")
      return [:]
    }
    var result: [String: Value] = [:]
    for member in entries {
      result[member.key] = read(member.value, place.appending(member.key))
    }
    return result
  }

  /// Checks that no two members of a result row have one name, and that nothing is said in vain.
  private func checkNames(of query: RowQuery) {
    if query.aggregate != nil, query.select != nil {
      report(
        JSONPointer(["select"]), "select does not go with aggregate, which says what is wanted")
    }
    let columns = query.aggregate?.groupBy ?? query.select ?? Array(query.rename.keys)
    var names = columns.map { query.rename[$0] ?? $0 }
    names += query.aggregate?.figures.map(\.name) ?? []
    var seen: Set<String> = query.shape == .first ? ["found", "truncated", "castFailures"] : []
    for name in names.sorted() where !seen.insert(name).inserted {
      report(.root, "two members of the result are called \"\(name)\"", hint: "rename one of them")
    }
    guard let select = query.select else { return }
    for (member, names) in [
      ("rename", query.rename.keys.sorted()), ("cast", query.cast.keys.sorted()),
    ] {
      for name in names where !select.contains(name) {
        report(
          JSONPointer([member, name]), "column \"\(name)\" is not selected",
          hint: "add it to select or leave it out here")
      }
    }
  }

  private func aggregate(_ value: JSON) -> RowQuery.Aggregate? {
    let place = JSONPointer(["aggregate"])
    guard let object = self.object(value, place, ["groupBy", "compute"]) else { return nil }
    let groupBy = object["groupBy"].map { texts($0, place.appending("groupBy")) } ?? []
    guard let compute = required(object, "compute", place) else { return nil }
    let computePlace = place.appending("compute")
    guard let entries = compute.object, !entries.isEmpty else {
      report(computePlace, "compute names no figure", hint: "as in {calls: {count: \"*\"}}")
      return nil
    }
    let figures = entries.compactMap { figure($0, computePlace.appending($0.key)) }
    return RowQuery.Aggregate(groupBy: groupBy, figures: figures)
  }

  private func figure(_ member: JSONObject.Member, _ place: JSONPointer) -> RowQuery.Figure? {
    let names = RowQuery.Figure.Function.allCases.map(\.rawValue)
    guard let object = self.object(member.value, place, names) else { return nil }
    guard object.count == 1, let entry = object.members.first,
      let function = RowQuery.Figure.Function(rawValue: entry.key)
    else {
      report(place, "a figure is one of \(names.joined(separator: ", ")) and its column")
      return nil
    }
    guard let column = text(entry.value, place.appending(entry.key)) else { return nil }
    guard column != "*" || function == .count else {
      report(place.appending(entry.key), "\(entry.key) needs a column; \"*\" is for count alone")
      return nil
    }
    return RowQuery.Figure(
      name: member.key, function: function, column: column == "*" ? nil : column)
  }
}
