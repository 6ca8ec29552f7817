import Diagnostics
import JSON

/// Makes values of events: resolves scalars, puts in aliases, merges, and collects problems.
struct YAMLComposer: ~Copyable {
  /// Ends the reading of the file; the reason is among the diagnostics.
  struct Stop: Error {}

  /// A value with the size it has once its aliases are replaced.
  struct Node {
    var value: LocatedJSON
    var count = 1
    var height = 1
  }

  private(set) var documents: [LocatedJSON] = []
  private(set) var diagnostics: [Diagnostic] = []
  let file: SourceFile
  private let limits: YAML.Limits
  private var reader: YAMLStream
  /// What the anchors of the document stand for; nil while their value is being read.
  private var anchors: [String: Node?] = [:]
  private var nodeCount = 0
  private var depth = 0

  init(file: SourceFile, limits: YAML.Limits) {
    self.file = file
    self.limits = limits
    reader = YAMLStream(file.bytes)
  }

  /// Reads all documents, or those before the place where reading must end.
  mutating func readStream() {
    do throws(Stop) {
      while true {
        let event = try next()
        switch event.kind {
        case .streamEnd: return
        case .documentStart(let isExplicit): try readDocument(isExplicit: isExplicit)
        default: break
        }
      }
    } catch {}
  }

  private mutating func readDocument(isExplicit: Bool) throws(Stop) {
    anchors = [:]
    let event = try next()
    let value = try node(event).value
    let isEmpty = event.kind == .scalar("", .plain) && event.tag == nil && event.anchor == nil
    _ = try next()
    if !isEmpty { documents.append(value) }
  }

  mutating func next() throws(Stop) -> YAMLEvent {
    do throws(YAMLSyntaxError) {
      return try reader.next()
    } catch {
      diagnostics.append(error.diagnostic(in: file))
      throw Stop()
    }
  }

  mutating func report(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  func location(_ event: YAMLEvent) -> SourceLocation {
    SourceLocation(file: file, line: event.start.line, column: event.start.column)
  }

  /// Reads the value an event starts, to its end.
  mutating func node(_ event: YAMLEvent) throws(Stop) -> Node {
    if case .alias(let name) = event.kind { return try alias(name, event) }
    if let anchor = event.anchor { anchors[anchor] = .some(nil) }
    try count(1, height: 1, at: event)
    depth += 1
    let node =
      switch event.kind {
      case .sequenceStart: try sequence(event)
      case .mappingStart: try mapping(event)
      default: Node(value: scalar(event))
      }
    depth -= 1
    if let anchor = event.anchor { anchors[anchor] = node }
    return node
  }

  private mutating func alias(_ name: String, _ event: YAMLEvent) throws(Stop) -> Node {
    switch anchors[name] {
    case .some(.some(let node)):
      try count(node.count, height: node.height, at: event)
      return node
    case .some(.none):
      report(
        .error(
          "yaml-alias", "the alias \"\(name)\" stands inside the value it repeats",
          at: location(event)))
    case .none:
      let near = nearestName(to: name, in: anchors.keys)
      report(
        .error(
          "yaml-alias", "no anchor \"\(name)\" stands before this alias", at: location(event),
          hint: near.map { "did you mean \"*\($0)\"?" }))
    }
    return Node(value: LocatedJSON(.null, at: location(event)))
  }

  private mutating func count(_ nodes: Int, height: Int, at event: YAMLEvent) throws(Stop) {
    nodeCount += nodes
    let place = location(event)
    if nodeCount > limits.nodes {
      report(
        .error(
          "yaml-limit", "the file has more than \(limits.nodes) values once aliases are replaced",
          at: place))
      throw Stop()
    }
    if depth + height > limits.depth {
      report(
        .error("yaml-limit", "values are nested deeper than \(limits.depth) levels", at: place))
      throw Stop()
    }
  }

  private mutating func sequence(_ event: YAMLEvent) throws(Stop) -> Node {
    check(tagOf: event, isCollection: "seq")
    var node = Node(value: LocatedJSON(.null, at: location(event)))
    var elements: [LocatedJSON] = []
    while true {
      let next = try next()
      if next.kind == .sequenceEnd { break }
      let element = try self.node(next)
      node.add(element)
      elements.append(element.value)
    }
    node.value.content = .array(elements)
    return node
  }

  private mutating func mapping(_ event: YAMLEvent) throws(Stop) -> Node {
    check(tagOf: event, isCollection: "map")
    var node = Node(value: LocatedJSON(.null, at: location(event)))
    var members = YAMLMembers()
    while true {
      let key = try next()
      if key.kind == .mappingEnd { break }
      let isMerge = key.isMergeKey
      let name = isMerge ? nil : try self.key(key)
      let value = try self.node(try next())
      node.add(value)
      if isMerge {
        merge(value.value, into: &members)
      } else if let name {
        add(name, at: key, value.value, to: &members)
      }
    }
    node.value.content = .object(members.all)
    return node
  }
}

extension YAMLComposer.Node {
  /// Counts a value that stands inside this one.
  fileprivate mutating func add(_ child: Self) {
    count += child.count
    height = max(height, child.height + 1)
  }
}
