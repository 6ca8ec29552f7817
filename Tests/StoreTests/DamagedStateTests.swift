import Diagnostics
import Foundation
import Reconciler
import Store
import Testing

@Suite struct DamagedStateTests {
  /// A state with some content, closed, as one file.
  private func filled() throws -> (Folder, Data) {
    let folder = Folder()
    do {
      let state = try folder.open()
      try state.begin(sampleRun("r-1"))
      for number in 0..<200 {
        let object = sampleObject("w\(number)")
        try state.append(
          [JournalEntry(object.address, .applied, at: noon, change: .set(object))], to: "r-1")
      }
    }
    return (folder, try Data(contentsOf: URL(fileURLWithPath: folder.database)))
  }

  /// Reads everything a plan or an apply reads, and returns the code of what is wrong.
  private func problem(_ folder: Folder) -> String? {
    do throws(StateFailure) {
      guard let state = try SQLiteState.openPresent(folder: folder.path, environment: "dev")
      else { return "taken for nothing" }
      _ = try state.runs()
      _ = try state.journal(of: "r-1")
      return try state.applied().count == 200 ? nil : "taken for less"
    } catch {
      return error.problem.code
    }
  }

  private func replace(_ folder: Folder, with data: Data) throws {
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.database + suffix)
    }
    try data.write(to: URL(fileURLWithPath: folder.database))
  }

  @Test func `an undamaged state is read`() throws {
    let (folder, _) = try filled()
    #expect(problem(folder) == nil)
  }

  @Test func `an empty file is damage and not nothing`() throws {
    let (folder, _) = try filled()
    try replace(folder, with: Data())
    #expect(problem(folder) == "state-corrupt")
    #expect(throws: StateFailure.self) { try folder.open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)).isEmpty)
  }

  @Test(arguments: [1, 15, 16, 50, 100, 1024, 4096, 8192, 20_000, 40_000])
  func `a file cut off anywhere is damage and not nothing`(length: Int) throws {
    let (folder, data) = try filled()
    try #require(length < data.count)
    try replace(folder, with: data.prefix(length))
    #expect(problem(folder) == "state-corrupt")
  }

  @Test func `a file of something else is damage and not nothing`() throws {
    let (folder, data) = try filled()
    try replace(folder, with: Data(repeating: 0, count: 4096))
    #expect(problem(folder) == "state-corrupt")
    try replace(folder, with: Data("not a database at all, but long enough to be one".utf8))
    #expect(problem(folder) == "state-corrupt")
    var header = data
    header.replaceSubrange(0..<16, with: Data(repeating: 65, count: 16))
    try replace(folder, with: header)
    #expect(problem(folder) == "state-corrupt")
  }

  @Test func `every page overwritten in turn is noticed or was not needed`() throws {
    let (folder, data) = try filled()
    for page in 0..<(data.count / 4096) {
      var damaged = data
      damaged.replaceSubrange(
        page * 4096..<(page + 1) * 4096, with: Data(repeating: 0xFF, count: 4096))
      try replace(folder, with: damaged)
      let found = problem(folder)
      #expect(found == nil || found == "state-corrupt", "page \(page): \(found ?? "")")
    }
  }

  /// Overwrites one of the numbers in a database's header.
  private func setHeader(_ offset: Int, _ value: UInt8, in folder: Folder, _ data: Data) throws {
    var changed = data
    changed.replaceSubrange(offset..<offset + 4, with: [0, 0, 0, value])
    try replace(folder, with: changed)
  }

  @Test func `a database of somebody else is not written to`() throws {
    let (folder, data) = try filled()
    try setHeader(68, 7, in: folder, data)  // application_id
    #expect(problem(folder) == "state-corrupt")
    #expect(throws: StateFailure.self) { try folder.open() }
  }

  @Test func `a newer state is refused with what to do`() throws {
    let (folder, data) = try filled()
    try setHeader(60, 99, in: folder, data)  // user_version
    #expect(problem(folder) == "state-newer")
  }

  @Test func `a folder in its place and a file that may not be read say so`() throws {
    let folder = Folder()
    try FileManager.default.createDirectory(
      atPath: folder.database, withIntermediateDirectories: true)
    #expect(problem(folder) == "state-unusable")
  }
}
