import Foundation
import Reports
import Testing

/// A folder that mail is delivered into.
struct MaildirTests {
  @Test func `a message is new until it is marked as seen`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["new", "cur", "tmp"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    for (name, text) in [
      ("new/2.host", "two"), ("new/1.host", "one"), ("cur/3.host:2,R", "three"),
      ("cur/4.host:2,RS", "four"), ("tmp/5.host", "five"), ("new/.hidden", "six"),
    ] {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let maildir = Maildir(folder.path)
    var read: [String] = []
    for message in try maildir.unseen() {
      read.append(String(decoding: try maildir.read(message), as: UTF8.self))
      try maildir.markSeen(message)
    }
    #expect(read == ["one", "two", "three"])
    #expect(try maildir.unseen().isEmpty)
    let seen = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("cur").path)
    #expect(seen.sorted() == ["1.host:2,S", "2.host:2,S", "3.host:2,S", "4.host:2,RS"])
  }
}
