internal import CPage
internal import Crypto

/// How a page looks and what it does: the files of `Sources/CPage`, as they were when this was built.
enum PageAssets {
  static let style = text(gcs_page_style)
  static let script = text(gcs_page_script)

  /// What a browser lets a page do: run this one script, look like this, and nothing else.
  ///
  /// No request is allowed, and no text is ever read as markup or as a program.
  static let policy = [
    "default-src 'none'", "style-src \(hash(of: style))", "script-src \(hash(of: script))",
    "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].joined(separator: "; ")

  private static func hash(of text: String) -> String {
    "'sha256-\(Base64.standard.encode(SHA256.hash(text.utf8).bytes))'"
  }

  private static func text(_ file: gcs_page_file) -> String {
    String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
  }
}
