internal import CYAML
internal import JSON

/// Reads events from bytes it owns, by libyaml.
///
/// The parser keeps pointers to itself and to the bytes, so both live on the heap, at one place,
/// for as long as this value does.
struct YAMLEventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let standIns: LineBreakStandIns
  private let firstLine: Int
  private var texts = TextCache()

  /// Takes bytes that are known to be UTF-8 without control characters, and the line they start on.
  ///
  /// A byte order mark is left out, because libyaml would count it as the first column.
  init(_ bytes: [UInt8], firstLine: Int) {
    self.firstLine = firstLine
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    standIns = LineBreakStandIns(for: text)
    let bytes = standIns.applied(to: text)
    input = .allocate(capacity: bytes.count)
    _ = input.initialize(fromContentsOf: bytes)
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    precondition(yaml_parser_initialize(parser) == 1, "There is no memory for a YAML parser.")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// Returns the next event (`yaml_parser_parse`); behind the last one there are none to ask for.
  mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError }
    defer { yaml_event_delete(&event) }
    let (kind, anchor, tag) = contents(of: event)
    return YAMLEvent(
      kind: kind, anchor: anchor, tag: tag, start: mark(event.start_mark),
      range: event.start_mark.index..<max(event.start_mark.index, event.end_mark.index),
      hasDirectives: event.type == YAML_DOCUMENT_START_EVENT
        && hasDirectives(event.data.document_start))
  }

  private mutating func contents(of event: yaml_event_t) -> (YAMLEvent.Kind, String?, String?) {
    switch event.type {
    case YAML_DOCUMENT_START_EVENT:
      return (.documentStart(isExplicit: event.data.document_start.implicit == 0), nil, nil)
    case YAML_DOCUMENT_END_EVENT:
      return (.documentEnd(isExplicit: event.data.document_end.implicit == 0), nil, nil)
    case YAML_ALIAS_EVENT: return (.alias(text(event.data.alias.anchor) ?? ""), nil, nil)
    case YAML_SCALAR_EVENT: return scalar(event.data.scalar)
    case YAML_SEQUENCE_START_EVENT:
      let data = event.data.sequence_start
      let isFlow = data.style == YAML_FLOW_SEQUENCE_STYLE
      return (.sequenceStart(isFlow: isFlow), text(data.anchor), text(data.tag))
    case YAML_MAPPING_START_EVENT:
      let data = event.data.mapping_start
      let isFlow = data.style == YAML_FLOW_MAPPING_STYLE
      return (.mappingStart(isFlow: isFlow), text(data.anchor), text(data.tag))
    case YAML_SEQUENCE_END_EVENT: return (.sequenceEnd, nil, nil)
    case YAML_MAPPING_END_EVENT: return (.mappingEnd, nil, nil)
    case YAML_STREAM_START_EVENT: return (.streamStart, nil, nil)
    default: return (.streamEnd, nil, nil)
    }
  }

  private func hasDirectives(
    _ data: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_document_start
  ) -> Bool {
    data.version_directive != nil || data.tag_directives.start != data.tag_directives.end
  }

  private mutating func scalar(
    _ data: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar
  ) -> (YAMLEvent.Kind, String?, String?) {
    let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
    let value = standIns.removed(from: texts.text(of: bytes))
    let style: YAMLEvent.Style =
      switch data.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    return (.scalar(value, style), text(data.anchor), text(data.tag))
  }

  private var syntaxError: YAMLSyntaxError {
    let parser = parser.pointee
    let context = words(parser.context)
    return YAMLSyntaxError(
      problem: words(parser.problem) ?? "the text cannot be read",
      mark: mark(parser.problem_mark),
      context: context, contextMark: context.map { _ in mark(parser.context_mark) })
  }

  private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { standIns.removed(from: String(cString: $0)) }
  }

  private func words(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private func mark(_ mark: yaml_mark_t) -> YAMLMark {
    YAMLMark(line: firstLine + mark.line, column: mark.column + 1)
  }
}

/// What libyaml says when it cannot go on, in its own words.
struct YAMLSyntaxError: Error {
  let problem: String
  let mark: YAMLMark
  let context: String?
  let contextMark: YAMLMark?
}
