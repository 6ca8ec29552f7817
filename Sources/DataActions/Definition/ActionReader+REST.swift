internal import Diagnostics
internal import HTTP
internal import JSON

extension ActionReader {
  /// Reads `source.rest`.
  func rest(_ value: JSON, at place: JSONPointer) -> RESTSource? {
    let base = self.base(value["baseUrl"], at: place.appending("baseUrl"))
    let path = inputText(value["path"] ?? "", at: place.appending("path"))
    let query = (value["query"]?.object ?? [:]).compactMap { member in
      inputText(member.value, at: place.appending("query").appending(member.key))
        .map { (name: member.key, value: $0) }
    }
    let headers = (value["headers"]?.object ?? [:]).compactMap { member in
      header(member, at: place.appending("headers").appending(member.key))
        .map { (name: member.key, value: $0) }
    }
    let body = template(value["body"], at: place.appending("body"))
    let fields = (value["output"]?.object ?? [:]).compactMap { member in
      field(member, at: place.appending("output").appending(member.key))
    }
    guard let base, let path else { return nil }
    let method = value["method"]?.string ?? "GET"
    return RESTSource(
      isTimed: value["timeoutSeconds"] != nil || value["attempts"] != nil, base: base, path: path,
      query: query, method: method, headers: headers, body: body,
      timeout: .seconds(value["timeoutSeconds"]?.int ?? 10), attempts: value["attempts"]?.int ?? 4,
      isRepeatable: value["repeatable"]?.bool
        ?? HTTPRequest.Method(rawValue: method)?.isIdempotent ?? false,
      addresses: addresses(value["allowPrivate"], at: place.appending("allowPrivate")),
      maxBytes: value["maxBytes"]?.int ?? 1 << 20, fields: fields,
      nullIsMissing: value["nulls"]?.string != "keep")
  }

  private func base(_ value: JSON?, at place: JSONPointer) -> String? {
    guard let text = value?.string else { return nil }
    guard let url = URL(parsing: text), !text.contains("${") else {
      report(
        ActionProblem(
          .error, "source-url", at: place, "it is no http or https URL",
          hint: "write the address of the API alone, as in https://api.example.com/v1; what an "
            + "action is invoked with belongs in path and query"))
      return nil
    }
    return url.text
  }

  func addresses(_ value: JSON?, at place: JSONPointer) -> AddressGuard {
    let entries = value?.array?.compactMap(\.string) ?? []
    do throws(AddressGuard.Problem) {
      return try AddressGuard(allowing: entries)
    } catch {
      report(ActionProblem(.error, "source-address", at: place, "\(error)"))
      return AddressGuard()
    }
  }

  private func inputText(_ value: JSON, at place: JSONPointer) -> InputText? {
    let text = value.string ?? value.number?.text ?? value.bool.map { String($0) } ?? ""
    guard let read = InputText(text) else {
      report(
        ActionProblem(
          .error, "source-placeholder", at: place, "a placeholder is malformed",
          hint: "write it as ${input.NAME}"))
      return nil
    }
    return read
  }

  private func header(
    _ member: JSONObject.Member, at place: JSONPointer
  ) -> RESTSource.HeaderValue? {
    let value = member.value
    guard !TransportFields.contain(member.key) else {
      report(
        ActionProblem(
          .error, "source-header", at: place,
          "\(member.key) is not for an action to set: it says where or how a request is sent",
          hint: "leave it out; baseUrl names the host, the transport says how long the body is"))
      return nil
    }
    if value["secretRef"] != nil { return .secret(value) }
    return inputText(value, at: place).map { .text($0) }
  }

  private func field(_ member: JSONObject.Member, at place: JSONPointer) -> OutputField? {
    if let constant = member.value["value"] {
      return OutputField(name: member.key, value: .constant(constant))
    }
    let isShort = member.value.string != nil
    let text = isShort ? member.value : member.value["path"]
    guard let text else { return nil }
    return path(text, at: isShort ? place : place.appending("path")).map {
      OutputField(name: member.key, value: .path($0, default: member.value["default"]))
    }
  }
}
