/// The members of a ZIP archive, as its directory at the end lists them.
///
/// Archives of several parts, beyond 4 GiB or with encrypted members are refused.
package struct ZipArchive {
  /// A file within the archive.
  package struct Member: Sendable, Hashable {
    package let name: String
    package let compressedCount: Int
    package let count: Int
    let method: UInt16
    let checksum: UInt32
    /// Where what precedes its data begins.
    let header: Int
  }

  package let members: [Member]
  let source: ZipSource

  private static let (endBytes, entryBytes, headerBytes) = (22, 46, 30)
  private static let (mostMembers, directoryBytes) = (10_000, 4 << 20)

  package init(_ source: ZipSource) throws(ZipError) {
    self.source = source
    let tailCount = min(source.count, Self.endBytes + 65_535)
    let tail = try source.read(source.count - tailCount, tailCount)
    let end = stride(from: tail.count - Self.endBytes, through: 0, by: -1).first {
      tail.number($0, 4) == 0x0605_4B50
    }
    guard let end else { throw ZipError("the archive is cut off: it has no directory") }
    let (entries, size, start) = (
      tail.number(end + 10, 2), tail.number(end + 12, 4), tail.number(end + 16, 4)
    )
    guard tail.number(end + 4, 2) == 0, entries != 0xFFFF, start != 0xFFFF_FFFF else {
      throw ZipError("the archive has several parts or is larger than 4 GiB")
    }
    guard entries <= Self.mostMembers, size <= Self.directoryBytes, start + size <= source.count
    else {
      throw ZipError("the archive's directory is larger than \(Self.mostMembers) files or damaged")
    }
    members = try Self.members(in: source.read(start, size), count: entries)
  }

  package subscript(_ name: String) -> Member? {
    members.first { $0.name == name }
  }

  private static func members(
    in directory: [UInt8], count: Int
  ) throws(ZipError) -> [Member] {
    var members: [Member] = []
    var place = 0
    for _ in 0..<count {
      guard place + entryBytes <= directory.count, directory.number(place, 4) == 0x0201_4B50 else {
        throw ZipError("the archive's directory is damaged")
      }
      let lengths = [28, 30, 32].map { directory.number(place + $0, 2) }
      let end = place + entryBytes + lengths.reduce(0, +)
      guard end <= directory.count else { throw ZipError("the archive's directory is damaged") }
      let name = directory[place + entryBytes..<place + entryBytes + lengths[0]]
      let text = String(decoding: name, as: UTF8.self)
      guard directory.number(place + 8, 2) & 1 == 0 else {
        throw ZipError("\(text) is encrypted")
      }
      members.append(
        Member(
          name: text, compressedCount: directory.number(place + 20, 4),
          count: directory.number(place + 24, 4),
          method: UInt16(directory.number(place + 10, 2)),
          checksum: UInt32(directory.number(place + 16, 4)),
          header: directory.number(place + 42, 4)))
      place = end
    }
    return members
  }

  /// Returns where the data of a member begins.
  func start(of member: Member) throws(ZipError) -> Int {
    let header = try source.read(member.header, Self.headerBytes)
    guard header.count == Self.headerBytes, header.number(0, 4) == 0x0403_4B50 else {
      throw ZipError("\(member.name) is not where the archive's directory says")
    }
    let start =
      member.header + Self.headerBytes + header.number(26, 2) + header.number(28, 2)
    guard start + member.compressedCount <= source.count else {
      throw ZipError("the archive is cut off within \(member.name)")
    }
    return start
  }

  /// Returns all bytes of a member, which may be no more than a limit.
  package func bytes(of member: Member, limit: Int) throws(ZipError) -> [UInt8] {
    let reader = try ZipMemberReader(self, member, limit: limit)
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while case let count = try reader.read(into: &piece), count > 0 {
      result.append(contentsOf: piece[..<count])
    }
    return result
  }
}

extension [UInt8] {
  /// Returns the number that bytes make, the least one first.
  fileprivate func number(_ place: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
  }
}
