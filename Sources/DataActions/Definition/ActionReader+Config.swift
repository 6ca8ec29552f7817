internal import Diagnostics
internal import JSON
internal import JSONPath
internal import Templates

extension ActionReader {
  /// Reads `config.request`.
  func request(_ value: JSON, at place: JSONPointer) -> ActionRequest? {
    let url = template(value["requestUrlTemplate"], at: place.appending("requestUrlTemplate"))
    let headers = (value["headers"]?.object ?? [:]).map { member in
      (
        name: member.key,
        value: template(member.value, at: place.appending("headers").appending(member.key))
      )
    }
    let body = value["requestTemplate"].flatMap {
      template($0, at: place.appending("requestTemplate"))
    }
    guard let url, let method = value["requestType"]?.string else { return nil }
    return ActionRequest(
      method: method, url: url,
      headers: headers.compactMap { header in header.value.map { (header.name, $0) } }, body: body)
  }

  /// Reads `config.response`.
  func response(_ value: JSON, at place: JSONPointer) -> ActionResponse {
    let translations = (value["translationMap"]?.object ?? [:]).compactMap { member in
      translation(member, at: place.appending("translationMap").appending(member.key))
    }
    return ActionResponse(
      translations: translations, defaults: value["translationMapDefaults"]?.object ?? [:],
      template: value["successTemplate"].flatMap {
        template($0, at: place.appending("successTemplate"))
      })
  }

  /// Reads a Velocity template.
  func template(_ value: JSON?, at place: JSONPointer) -> Template? {
    guard let text = value?.string else { return nil }
    do throws(TemplateError) {
      return try Template(parsing: text)
    } catch {
      report(
        ActionProblem(
          .error, "template-\(error.kind.rawValue)", at: place, error.message, hint: error.remedy,
          place: error.place))
      return nil
    }
  }

  /// What paths of Jayway JsonPath have and RFC 9535 has not.
  private static let ofJayway = [
    "length()", "min()", "max()", "avg()", "sum()", "stddev()", "keys()", "size()", "concat(",
    "append(", "=~", " in ", " nin ", " anyof ", " noneof ", " subsetof ", " size ", " empty ",
    "contains ",
  ]

  /// Reads one entry of the map; a path that only Jayway can read is one all the same.
  private func translation(
    _ member: JSONObject.Member, at place: JSONPointer
  ) -> (name: String, path: JSONPath?)? {
    guard let text = member.value.string else { return nil }
    if let path = try? JSONPath(text, dialect: .jayway) { return (member.key, path) }
    guard Self.ofJayway.contains(where: { text.contains($0) }) else {
      return path(member.value, at: place).map { (member.key, $0) }
    }
    report(
      ActionProblem(
        .warning, "json-path-of-jayway", at: place,
        "the path uses functions or operators of Jayway, which only the org can run",
        hint: "RFC 9535 has comparisons, &&, || and ! in filters, and length(), count(), match()"))
    return (member.key, nil)
  }

  /// Reads a JSONPath as data actions take it.
  func path(_ value: JSON, at place: JSONPointer) -> JSONPath? {
    guard let text = value.string else { return nil }
    do throws(JSONPathError) {
      return try JSONPath(text, dialect: .jayway)
    } catch {
      report(ActionProblem(.error, "json-path", at: place, "\(error)"))
      return nil
    }
  }
}
