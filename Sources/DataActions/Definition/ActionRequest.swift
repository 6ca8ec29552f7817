internal import HTTP
package import JSON
package import Templates

/// How Genesys makes the request of a data action: the templates of `config.request`.
package struct ActionRequest: Sendable {
  package let method: String
  package let url: Template
  package let headers: [(name: String, value: Template)]
  /// The body's template; the whole input as JSON where the action has none.
  package let body: Template?

  /// Whether the method takes a body; Genesys ignores the template of others.
  package var sendsBody: Bool { ["POST", "PUT", "PATCH"].contains(method) }

  /// The media type that the headers promise, without parameters; JSON where they promise none.
  package var mediaType: String {
    let header = headers.first { $0.name.lowercased() == "content-type" }
    let type = header?.value.source.split(separator: ";").first.map(String.init) ?? ""
    return type.isEmpty ? "application/json" : type.lowercased()
  }

  /// Whether the body is to be JSON.
  package var sendsJSON: Bool {
    sendsBody && (mediaType == "application/json" || mediaType.hasSuffix("+json"))
  }
}

/// A request with all templates resolved, as it goes out.
package struct ResolvedRequest: Sendable {
  package let method: String
  package let url: String
  package let headers: [(name: String, value: String)]
  package let body: String

  /// The request as the trace shows it; headers that carry credentials are hidden.
  package var json: JSON {
    var shown: JSONObject = ["method": .string(method), "url": .string(url)]
    shown["headers"] = .object(
      JSONObject(
        headers.map { name, value in
          (name, .string(Self.isSensitive(name) ? "(hidden)" : value))
        }))
    if !body.isEmpty { shown["body"] = (try? JSON.parse(body)) ?? .string(body) }
    return .object(shown)
  }

  private static func isSensitive(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["authorization", "cookie", "proxy-authorization"].contains(name)
      || ["key", "token", "secret", "password"].contains { name.contains($0) }
  }
}

extension ActionRequest {
  /// What the templates of a request may use besides its input.
  package struct Surroundings: Sendable {
    /// The fields of the integration's credentials, as `$credentials` has them.
    package var credentials: JSONObject
    /// What the integration's authentication action answered, as `$authResponse` has it.
    package var authResponse: JSON?
    /// The address of the org's API, where URLs lead that name no host.
    package var api: String?

    package init(
      credentials: JSONObject = JSONObject(), authResponse: JSON? = nil, api: String? = nil
    ) {
      (self.credentials, self.authResponse, self.api) = (credentials, authResponse, api)
    }
  }

  /// Resolves the templates for an input.
  package func resolved(
    for input: JSON, _ surroundings: Surroundings = Surroundings()
  ) throws(StepFailure) -> ResolvedRequest {
    var context = TemplateContext.request(input: input)
    context.variables["credentials"] = .object(surroundings.credentials)
    context.variables["authResponse"] = surroundings.authResponse
    let url = try url(context, surroundings)
    var headers: [(name: String, value: String)] = []
    for (name, template) in self.headers {
      let value = try render(template, context, "header \(name)")
      guard value.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 || $0 == "\t" })
      else {
        throw StepFailure("header \(name) holds a line end or another control character")
      }
      headers.append((name, value))
    }
    return ResolvedRequest(
      method: method, url: url, headers: headers, body: try body(for: input, context))
  }

  /// Returns the URL; one that begins with a slash leads to the org's own API.
  private func url(
    _ context: TemplateContext, _ surroundings: Surroundings
  ) throws(StepFailure) -> String {
    let text = try render(url, context, "requestUrlTemplate")
    let whole = text.hasPrefix("/") ? (surroundings.api ?? "") + text : text
    guard URL(parsing: whole) != nil else {
      let open = url.references.filter { $0.use == .shown && !$0.isTool && text.contains($0.text) }
      guard let reference = open.first else {
        throw StepFailure(
          "the URL is no http or https URL: \(text.prefix(200))",
          hint: "write values into a URL through $esc.url(…)")
      }
      throw StepFailure(
        "the URL keeps \(reference.text), which has no value: \(text.prefix(200))",
        hint: reference.root == "credentials"
          ? "give it with --credential NAME=env:VARIABLE, or under credentials of a test"
          : "give it in the input, or write $!{…}")
    }
    return whole
  }

  private func body(
    for input: JSON, _ context: TemplateContext
  ) throws(StepFailure) -> String {
    guard sendsBody else { return "" }
    guard let body else { return input.text }
    let text = try render(body, context, "requestTemplate")
    guard sendsJSON else { return text }
    do throws(JSONParseError) {
      _ = try JSON.parse(text, limits: JSON.Limits(depth: 50, duplicateKeys: .lastWins))
    } catch {
      throw StepFailure(
        "the body is no JSON: \(error.message) (line \(error.line), column \(error.column))",
        hint: "write texts through $esc.jsonString(…) in quotes, and give what the template needs",
        text: text)
    }
    return text
  }

  private func render(
    _ template: Template, _ context: TemplateContext, _ name: String
  ) throws(StepFailure) -> String {
    do throws(TemplateError) {
      return try template.render(context)
    } catch {
      throw StepFailure(error, in: name)
    }
  }
}

/// Why a step of an action's run fails, in words for whoever wrote the action.
package struct StepFailure: Error, Sendable, Hashable {
  package var message: String
  package var hint: String?
  /// What the step made, where it is that which does not do.
  package var text: String?

  init(_ message: String, hint: String? = nil, text: String? = nil) {
    (self.message, self.hint, self.text) = (message, hint, text)
  }

  init(_ error: TemplateError, in name: String) {
    self.init(
      "\(name), line \(error.place.line), column \(error.place.column): \(error.message)",
      hint: error.remedy)
  }
}
