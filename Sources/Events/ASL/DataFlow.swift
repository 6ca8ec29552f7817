import Diagnostics
import JSON
import JSONPath

/// Follows what the states of a machine pass to each other, on every way there is.
struct DataFlow {
  /// An input a state may have, and from where.
  struct Input: Hashable {
    let shape: DataShape
    let origin: String
  }

  /// How many inputs of one state are told apart.
  private static let maximumInputs = 24
  /// How many states are followed, over all machines inside each other.
  static let maximumVisits = 20_000

  /// A read that finds nothing.
  struct Finding: Hashable {
    enum Reason: Hashable {
      case nothing
      case lost(by: String)
    }

    let location: SourceLocation
    let path: String
    let name: String
    let reason: Reason
    let origin: String
  }

  private let machine: StateMachineModel
  private var inputs: [String: Set<Input>] = [:]
  private var pending: [(state: String, input: Input)] = []
  private(set) var findings: [Finding] = []
  private var reported: Set<SourceLocation> = []
  /// How many states may still be followed.
  private var visits: Int

  init(_ machine: StateMachineModel, visits: Int = DataFlow.maximumVisits) {
    self.machine = machine
    self.visits = visits
  }

  /// Follows the machine from a first input until nothing new comes of it.
  mutating func run(_ shape: DataShape, origin: String) {
    guard let start = machine.start else { return }
    arrive(at: start, .init(shape: shape, origin: origin))
    while visits > 0, let (name, input) = pending.popLast() {
      guard let state = machine.state(name) else { continue }
      visits -= 1
      visit(state, input)
    }
  }

  private mutating func arrive(at state: String, _ input: Input) {
    guard inputs[state, default: []].count < Self.maximumInputs,
      inputs[state, default: []].insert(input).inserted
    else { return }
    pending.append((state, input))
  }

  private mutating func visit(_ state: StateModel, _ input: Input) {
    guard state.language == .jsonPath else {
      let output = state.type == .choice || state.type == .wait ? input.shape : .anything
      return leave(state, input, state.node["Output"].map(Self.shape) ?? output)
    }
    var reader = StateReader(origin: input.origin)
    let output = reader.output(of: state, input.shape)
    for inner in reader.inner {
      var flow = DataFlow(inner.machine, visits: visits)
      flow.run(inner.input, origin: "the state \"\(state.name)\"")
      visits = flow.visits
      flow.findings.forEach { report($0) }
    }
    reader.findings.forEach { report($0) }
    leave(state, input, output)
  }

  private mutating func leave(_ state: StateModel, _ input: Input, _ output: DataShape) {
    for transition in state.transitions {
      var next = Input(shape: output, origin: "the state \"\(state.name)\"")
      switch transition.cause {
      case .next, .otherwise: break
      case .choice(let rule):
        if state.language == .jsonata, let own = rule["Output"] {
          next = .init(shape: Self.shape(of: own), origin: next.origin)
        }
        // A way that is taken only where a value is present is not taken without it.
        let present = ChoiceGuards(rule).required
        let isTaken = present.allSatisfy {
          if case .shape = input.shape.find($0) { true } else { false }
        }
        guard isTaken else { continue }
      case .caught(let catcher):
        next = .init(
          shape: caught(input.shape, by: catcher, language: state.language),
          origin: "a Catch of \"\(state.name)\"")
      }
      arrive(at: transition.target, next)
    }
  }

  private func caught(
    _ input: DataShape, by catcher: LocatedJSON, language: QueryLanguage
  ) -> DataShape {
    let error = DataShape.object(["Error": .scalar, "Cause": .scalar], isOpen: false)
    guard language == .jsonPath else { return catcher["Output"].map(Self.shape) ?? error }
    guard let place = catcher["ResultPath"] else { return error }
    guard let text = place.string else { return input }
    guard let steps = try? StatePath(text).steps else { return .anything }
    return input.putting(error, at: steps[...])
  }

  private mutating func report(_ finding: Finding) {
    guard reported.insert(finding.location).inserted else { return }
    findings.append(finding)
  }

  /// The shape of a template in JSONata, whose expressions may yield anything.
  static func shape(of template: LocatedJSON) -> DataShape {
    switch template.content {
    case .string(let text) where text.looksLikeExpression: .anything
    case .object(let members):
      .object(
        Dictionary(members.map { ($0.key, shape(of: $0.value)) }) { $1 }, isOpen: false)
    case .array: .list
    default: .scalar
    }
  }
}
