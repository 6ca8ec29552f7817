internal import Glibc

/// Rows on disk in sorted runs, in a file without a name that is gone with its last reference.
final class RowSpool {
  let order: RowOrder
  /// Where in the file each run lies.
  private(set) var runs: [Range<Int>] = []
  private let descriptor: CInt
  private let folder: String
  private var end = 0

  init(_ order: RowOrder, folder: String) throws(ReportError) {
    self.order = order
    self.folder = folder
    let name = "\(folder)/gcsync-rows-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
    descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(folder) }
    unlink(name)
  }

  deinit { close(descriptor) }

  /// Writes rows that are in order as a run.
  func append(_ rows: [[String]]) throws(ReportError) {
    guard !rows.isEmpty else { return }
    let start = end
    var bytes: [UInt8] = []
    for row in rows {
      bytes.append(row.count)
      for cell in row {
        bytes.append(cell.utf8.count)
        bytes.append(contentsOf: cell.utf8)
      }
      if bytes.count >= 256 << 10 { try write(&bytes) }
    }
    try write(&bytes)
    runs.append(start..<end)
  }

  private func write(_ bytes: inout [UInt8]) throws(ReportError) {
    var place = 0
    while place < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress.map { $0 + place }, $0.count - place, end)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(folder) }
      place += count
      end += count
    }
    bytes.removeAll(keepingCapacity: true)
  }

  /// Reads bytes from a place, as many as there are up to the end of a range.
  func read(_ range: Range<Int>, into buffer: inout [UInt8], limit: Int) throws(ReportError) {
    let wanted = min(range.count, limit)
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: wanted))
    var place = 0
    while place < wanted {
      let count = buffer.withUnsafeMutableBytes {
        pread(
          descriptor, $0.baseAddress.map { $0 + start + place }, wanted - place,
          range.lowerBound + place)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(folder) }
      place += count
    }
  }

  private static func failure(_ folder: String) -> ReportError {
    ReportError(
      "scratch-failed",
      "the rows cannot be sorted in \(folder): \(String(cString: strerror(errno)).lowercased())",
      hint: "TMPDIR names a folder with room for them")
  }
}

/// Reads one run, piece by piece.
struct RowRun {
  private let spool: RowSpool
  /// What was not read yet.
  private var rest: Range<Int>
  private var buffer: [UInt8] = []
  private var place = 0

  private static let pieceBytes = 64 << 10

  init(_ spool: RowSpool, _ range: Range<Int>) {
    (self.spool, rest) = (spool, range)
  }

  mutating func next() throws(ReportError) -> [String]? {
    guard place < buffer.count || !rest.isEmpty else { return nil }
    let count = try number()
    var row: [String] = []
    row.reserveCapacity(count)
    for _ in 0..<count {
      let length = try number()
      try fill(length)
      row.append(String(decoding: buffer[place..<place + length], as: UTF8.self))
      place += length
    }
    return row
  }

  private mutating func number() throws(ReportError) -> Int {
    try fill(4)
    defer { place += 4 }
    return (0..<4).reduce(0) { $0 | Int(buffer[place + $1]) << (8 * $1) }
  }

  /// Sees to it that so many bytes are at hand.
  private mutating func fill(_ count: Int) throws(ReportError) {
    guard buffer.count - place < count else { return }
    buffer.removeSubrange(..<place)
    place = 0
    let taken = min(rest.count, max(Self.pieceBytes, count - buffer.count))
    try spool.read(rest, into: &buffer, limit: taken)
    rest = rest.lowerBound + taken..<rest.upperBound
  }
}

extension [UInt8] {
  /// Appends a number of 32 bits, the least byte first.
  fileprivate mutating func append(_ number: Int) {
    for shift in 0..<4 { append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
  }
}
