import Diagnostics

extension YAML {
  /// Returns why the bytes of a file cannot be YAML at all, at the first byte that says so.
  static func problem(ofBytesIn file: SourceFile, limits: Limits) -> Diagnostic? {
    let bytes = file.bytes
    guard bytes.count <= limits.bytes else {
      let start = SourceLocation(file: file, line: 1, column: 1)
      return .error("yaml-limit", "the file is longer than \(limits.bytes) bytes", at: start)
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return encodingProblem("the file is UTF-16", at: 0, in: file)
    }
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      return encodingProblem(
        "the bytes are not valid UTF-8", at: error.byteOffsets.lowerBound, in: file)
    }
    return controlCharacterProblem(in: file)
  }

  private static func encodingProblem(
    _ message: String, at offset: Int, in file: SourceFile
  ) -> Diagnostic {
    .error(
      "yaml-encoding", message, at: location(of: offset, in: file), hint: "save the file as UTF-8")
  }

  private static func controlCharacterProblem(in file: SourceFile) -> Diagnostic? {
    let bytes = file.bytes
    guard let offset = firstControlCharacter(in: bytes) else { return nil }
    let text = String(decoding: bytes[offset..<min(offset + 3, bytes.count)], as: UTF8.self)
    let code = text.unicodeScalars.first.map { String($0.value, radix: 16, uppercase: true) } ?? ""
    let name = "U+" + String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code
    return .error(
      "yaml-character", "the control character \(name) may not stand in YAML",
      at: location(of: offset, in: file),
      hint: "remove it, or write it as an escape in double quotes")
  }

  private static func firstControlCharacter(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      for (offset, byte) in bytes.enumerated() {
        switch byte {
        case 0x09, 0x0A, 0x0D: continue
        case ..<0x20, 0x7F: return offset
        case 0xC2:
          let next = bytes[offset + 1]
          if next < 0xA0, next != 0x85 { return offset }
        case 0xEF:
          if bytes[offset + 1] == 0xBF, bytes[offset + 2] >= 0xBE { return offset }
        default: continue
        }
      }
      return nil
    }
  }

  private static func location(of offset: Int, in file: SourceFile) -> SourceLocation {
    var (line, column) = (1, 1)
    for byte in file.bytes[..<offset] {
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return SourceLocation(file: file, line: line, column: column)
  }
}
