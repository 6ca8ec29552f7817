package import Mail

/// Finds a status and a reply code in the words of a diagnostic.
package enum StatusWords {
  /// Returns the first enhanced status that stands there on its own.
  package static func status(in text: String) -> EnhancedStatus? {
    numbers(in: text).lazy.compactMap { EnhancedStatus($0) }.first { $0.kind != 2 }
  }

  /// Returns the first reply code of a failure that stands there on its own.
  package static func code(in text: String) -> Int? {
    numbers(in: text).lazy.compactMap { word in
      word.utf8.count == 3 ? Int(word).flatMap { (400..<600).contains($0) ? $0 : nil } : nil
    }.first
  }

  /// The runs of digits and dots, without a dot at their end.
  private static func numbers(in text: String) -> [Substring] {
    text.prefix(4096).split { !($0.isASCII && $0.isNumber) && $0 != "." }
      .map { word in
        var word = word
        while word.last == "." { word = word.dropLast() }
        return word
      }
  }
}
