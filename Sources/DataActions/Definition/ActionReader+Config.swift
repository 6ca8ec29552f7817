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
      path(member.value, at: place.appending("translationMap").appending(member.key))
        .map { (name: member.key, path: $0) }
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
