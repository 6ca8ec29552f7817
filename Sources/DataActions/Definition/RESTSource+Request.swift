internal import HTTP
internal import JSON
internal import Templates
internal import World

extension RESTSource {
  /// Returns the request for an input, and the secrets it carries.
  ///
  /// Each value that is put in is one segment of the path or one value of the query, whatever it holds.
  func request(
    for input: JSON, secret: (JSON) throws(SourceFailure) -> Secret
  ) throws(SourceFailure) -> (request: HTTPRequest, secrets: [Secret]) {
    guard let base = URL(parsing: self.base), let method = HTTPRequest.Method(rawValue: method)
    else { throw SourceFailure(.other, "baseUrl is no http or https URL") }
    let path = try self.path.filled(for: input, Self.segment)
    guard var url = URL(parsing: base.origin + joined(base.path, path)) else {
      throw SourceFailure(.other, "the path does not make a URL")
    }
    url.query = base.query + url.query
    for (name, value) in query where value.inputs.allSatisfy({ $0.isGiven(in: input) }) {
      url.query.append(URL.QueryItem(name, try value.filled(for: input) { text, _ in text }))
    }
    var request = HTTPRequest(
      method, url, template: self.base, timeout: timeout, responseLimit: maxBytes,
      isRepeatable: isRepeatable)
    if let body {
      request.body = Array(try text(of: body, for: input).utf8)
      request.headers["Content-Type"] = "application/json"
    }
    request.headers["Accept"] = "application/json"
    let secrets = try setHeaders(of: &request, for: input, secret)
    return (request, secrets)
  }

  private func joined(_ base: String, _ path: String) -> String {
    let base = base.hasSuffix("/") ? String(base.dropLast()) : base
    return path.isEmpty || path.hasPrefix("/") || path.hasPrefix("?")
      ? base + path : "\(base)/\(path)"
  }

  private static func segment(
    _ text: String, _ path: InputPath
  ) throws(SourceFailure) -> String {
    guard !text.isEmpty, text != ".", text != ".." else {
      throw SourceFailure(.input, "\(path.text) is empty or leads to another path")
    }
    return URL.percentEncoded(segment: text)
  }

  /// Sets the manifest's headers and returns the secrets among them.
  private func setHeaders(
    of request: inout HTTPRequest, for input: JSON,
    _ secret: (JSON) throws(SourceFailure) -> Secret
  ) throws(SourceFailure) -> [Secret] {
    var secrets: [Secret] = []
    for (name, value) in headers {
      switch value {
      case .secret(let reference):
        let secret = try secret(reference)
        secrets.append(secret)
        secret.reveal { request.headers[name] = $0 }
      case .text(let text) where text.inputs.allSatisfy({ $0.isGiven(in: input) }):
        request.headers[name] = try text.filled(for: input, Self.headerText)
      case .text: continue
      }
    }
    return secrets
  }

  private static func headerText(
    _ text: String, _ path: InputPath
  ) throws(SourceFailure) -> String {
    guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
      throw SourceFailure(.input, "\(path.text) holds a control character")
    }
    return text
  }

  private func text(of body: Template, for input: JSON) throws(SourceFailure) -> String {
    do throws(TemplateError) {
      return try body.render(.request(input: input))
    } catch {
      throw SourceFailure(.input, "the body: \(error)")
    }
  }
}

extension InputPath {
  /// Whether an invocation gives a value that is not null.
  func isGiven(in input: JSON) -> Bool {
    var value = input
    for name in names {
      guard let next = value[name] else { return false }
      value = next
    }
    return !value.isNull
  }
}
