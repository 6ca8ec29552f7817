extension String {
  /// The text on one line, without anything that moves a cursor, turns text around or is not seen,
  /// and no longer than so many characters.
  func plain(_ length: Int) -> String {
    var result = ""
    var count = 0
    for scalar in unicodeScalars {
      guard count < length else { return result + "…" }
      result.unicodeScalars.append(scalar.isPlain ? scalar : " ")
      count += 1
    }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var isPlain: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .format, .surrogate, .privateUse: false
    default: !properties.isDefaultIgnorableCodePoint
    }
  }
}
