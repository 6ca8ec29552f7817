/// A message or a part of one, read as far as its limits go and as well as it is written.
package struct MIMEPart: Sendable, Hashable {
  package let header: MIMEHeader
  package let type: ContentType
  /// What a multipart or an enclosed message holds.
  package let children: [MIMEPart]
  private let body: ArraySlice<UInt8>
  private let limit: Int

  /// Reads a message; any bytes are one, if only of plain text.
  package init(_ bytes: [UInt8], limits: MIMELimits = MIMELimits()) {
    var budget = limits.parts
    self.init(bytes.prefix(limits.bytes), limits, depth: 0, budget: &budget)
  }

  private init(
    _ bytes: ArraySlice<UInt8>, _ limits: MIMELimits, depth: Int, budget: inout Int
  ) {
    budget -= 1
    limit = limits.decoded
    (header, body) = MIMEHeader.read(bytes, limits: limits)
    type = ContentType(header["Content-Type"])
    var children: [MIMEPart] = []
    if depth < limits.depth {
      for piece in Self.pieces(of: body, type, header) where budget > 0 {
        children.append(MIMEPart(piece, limits, depth: depth + 1, budget: &budget))
      }
    }
    self.children = children
  }

  /// The part itself and all parts in it, the outer before the inner.
  package var all: [MIMEPart] { [self] + children.flatMap(\.all) }

  /// The part and all parts in it but those of messages it encloses.
  package var outsideMessages: [MIMEPart] {
    [self] + (type.isMultipart ? children : []).flatMap(\.outsideMessages)
  }

  /// The content with its transfer encoding undone.
  package var content: [UInt8] {
    switch (header["Content-Transfer-Encoding"] ?? "").trimmingBlanks.lowercased() {
    case "base64": decodedBase64(body, limit: limit)
    case "quoted-printable": decodedQuotedPrintable(body, limit: limit)
    default: Array(body.prefix(limit))
    }
  }

  /// The content as text.
  package var text: String {
    switch type.parameters["charset"]?.lowercased() {
    case "iso-8859-1", "latin1", "windows-1252", "iso-8859-15":
      String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
    default: String(decoding: content, as: UTF8.self)
    }
  }
}

extension MIMEPart {
  private static func pieces(
    of body: ArraySlice<UInt8>, _ type: ContentType, _ header: MIMEHeader
  ) -> [ArraySlice<UInt8>] {
    if type.isMultipart, let boundary = type.parameters["boundary"], !boundary.isEmpty {
      return split(body, at: Array("--\(boundary)".utf8))
    }
    guard ["message/rfc822", "message/global"].contains(type.name) else { return [] }
    let encoding = (header["Content-Transfer-Encoding"] ?? "").trimmingBlanks.lowercased()
    return encoding == "base64" ? [decodedBase64(body, limit: body.count)[...]] : [body]
  }

  /// Cuts a body at its delimiter lines; what has no end goes to the end of the body.
  private static func split(
    _ body: ArraySlice<UInt8>, at delimiter: [UInt8]
  ) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start: Int?
    var rest = body
    while !rest.isEmpty {
      let place = rest.startIndex
      guard let line = rest.popLine() else { break }
      guard line.starts(with: delimiter) else { continue }
      let suffix = line.dropFirst(delimiter.count)
      let isEnd = suffix.starts(with: "--".utf8)
      guard isEnd || suffix.allSatisfy({ $0 == 32 || $0 == 9 }) else { continue }
      if let start { pieces.append(body[start..<place]) }
      start = isEnd ? nil : rest.startIndex
      if isEnd { break }
    }
    if let start { pieces.append(body[start...]) }
    return pieces
  }
}
