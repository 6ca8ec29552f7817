/// Reads CSV as RFC 4180 has it from bytes as they come, and hands over one row after the other.
///
/// It also takes line ends of LF or CR alone, in any mixture, and a byte order mark. Empty lines are
/// left out. How the bytes are cut into pieces makes no difference.
package struct CSVReader {
  package let format: CSVFormat
  package let limits: CSVLimits
  /// What the first row calls the columns, once it is read.
  package private(set) var header: [String]?
  /// How many bytes of rows that have ended were read.
  package private(set) var offset = 0
  /// How many rows were read, the header too.
  package private(set) var rows = 0

  /// The first bytes, while it is not clear how the file is written.
  private var head: [UInt8]? = []
  private var scanner: CSVScanner
  /// What is there of a row that has not ended.
  private var pending: [UInt8] = []
  private var skipsLineFeed = false
  private var width: Int?

  package init(_ format: CSVFormat = CSVFormat(), limits: CSVLimits = CSVLimits()) {
    self.format = format
    self.limits = limits
    scanner = CSVScanner(delimiter: format.delimiter ?? UInt8(ascii: ","), limits: limits)
  }

  /// Takes more bytes; returns false once the closure has returned false, which ends the reading.
  package mutating func feed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ row: (CSVRow) -> Bool
  ) throws(CSVError) -> Bool {
    guard let head else { return try take(bytes, row) }
    let missing = min(bytes.count, sampleBytes - head.count)
    self.head?.append(contentsOf: bytes[..<missing])
    guard head.count + missing == sampleBytes else { return true }
    guard try begin(isWhole: false, row) else { return false }
    return try take(UnsafeBufferPointer(rebasing: bytes[missing...]), row)
  }

  /// Takes up that no more bytes come; returns false where the closure has ended the reading.
  package mutating func finish(_ row: (CSVRow) -> Bool) throws(CSVError) -> Bool {
    guard try begin(isWhole: true, row) else { return false }
    let bytes = pending
    pending = []
    do throws(CSVScanner.Fault) {
      guard try scanner.finish() else { return true }
    } catch {
      throw self.error(error)
    }
    return try bytes.withUnsafeBufferPointer { buffer throws(CSVError) in
      try deliver(buffer, end: buffer.count, row)
    }
  }
}

extension CSVReader {
  private var sampleBytes: Int { format.delimiter == nil ? CSVSniffer.bytes : 3 }

  /// Looks at the first bytes and reads them.
  private mutating func begin(
    isWhole: Bool, _ row: (CSVRow) -> Bool
  ) throws(CSVError) -> Bool {
    guard let sample = head else { return true }
    head = nil
    if sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF]) {
      throw CSVError("the file is UTF-16; save it as UTF-8", row: 1, at: 0)
    }
    let mark = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offset = mark
    if format.delimiter == nil {
      let delimiter = CSVSniffer.delimiter(of: sample[mark...], isWhole: isWhole)
      scanner = CSVScanner(delimiter: delimiter, limits: limits)
    }
    return try sample.withUnsafeBufferPointer { buffer throws(CSVError) in
      try take(UnsafeBufferPointer(rebasing: buffer[mark...]), row)
    }
  }

  private mutating func take(
    _ bytes: UnsafeBufferPointer<UInt8>, _ row: (CSVRow) -> Bool
  ) throws(CSVError) -> Bool {
    var start = 0
    if !pending.isEmpty {
      guard let end = try complete(bytes, row) else { return true }
      guard end >= 0 else { return false }
      start = end
    }
    while start < bytes.count {
      if skipsLineFeed {
        skipsLineFeed = false
        if bytes[start] == 10 {
          (start, offset) = (start + 1, offset + 1)
          continue
        }
      }
      let rest = UnsafeBufferPointer(rebasing: bytes[start...])
      guard let end = try scan(rest) else {
        pending.append(contentsOf: rest)
        return true
      }
      guard try deliver(rest, end: end, row) else { return false }
      start += end
    }
    return true
  }

  /// Ends the row that is pending; returns how many of the bytes that took, -1 where the reading is
  /// to end, and nil where they were too few.
  private mutating func complete(
    _ bytes: UnsafeBufferPointer<UInt8>, _ row: (CSVRow) -> Bool
  ) throws(CSVError) -> Int? {
    var held = pending
    pending = []
    var (taken, size) = (0, 256)
    while taken < bytes.count {
      let count = min(size, bytes.count - taken)
      held.append(contentsOf: bytes[taken..<taken + count])
      taken += count
      size *= 2
      let end = try held.withUnsafeBufferPointer { buffer throws(CSVError) in try scan(buffer) }
      guard let end else { continue }
      let isWanted = try held.withUnsafeBufferPointer { buffer throws(CSVError) in
        try deliver(buffer, end: end, row)
      }
      let surplus = held.count - end
      held.removeAll(keepingCapacity: true)
      pending = held
      return isWanted ? taken - surplus : -1
    }
    pending = held
    return nil
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) -> Int? {
    do throws(CSVScanner.Fault) {
      guard case .row(let end, let isCarriageReturn) = try scanner.scan(bytes) else { return nil }
      skipsLineFeed = isCarriageReturn
      return end
    } catch {
      throw self.error(error)
    }
  }

  /// Hands a row over, or takes it as the header.
  private mutating func deliver(
    _ bytes: UnsafeBufferPointer<UInt8>, end: Int, _ row: (CSVRow) -> Bool
  ) throws(CSVError) -> Bool {
    defer {
      offset += end
      scanner.reset()
    }
    guard let base = bytes.baseAddress, !scanner.isBlank else { return true }
    if format.invalidUTF8 == .fail, !scanner.isASCII {
      try checkUTF8(UnsafeBufferPointer(rebasing: bytes[..<end]))
    }
    rows += 1
    try checkWidth()
    let (number, offset) = (rows, offset)
    let isWanted = scanner.cells.withUnsafeBufferPointer { cells -> Bool? in
      let value = CSVRow(base, cells, number: number, offset: offset)
      if format.hasHeader, header == nil {
        header = cells.indices.map { value.text($0) ?? "" }
        return nil
      }
      return row(value)
    }
    return isWanted ?? true
  }

  private mutating func checkWidth() throws(CSVError) {
    let count = scanner.cells.count
    guard let width else {
      width = count
      return
    }
    guard count != width, format.ragged == .fail else { return }
    throw CSVError(
      "the row has \(count) cells where the first one has \(width)", row: rows, at: offset)
  }

  private func checkUTF8(_ bytes: UnsafeBufferPointer<UInt8>) throws(CSVError) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw CSVError(
        "the bytes are no UTF-8; save the file as UTF-8, or have them replaced", row: rows + 1,
        at: offset + error.byteOffsets.lowerBound)
    }
  }

  private func error(_ fault: CSVScanner.Fault) -> CSVError {
    CSVError(fault.message, row: rows + 1, at: offset + fault.place)
  }
}

extension CSVReader {
  /// Takes more bytes.
  package mutating func feed(
    _ bytes: [UInt8], _ row: (CSVRow) -> Bool
  ) throws(CSVError) -> Bool {
    try bytes.withUnsafeBufferPointer { buffer throws(CSVError) in try feed(buffer, row) }
  }
}
