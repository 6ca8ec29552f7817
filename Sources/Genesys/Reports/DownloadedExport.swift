internal import HTTP

/// A file that was fetched.
package struct DownloadedExport: Sendable, Hashable {
  package let path: String
  package let byteCount: Int
  /// What the server says the file is, without parameters and in lower case: `text/csv`.
  package let contentType: String?
  /// What the server calls the file, safe to be a name here; nil where it does not.
  package let name: String?

  init(path: String, byteCount: Int, headers: HTTPHeaders) {
    self.path = path
    self.byteCount = byteCount
    contentType = headers["Content-Type"]?.split(separator: ";").first
      .map { $0.lowercased().filter { $0 != " " } }
    name = headers["Content-Disposition"].flatMap(fileName)
  }
}

/// Returns the file name of a `Content-Disposition`, without folders and control characters.
private func fileName(_ disposition: String) -> String? {
  let parameters = disposition.split(separator: ";").dropFirst().map { parameter in
    let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let value = pair.count > 1 ? pair[1].drop { $0 == " " } : ""
    return (name: pair[0].filter { $0 != " " }.lowercased(), value: String(value))
  }
  let encoded = parameters.first { $0.name == "filename*" }.flatMap { parameter in
    parameter.value.firstRange(of: "''").flatMap { mark in
      parameter.value[mark.upperBound...].utf8.percentDecoded()
        .flatMap { String(validating: $0, as: UTF8.self) }
    }
  }
  let plain = parameters.first { $0.name == "filename" }?.value.filter { $0 != "\"" }
  guard let text = encoded ?? plain else { return nil }
  let last = text.split { $0 == "/" || $0 == "\\" }.last ?? ""
  let name = String(String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 0x20 }))
  return ["", ".", ".."].contains(name) ? nil : String(name.prefix(120))
}
