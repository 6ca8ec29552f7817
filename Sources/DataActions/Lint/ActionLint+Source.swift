internal import Diagnostics
internal import JSON
internal import JSONPath
internal import JSONSchema
internal import Templates

extension ActionLint {
  private static let source = JSONPointer(["source"])

  /// How many seconds Genesys waits for an action that says nothing of it.
  private var platformSeconds: Int { action.timeoutSeconds ?? 30 }

  /// Checks what gcsync serves: its time, its result, and how it tells of failures.
  mutating func checkSource(_ spec: JSON) {
    guard let source = action.source else { return }
    if source.errors == .envelope, !action.contract.output.properties.contains("status") {
      // It is what the guides' contract says, whose flows look at the status.
      report(
        ActionProblem(
          isPlatform ? .warning : .note, "error-in-200", at: Self.source,
          "a failure comes as status: error in an answer of 200, which a flow takes for a success",
          hint: "write source.errors: status, so that the flow takes its failure path"))
    }
    if let pending = source.pending, pending.after >= .seconds(platformSeconds) {
      warn(
        "pending-too-late", at: Self.source.appending("pending").appending("afterSeconds"),
        "Genesys waits \(platformSeconds) s, so that pending comes too late",
        hint: "answer pending after a few seconds")
    }
    switch source.origin {
    case .rest(let rest): check(rest, at: Self.source.appending("rest"))
    case .s3(let s3): check(s3, at: Self.source.appending("s3"))
    }
  }

  private mutating func check(_ s3: S3Source, at place: JSONPointer) {
    check(s3.inputs, at: place)
    let contract = action.contract.output
    guard s3.query.shape != .first else { return }
    let members = ["data", "rowCount", "truncated"] + (s3.hasDetails ? S3RowService.details : [])
    if !contract.isOpen {
      for name in members where !contract.properties.contains(name) {
        error(
          "unknown-output", at: place, "the output contract has no \"\(name)\"",
          hint: "every call would fail: declare it, or allow additionalProperties")
      }
    }
    for name in contract.required where !members.contains(name) {
      error(
        "never-filled", at: Self.output.appending("required"),
        "\"\(name)\" is required, and rows of S3 come as \(members.joined(separator: ", "))",
        hint: "flows read rows as data; result: first gives the members of the first row")
    }
  }

  private mutating func check(_ rest: RESTSource, at place: JSONPointer) {
    let seconds = Int(rest.timeout.components.seconds)
    // Waits of 0, 2, 4 … seconds stand between attempts.
    let waits = (1..<max(rest.attempts, 1)).reduce(0) { $0 + ($1 == 1 ? 0 : 1 << min($1 - 1, 6)) }
    let budget = rest.attempts * seconds + waits
    if rest.isTimed, budget > platformSeconds {
      warn(
        "time-budget", at: place.appending("timeoutSeconds"),
        "\(rest.attempts) attempts of \(seconds) s and the waits between them take up to \(budget) s, "
          + "and Genesys waits \(platformSeconds) s",
        hint: "later attempts are left out where time runs short; lower timeoutSeconds or attempts")
    }
    check(rest.path.inputs, at: place.appending("path"))
    for case .text(let text) in rest.path.parts where text.contains(where: { "{}$".contains($0) }) {
      warn(
        "source-placeholder", at: place.appending("path"), "\"\(text)\" is sent as it is",
        hint: "a placeholder is written as ${input.NAME}")
    }
    for (name, text) in rest.query {
      check(text.inputs, at: place.appending("query").appending(name))
    }
    for (name, value) in rest.headers {
      guard case .text(let text) = value else { continue }
      check(text.inputs, at: place.appending("headers").appending(name))
    }
    if let body = rest.body { check(body, at: place.appending("body"), in: .json) }
    check(rest.fields, at: place.appending("output"))
  }

  private mutating func check(_ inputs: [InputPath], at place: JSONPointer) {
    for path in inputs {
      guard let wrong = action.contract.input.firstUnknown(of: path.names) else { continue }
      let near = nearestName(to: wrong.name, in: wrong.known)
      error(
        "unknown-input", at: place, "${\(path.text)}: the input contract has no \"\(wrong.name)\"",
        hint: near.map { "did you mean \"\($0)\"?" } ?? "declare it in the input contract")
    }
  }

  private mutating func check(_ fields: [OutputField], at place: JSONPointer) {
    checkMembers(
      JSONObject(fields.map { ($0.name, JSON.null) }), at: place, "source.rest.output")
    for field in fields {
      let place = place.appending(field.name)
      switch field.value {
      case .constant(let value): check(value, for: field.name, at: place.appending("value"))
      case .path(let path, let fallback):
        checkScalar(path, for: field.name, at: place)
        guard let fallback else {
          if action.contract.output.required.contains(field.name), path.isDefinite {
            warn(
              "no-default", at: place,
              "it is required, and an answer without \(path) makes the call fail",
              hint: "give a default, or let the failure be meant")
          }
          continue
        }
        if !path.isDefinite, path.text.hasPrefix("$..") {
          warn(
            "unused-default", at: place.appending("default"),
            "\(path) always leads somewhere, be it to an empty list, so that the default never applies",
            hint: "a default stands for a path that leads nowhere, as $.a.b can")
        }
        check(fallback, for: field.name, at: place.appending("default"))
      }
    }
  }

  /// Checks a value of the manifest against the schema of its property.
  private mutating func check(_ value: JSON, for name: String, at place: JSONPointer) {
    var document = action.contract.output.document
    document["required"] = nil
    document["properties"] = [name: document["properties"]?[name] ?? [:]]
    guard case .success(let schema) = ContractSchema.read(document) else { return }
    for problem in schema.problems(with: .object([name: value])) {
      error(
        "output-value", at: place, "it \(problem.message), as the output contract says",
        hint: problem.hint)
    }
  }
}
