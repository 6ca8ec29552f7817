extension URL {
  /// Parses an absolute http or https URL as RFC 3986 writes it, and nothing looser.
  ///
  /// A user name or password, a fragment, a character that should have been percent-encoded and a
  /// malformed percent-encoding are refused. In the query `+` reads as a space, as forms write it.
  package init?(parsing text: String) {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
    let scheme = text[..<colon].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[colon...].dropFirst(3)
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    guard let authority = Authority(rest[..<end]),
      let target = Target(parsing: rest[end...])
    else { return nil }
    let isDefaultPort = authority.port == (scheme == "https" ? 443 : 80)
    self.init(
      scheme: scheme, host: authority.host, port: isDefaultPort ? nil : authority.port,
      path: target.path, query: target.query)
  }

  /// Returns the URL a reference in an answer means: an absolute URL, or a path on this origin.
  package func resolving(_ reference: String) -> URL? {
    guard reference.hasPrefix("/"), !reference.hasPrefix("//") else {
      return URL(parsing: reference)
    }
    guard let target = Target(parsing: reference[...]) else { return nil }
    return URL(
      scheme: scheme, host: host, port: port, path: target.path, query: target.query)
  }
}

/// The host and port between `//` and the path.
private struct Authority {
  let host: String
  let port: Int?

  init?(_ text: Substring) {
    let hostEnd: Substring.Index
    if text.first == "[" {
      guard let bracket = text.firstIndex(of: "]"),
        case .v6 = IPAddress(text[text.index(after: text.startIndex)..<bracket])
      else { return nil }
      host = text[text.index(after: text.startIndex)..<bracket].lowercased()
      hostEnd = text.index(after: bracket)
    } else {
      hostEnd = text.firstIndex(of: ":") ?? text.endIndex
      host = text[..<hostEnd].lowercased()
      guard !host.isEmpty, host.utf8.allSatisfy({ isUnreserved($0) && $0 != UInt8(ascii: "~") })
      else { return nil }
    }
    let portText = text[hostEnd...]
    guard !portText.isEmpty else {
      port = nil
      return
    }
    let digits = portText.dropFirst()
    guard portText.first == ":", (1...5).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits),
      (1...65535).contains(number)
    else { return nil }
    port = number
  }
}

/// The path and query behind the authority.
private struct Target {
  let path: String
  let query: [URL.QueryItem]

  init?(parsing text: Substring) {
    let mark = text.firstIndex(of: "?") ?? text.endIndex
    let path = text[..<mark]
    let query = text[mark...].dropFirst()
    guard isEncoded(path, besides: "/"), isEncoded(query, besides: "/?"),
      let items = items(query)
    else { return nil }
    self.path = path.isEmpty ? "/" : String(path)
    self.query = items
  }
}

/// Decodes `name=value` pairs between ampersands, or returns nil where they are not UTF-8.
private func items(_ query: Substring) -> [URL.QueryItem]? {
  let pairs = query.split(separator: "&")
  let items = pairs.compactMap { pair -> URL.QueryItem? in
    let equals = pair.firstIndex(of: "=") ?? pair.endIndex
    guard let name = decoded(pair[..<equals]), let value = decoded(pair[equals...].dropFirst())
    else { return nil }
    return URL.QueryItem(name, value)
  }
  return items.count == pairs.count ? items : nil
}

private func decoded(_ text: Substring) -> String? {
  let spaced = text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
  return spaced.percentDecoded().flatMap { String(validating: $0, as: UTF8.self) }
}

/// Returns whether a text holds only RFC 3986's `pchar` and some further characters.
private func isEncoded(_ text: Substring, besides further: String) -> Bool {
  let allowed = [UInt8]("!$&'()*+,;=:@%".utf8) + [UInt8](further.utf8)
  return text.utf8.allSatisfy { isUnreserved($0) || allowed.contains($0) }
    && text.utf8.percentDecoded() != nil
}
