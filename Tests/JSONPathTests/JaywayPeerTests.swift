import Foundation
import JSON
import JSONPath
import TestSupport
import Testing

/// Paths as Jayway JsonPath reads them, which data actions are taken to go by.
@Suite struct JaywayPeerTests {
  private static let document: JSON = [
    "store": [
      "book": [
        ["category": "reference", "author": "Nigel Rees", "title": "Sayings", "price": 8],
        ["category": "fiction", "author": "Evelyn Waugh", "title": "Sword", "price": 12],
        [
          "category": "fiction", "author": "H M", "title": "Moby", "isbn": "0-553", "price": 9,
          "tags": ["sea", "whale"],
        ],
      ],
      "bicycle": ["color": "red", "price": 19, "a-b": 1, "none": .null],
    ],
    "expensive": 10,
  ]

  static let paths = [
    "$", "$.store", "$.store.book[0].title", "$.store.book[*].title", "$..price",
    "$.store.book[0,1].title", "$.store.book[:2].title", "$.store.book[1:].title",
    "$.store.book[?(@.isbn)].title", "$.store.book[?(@.price<10)].title",
    "$.store.book[?(@.price < $.expensive)].title",
    "$.store.book[?(@.category=='fiction' && @.price<10)].title",
    "$.store.book[?(@.category=='fiction' || @.price<9)].title",
    "$['store']['bicycle']['color']", "$.store.bicycle['color','price']", "$.store.bicycle.none",
    "$.store.bicycle.nothing", "$.store.book[9]", "$.store.book[9].title", "$.store.book[*].isbn",
    "$..isbn", "$..nothing", "$.store.bicycle.a-b", "$.store['bicycle'].*", "store.bicycle.color",
    "$..book[2].tags[0]", "$.store.book[?(@.price != 8)].price",
    "$.store.book[?(!@.isbn)].title", "$.store.book[?(@['price'] >= 12)].title", "$.store.book[",
    "$.store.book[0]['title','price']", "$.store.bicycle.color.length", "$.expensive.x",
    "$.store.book[?(@.tags[0]=='sea')].title", "$.store.book[?(@.isbn == null)].title", "$.",
    "$..", "$.store..price", "$.store.book[?(@.price==9)]", "$.store.*", "$..book[0]",
    "$.store.book[2].tags", "$.store.book[2].tags[*]", "$.store.book[?(@.title=='Sword')].price",
    "$['expensive']", "$.store.book.title", "$.store.book[0]", "$..tags[1]",
  ]

  /// Where gcsync is of another mind than Jayway 2.0, and why.
  static let differences: [(path: String, reason: String)] = [
    ("$.store.book[-1].title", "later versions of Jayway count from the end, as RFC 9535 does"),
    ("$.store.book[0:3:2].title", "Jayway 2.0 does not know steps and ignores them"),
    ("$.store.bicycle[?(@.none==null)]", "RFC 9535 filters the members, Jayway 2.0 the object"),
    ("$.store.book[?(@.author =~ /h.*/i)].title", "regular expressions have no place in RFC 9535"),
  ]

  private enum Answer: Hashable {
    case value(JSON)
    case missing
    case failure
  }

  @Test func `definite and indefinite paths yield what Jayway yields`() async throws {
    guard let answers = try await Self.ask(Self.paths) else {
      #expect(!Self.isRequired, "Java or Jayway JsonPath is not installed")
      return
    }
    #expect(answers.count == Self.paths.count)
    for (path, theirs) in zip(Self.paths, answers) {
      #expect(Self.ours(path) == theirs, "\(path)")
    }
  }

  @Test func `where gcsync differs from Jayway it does so still`() async throws {
    guard let answers = try await Self.ask(Self.differences.map(\.path)) else { return }
    for (difference, theirs) in zip(Self.differences, answers) {
      #expect(Self.ours(difference.path) != theirs, "\(difference)")
    }
  }

  private static func ours(_ text: String) -> Answer {
    guard let path = try? JSONPath(text, dialect: .jayway),
      let outcome = try? path.outcome(in: document)
    else { return .failure }
    return outcome.value.map { .value($0) } ?? .missing
  }

  private static var isRequired: Bool {
    ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"
  }

  private static let java = "/usr/bin/java"
  private static let jars = [
    "json-path", "json-smart", "accessors-smart", "asm", "slf4j-api", "slf4j-nop",
  ].map { "/usr/share/java/\($0).jar" }

  /// Asks Jayway for each path; nil where Java or Jayway is not installed.
  private static func ask(_ paths: [String]) async throws -> [Answer]? {
    if let missing = ([java] + jars).first(where: { !FileManager.default.fileExists(atPath: $0) }) {
      print("peer jayway: not run, there is no \(missing)")
      return nil
    }
    let text = Data(document.bytes).base64EncodedString()
    let lines = paths.map { "\(Data($0.utf8).base64EncodedString()) \(text)\n" }.joined()
    let input = FileManager.default.temporaryDirectory
      .appendingPathComponent("jayway-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: input) }
    try Data(lines.utf8).write(to: input)
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Peers/JaywayPeer.java").path
    let options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]
    let output = try #require(
      await ProgramOutput.of(
        java, options + [jars.joined(separator: ":"), source], input: input.path))
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      let parts = line.split(separator: " ")
      switch parts.first {
      case "value":
        let json = Data(base64Encoded: String(parts.last ?? "")).flatMap {
          try? JSON.parse(Array($0))
        }
        return json.map { .value($0) } ?? .failure
      case "missing": return .missing
      default: return .failure
      }
    }
  }
}
