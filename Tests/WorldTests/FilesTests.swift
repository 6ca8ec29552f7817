import Foundation
import Testing
import World

@Suite struct FilesTests {
  private let folder = NSTemporaryDirectory() + "gcsync-files-\(UUID().uuidString)"

  @Test func `a file comes back as it was written and leaves nothing beside it`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.createDirectory("\(folder)/a/b")
    try Files.write(Array("one".utf8), to: "\(folder)/a/b/file")
    try Files.write(Array("two".utf8), to: "\(folder)/a/b/file")
    #expect(try Files.read("\(folder)/a/b/file") == Array("two".utf8))
    #expect(try Files.list("\(folder)/a/b").map(\.name) == ["file"])
  }

  @Test func `appending sees what is there and keeps it`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.createDirectory(folder)
    for _ in 0..<3 {
      try Files.append(to: "\(folder)/log") { Array("\($0.count);".utf8) }
    }
    #expect(try Files.read("\(folder)/log") == Array("0;2;4;".utf8))
  }

  @Test func `bytes are appended without reading what is there, for the owner alone`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.createDirectory(folder)
    for text in ["one\n", "two\n"] { try Files.append(Array(text.utf8), to: "\(folder)/log") }
    #expect(try Files.read("\(folder)/log") == Array("one\ntwo\n".utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/log")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(throws: FileError.self) { try Files.append([1], to: folder) }
  }

  @Test func `what cannot be read says why`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.createDirectory(folder)
    try Files.write([1, 2, 3], to: "\(folder)/three")
    let missing = #expect(throws: FileError.self) { try Files.read("\(folder)/none") }
    #expect(missing?.reason == .notFound)
    let directory = #expect(throws: FileError.self) { try Files.read(folder) }
    #expect(directory?.reason == .isDirectory)
    let large = #expect(throws: FileError.self) { try Files.read("\(folder)/three", limit: 2) }
    #expect(large?.reason == .tooLarge(limit: 2))
  }
}
