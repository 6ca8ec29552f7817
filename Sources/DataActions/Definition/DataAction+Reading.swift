internal import Diagnostics
package import JSON

extension DataAction {
  /// Reads the spec of a manifest, or returns everything that is wrong with it.
  ///
  /// What its schema has said already, such as a member that is unknown, is not said again.
  package static func read(_ spec: JSON, named name: String) -> Result<DataAction, ActionProblems> {
    let reader = ActionReader()
    let action = reader.action(spec, name)
    guard let action, !reader.problems.contains(where: { $0.severity == .error }) else {
      return .failure(ActionProblems(problems: reader.problems))
    }
    return .success(action)
  }
}

extension ActionReader {
  fileprivate func action(_ spec: JSON, _ name: String) -> DataAction? {
    let contract = self.contract(spec["contract"] ?? [:])
    let config = spec["config"]
    let request = config?["request"].flatMap { self.request($0, at: Self.place("request")) }
    let response = self.response(config?["response"] ?? [:], at: Self.place("response"))
    let source = spec["source"].flatMap { self.source($0) }
    let tests = (spec["tests"]?.array ?? []).enumerated().compactMap { index, test in
      self.test(test, at: JSONPointer(["tests"]).appending(index), number: index + 1)
    }
    guard let contract else { return nil }
    return DataAction(
      name: name, title: spec["name"]?.string ?? name,
      isActive: spec["status"]?.string != "inactive", contract: contract, request: request,
      response: response,
      timeoutSeconds: config?["timeoutSeconds"]?.int, source: source, tests: tests,
      remarks: problems.filter { $0.severity != .error })
  }

  private static func place(_ name: String) -> JSONPointer { JSONPointer(["config", name]) }

  private func contract(_ contract: JSON) -> ActionContract? {
    let input = side(contract, "input", "inputSchema")
    let output = side(contract, "output", "successSchema")
    guard let input, let output else { return nil }
    return ActionContract(input: input, output: output)
  }

  private func side(_ contract: JSON, _ side: String, _ schema: String) -> ContractSchema? {
    let place = JSONPointer(["contract", side, schema])
    guard let document = contract[side]?[schema] else {
      report(ActionProblem(.error, "contract", at: place, "the contract's \(side) is missing"))
      return nil
    }
    switch ContractSchema.read(document) {
    case .success(let schema): return schema
    case .failure(let problems):
      for problem in problems.problems { report(problem.below(place)) }
      return nil
    }
  }

  private func source(_ source: JSON) -> ActionSource? {
    let place = JSONPointer(["source"])
    let errors = source["errors"]?.string.flatMap(ReplyStyle.init) ?? .envelope
    guard let origin = origin(source, place) else { return nil }
    return ActionSource(
      origin: origin, errors: errors,
      pending: source["pending"].map { pending in
        ActionSource.Pending(
          callbackURL: pending["callbackUrl"]?.string ?? "",
          addresses: addresses(
            pending["allowPrivate"], at: place.appending("pending").appending("allowPrivate")),
          secret: pending["secret"],
          after: .seconds(pending["afterSeconds"]?.int ?? 2))
      })
  }

  private func origin(_ source: JSON, _ place: JSONPointer) -> ActionSource.Origin? {
    if let rest = source["rest"] {
      return self.rest(rest, at: place.appending("rest")).map { .rest($0) }
    }
    if let block = source["s3"] {
      switch S3Source.decode(block) {
      case .success(let s3): return .s3(s3)
      case .failure(let problems):
        for problem in problems.problems { report(problem.below(place.appending("s3"))) }
        return nil
      }
    }
    report(place, "a source is rest or s3")
    return nil
  }
}
