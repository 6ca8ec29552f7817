/// The fields at the head of a message or part, as text without folds.
package struct MIMEHeader: Sendable, Hashable {
  package struct Field: Sendable, Hashable {
    package let name: String
    package let value: String
  }

  package let fields: [Field]

  package init(_ fields: [Field] = []) { self.fields = fields }

  /// The value of the first field of a name, whatever the case of that.
  package subscript(_ name: String) -> String? {
    let name = name.lowercased()
    return fields.first { $0.name.lowercased() == name }?.value
  }

  package func all(_ name: String) -> [String] {
    let name = name.lowercased()
    return fields.filter { $0.name.lowercased() == name }.map(\.value)
  }
}

extension MIMEHeader {
  /// Reads fields up to an empty line, and returns how many bytes they and that line take.
  ///
  /// A line that is no field ends the header too, so that a text without one is read as a body.
  static func read(
    _ bytes: ArraySlice<UInt8>, limits: MIMELimits
  ) -> (header: MIMEHeader, body: ArraySlice<UInt8>) {
    var fields: [Field] = []
    var rest = bytes
    // A mailbox file puts this line before each message.
    if rest.starts(with: "From ".utf8) { _ = rest.popLine() }
    while fields.count < limits.fields {
      let beginning = rest
      guard let line = rest.popLine(), !line.isEmpty else { break }
      if line.first == 32 || line.first == 9, let last = fields.popLast() {
        let more = text(line).trimmingBlanks
        fields.append(Field(name: last.name, value: "\(last.value) \(more)".trimmingBlanks))
      } else if let field = field(line) {
        fields.append(field)
      } else {
        rest = beginning
        break
      }
    }
    return (MIMEHeader(fields), rest)
  }

  private static func field(_ line: ArraySlice<UInt8>) -> Field? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      return nil
    }
    let name = line[..<colon].reversed().drop { $0 == 32 || $0 == 9 }.reversed()
    guard !name.isEmpty, name.allSatisfy({ (33...126).contains($0) }) else { return nil }
    return Field(
      name: String(decoding: Array(name), as: UTF8.self),
      value: text(line[(colon + 1)...]).trimmingBlanks)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix(8192), as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  /// Takes the bytes up to a line's end off the front; nil where nothing is left.
  mutating func popLine() -> ArraySlice<UInt8>? {
    guard !isEmpty else { return nil }
    let end = firstIndex(of: 10) ?? endIndex
    let line = self[startIndex..<end]
    self = self[Swift.min(end + 1, endIndex)...]
    return line.last == 13 ? line.dropLast() : line
  }
}

extension StringProtocol {
  /// The text without spaces, tabs and line ends at its edges.
  package var trimmingBlanks: String {
    let start = unicodeScalars.drop { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" }
    var end = start
    while let last = end.last, last == " " || last == "\t" || last == "\r" || last == "\n" {
      end = end.dropLast()
    }
    return String(String.UnicodeScalarView(end))
  }
}
