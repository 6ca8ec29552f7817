internal import CPCRE2

/// A regular expression of ECMA-262, found anywhere in a text unless it is anchored.
///
/// Matching stops with no answer after a bounded number of steps, so that no pattern can hang.
package struct Pattern: Sendable {
  /// The pattern as it was written.
  package let source: String
  private let code: Code

  /// Compiles a pattern (`pcre2_compile`).
  package init(_ source: String) throws {
    self.source = source
    var translation = PatternTranslation(source)
    code = try Code(try translation.translated())
  }

  /// Returns whether a text matches, or nil where finding out would take too long.
  package func matches(_ text: String) -> Bool? { code.matches(text) }
}

/// Why a text is no regular expression.
package struct PatternError: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

/// Owns a compiled pattern, which PCRE2 only reads once it is compiled; that makes it safe to share.
private final class Code: @unchecked Sendable {
  private let code: OpaquePointer
  private let limits: OpaquePointer?

  private static let stepLimit: UInt32 = 1_000_000
  private static let kibibyteLimit: UInt32 = 64 * 1024

  init(_ pattern: String) throws {
    let options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF
    let allowed = options | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_BACKSLASH_C
    var (code, offset) = (0 as Int32, 0)
    let bytes = Array(pattern.utf8)
    let compiled = pcre2_compile_8(bytes, bytes.count, allowed, &code, &offset, nil)
    guard let compiled else { throw PatternError(Self.message(code)) }
    self.code = compiled
    limits = pcre2_match_context_create_8(nil)
    pcre2_set_match_limit_8(limits, Self.stepLimit)
    pcre2_set_heap_limit_8(limits, Self.kibibyteLimit)
  }

  deinit {
    pcre2_match_context_free_8(limits)
    pcre2_code_free_8(code)
  }

  /// Runs the pattern (`pcre2_match`).
  func matches(_ text: String) -> Bool? {
    guard let data = pcre2_match_data_create_8(1, nil) else { return nil }
    defer { pcre2_match_data_free_8(data) }
    var text = text
    let result = text.withUTF8 {
      pcre2_match_8(code, $0.baseAddress, $0.count, 0, UInt32(PCRE2_NO_UTF_CHECK), data, limits)
    }
    switch result {
    case 0...: return true
    case PCRE2_ERROR_NOMATCH: return false
    default: return nil
    }
  }

  private static func message(_ code: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(code, &buffer, buffer.count)
    return String(decoding: buffer.prefix(Int(max(0, length))), as: UTF8.self)
  }
}
