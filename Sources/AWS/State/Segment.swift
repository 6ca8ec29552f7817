internal import JSON
internal import Reconciler

/// What one call wrote to the journal: lines of one run, at their place in the order of all.
struct Segment: Sendable {
  static let folder = "journal/"

  let number: Int
  let run: String
  let write: String
  let entries: [JournalEntry]

  init(number: Int, run: String, write: String, entries: [JournalEntry]) {
    self.number = number
    self.run = run
    self.write = write
    self.entries = entries
  }

  init(_ document: StateDocument, at url: String) throws(StateFailure) {
    guard let number = document["number"]?.int, let run = document["run"]?.string,
      let lines = document["entries"]?.array
    else { throw .corrupt(url, "it is not all of a journal's segment") }
    let entries = lines.compactMap { JournalEntry($0) }
    guard entries.count == lines.count else {
      throw .corrupt(url, "it holds lines that cannot be read")
    }
    self.init(number: number, run: run, write: document.write, entries: entries)
  }

  var document: StateDocument {
    StateDocument(
      .journal, write: write,
      [
        "number": .number(JSONNumber(number)), "run": .string(run),
        "entries": .array(entries.map(\.json)),
      ])
  }

  /// The name of the segment of a number, digits first to last so that names sort as numbers do.
  static func name(_ number: Int) -> String {
    let digits = String(number)
    return folder + String(repeating: "0", count: max(0, 10 - digits.count)) + digits + ".json"
  }

  /// Returns the number in a name; nil where it is no segment's.
  static func number(in name: String) -> Int? {
    guard name.hasPrefix(folder), name.hasSuffix(".json"),
      let number = Int(name.dropFirst(folder.count).dropLast(5)), Self.name(number) == name
    else { return nil }
    return number
  }
}
