internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler
internal import World

extension GenesysWriter {
  /// A write as the call it is in one profile.
  struct Call: Sendable {
    let write: Write
    let wire: Wire
    let method: HTTPRequest.Method
    let path: String
    let template: String
    /// The statuses that mean it was done.
    let successes: Set<Int>
    let problems: RequestProblem
    /// The ways between specs and bodies; nil where they are the same.
    let shape: (any WireShape)?

    init(
      _ write: Write, shape: (any WireShape)?, profile: Profile, redactor: Redactor
    ) throws(WriteFailure) {
      self.shape = shape
      guard let wire = write.kind.wires[profile] else {
        throw WriteFailure(.other, Self.unsupported(write, "in the \(profile.rawValue) profile"))
      }
      let endpoint: Wire.Endpoint? =
        switch write.action {
        case .create: wire.create ?? (wire.isAlwaysThere ? wire.update : nil)
        case .update: wire.update
        case .delete: wire.delete
        }
      guard let endpoint, let method = HTTPRequest.Method(rawValue: endpoint.method) else {
        throw WriteFailure(.other, Self.unsupported(write, "by the service"))
      }
      guard let path = write.path(of: endpoint.path) else {
        throw WriteFailure(.other, Self.unsupported(write, "without an id"))
      }
      self.write = write
      self.wire = wire
      self.method = method
      template = wire.collection + endpoint.path
      self.path = wire.collection + path
      let plain: Set<Int> = write.action == .delete ? [200, 202, 204] : [200, 201]
      successes = profile == .platform ? plain.union([202, 204]) : plain
      let secrets = write.body?.reveal { write.kind.spec.secrets(in: $0) } ?? []
      problems = RequestProblem(
        redactor: redactor.adding(secrets), subject: write.kind.name,
        permissions: wire.permissions)
    }

    /// Holds secrets: it goes to the service and nowhere else.
    var body: JSON? {
      guard let goal = write.body?.reveal({ $0 }) else { return nil }
      return Self.withoutID(shape?.body(from: goal) ?? goal)
    }

    /// Returns the body of an update over the object as it is.
    func body(over live: JSON) -> JSON? {
      guard var body else { return nil }
      if wire.mergesUpdates, let goal = write.body?.reveal(Self.withoutID) {
        var kept = live
        for pointer in wire.computed { kept[pointer] = nil }
        let spec = write.kind.spec
        body = Self.withoutID(
          shape?.merged(goal, over: kept, in: spec) ?? spec.merged(goal, over: kept))
      }
      if let updates = wire.updates { body = body.keeping(updates) }
      if let version = wire.version { body[version] = live[version] }
      return body
    }

    private static func withoutID(_ body: JSON) -> JSON {
      guard var object = body.object else { return body }
      object["id"] = nil
      return .object(object)
    }

    private static func unsupported(_ write: Write, _ why: String) -> Diagnostic {
      .error(
        "unsupported-operation", "\(write.kind.name) cannot be \(write.action.past) \(why)",
        address: write.address.description)
    }
  }

  /// What a write has taken so far.
  struct Effort: Sendable {
    var attempts: [AttemptSample] = []
    var latency: Duration = .zero

    func adding(_ exchange: Exchange) -> Effort {
      adding(exchange.attempts, exchange.latency)
    }

    func adding(_ failure: HTTPFailure) -> Effort { adding(failure.attempts, failure.latency) }

    private func adding(_ attempts: [Attempt], _ latency: Duration) -> Effort {
      var effort = self
      effort.attempts += attempts.map { AttemptSample(status: $0.status, latency: $0.latency) }
      effort.latency += latency
      return effort
    }

    func receipt(id: String?, correlation: String?) -> WriteReceipt {
      WriteReceipt(id: id, attempts: attempts, latency: latency, correlation: correlation)
    }

    func failure(
      _ cause: WriteFailure.Cause, _ problem: Diagnostic, at call: Call, correlation: String? = nil
    ) -> WriteFailure {
      var problem = problem
      problem.address = call.write.address.description
      return WriteFailure(
        cause, problem, attempts: attempts, latency: latency, correlation: correlation)
    }
  }
}

extension JSON {
  /// Returns the members at pointers alone.
  func keeping(_ pointers: [JSONPointer]) -> JSON {
    pointers.reduce(into: [:]) { kept, pointer in
      if let value = self[pointer] { kept.setCreating(value, at: pointer) }
    }
  }
}

extension Write {
  /// Fills the places in a path below the collection: `{id}`, and members of the object by name.
  ///
  /// Nil where what belongs there is not known.
  fileprivate func path(of template: String) -> String? {
    var path = ""
    for (index, part) in template.split(separator: "{", omittingEmptySubsequences: false)
      .enumerated()
    {
      guard index > 0 else {
        path += part
        continue
      }
      let halves = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, let value = member(String(halves[0])), !value.isEmpty else {
        return nil
      }
      path += URL.percentEncoded(segment: value) + halves[1]
    }
    return path
  }

  private func member(_ name: String) -> String? {
    if name == "id" { return id }
    return body?.reveal { $0[name]?.string } ?? before?[name]?.string
  }
}

extension Write.Action {
  fileprivate var past: String {
    switch self {
    case .create: "created"
    case .update: "updated"
    case .delete: "deleted"
    }
  }
}

extension Field {
  /// Returns what stands at write-only fields of a body, and must not come back in a message.
  fileprivate func secrets(in body: JSON) -> [Secret] {
    if role.isWriteOnly { return body.string.map { [Secret($0)] } ?? [] }
    switch body {
    case .object(let object):
      return object.flatMap { item in member(item.key)?.secrets(in: item.value) ?? [] }
    case .array(let elements): return elements.flatMap { element?.secrets(in: $0) ?? [] }
    default: return []
    }
  }
}
