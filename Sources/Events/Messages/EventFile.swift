internal import JSON

/// Events in a file: one document, or one on each line.
package enum EventFile {
  /// Returns the bodies of the events, whatever they were wrapped in.
  ///
  /// A line that is no JSON is a body too, which its reader then refuses with its reason.
  package static func bodies(_ bytes: [UInt8]) -> [String] {
    if let document = try? JSON.parse(bytes) { return unwrapped(document) }
    return bytes.split(separator: UInt8(ascii: "\n")).flatMap { line in
      guard let document = try? JSON.parse(Array(line)) else {
        return [String(decoding: line, as: UTF8.self)]
      }
      return unwrapped(document)
    }
  }

  /// Takes an array apart, and events out of what SQS, a state machine and tail put round them.
  private static func unwrapped(_ document: JSON) -> [String] {
    if let elements = document.array { return elements.flatMap(unwrapped) }
    if let records = document["Records"]?.array { return records.flatMap(unwrapped) }
    if let body = (document["body"] ?? document["Body"])?.string { return [body] }
    return [(document["Event"] ?? document).text]
  }
}
