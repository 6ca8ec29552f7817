import JSON
import JSONPath

/// What is known about a value before anything runs.
indirect enum DataShape: Hashable {
  /// It may be anything; `lost` names what stood there until a state put its result in its place.
  case unknown(lost: [String: String])
  /// Text, number, boolean or null.
  case scalar
  /// A list of anything.
  case list
  /// An object of these fields and, where it is open, perhaps others.
  case object([String: DataShape], isOpen: Bool)

  static let anything = DataShape.unknown(lost: [:])

  /// How deep shapes are followed.
  private static let maximumDepth = 8

  /// The shape of a value that is known.
  init(_ value: JSON, depth: Int = 0) {
    switch value {
    case .array: self = .list
    case .object(let members) where depth < Self.maximumDepth:
      let fields = members.map { ($0.key, DataShape($0.value, depth: depth + 1)) }
      self = .object(Dictionary(fields) { $1 }, isOpen: false)
    case .object: self = .anything
    default: self = .scalar
    }
  }

  /// What a path finds in a value.
  enum Finding: Equatable {
    case shape(DataShape)
    /// There is certainly nothing; the name is that of the step that leads nowhere.
    case nothing(String)
    /// It stood there until the state of that name put its result in its place.
    case lost(String, by: String)
  }

  /// Follows steps as far as anything is known.
  func find(_ steps: [JSONPath.Step]) -> Finding {
    var shape = self
    for (index, step) in steps.enumerated() {
      switch (shape, step) {
      case (.unknown(let lost), .name(let name)):
        guard index == 0, let state = lost[name] else { return .shape(.anything) }
        return .lost(name, by: state)
      case (.unknown, _), (.list, .index): return .shape(.anything)
      case (.object(let fields, let isOpen), .name(let name)):
        guard let field = fields[name] else {
          return isOpen ? .shape(.anything) : .nothing(name)
        }
        shape = field
      case (.object, .index(let index)), (.scalar, .index(let index)):
        return .nothing(String(index))
      case (.list, .name(let name)), (.scalar, .name(let name)): return .nothing(name)
      }
    }
    return .shape(shape.bounded())
  }

  /// Returns the value with another one put at a place, as ResultPath does it.
  func putting(_ value: DataShape, at steps: ArraySlice<JSONPath.Step>) -> DataShape {
    guard let step = steps.first else { return value }
    guard case .name(let name) = step else { return .anything }
    switch self {
    case .object(var fields, let isOpen):
      let inner = fields[name] ?? (isOpen ? .anything : .object([:], isOpen: false))
      fields[name] = inner.putting(value, at: steps.dropFirst())
      return DataShape.object(fields, isOpen: isOpen).bounded()
    case .unknown:
      let inner = DataShape.anything.putting(value, at: steps.dropFirst())
      return DataShape.object([name: inner], isOpen: true).bounded()
    case .scalar, .list: return .anything
    }
  }

  /// The names known to stand in it.
  var names: [String] {
    if case .object(let fields, _) = self { fields.keys.sorted() } else { [] }
  }

  private func bounded(_ depth: Int = 0) -> DataShape {
    guard case .object(let fields, let isOpen) = self else { return self }
    guard depth < Self.maximumDepth else { return .anything }
    return .object(fields.mapValues { $0.bounded(depth + 1) }, isOpen: isOpen)
  }
}
