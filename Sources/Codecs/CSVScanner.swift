internal import Glibc

/// Finds where the cells of one row stand; it may be given more of the row again and again.
struct CSVScanner {
  private enum State { case plain, quoted, quoteInQuoted }

  /// Why a row is none, and where, counted from its first byte.
  struct Fault: Error {
    let message: String
    let place: Int
  }

  /// What has come of looking at the bytes at hand.
  enum Outcome {
    case unfinished
    /// The row ends before this place; a line feed that follows may belong to its end.
    case row(end: Int, isCarriageReturn: Bool)
  }

  private let delimiter: UInt8
  private let limits: CSVLimits
  private var state = State.plain
  /// Where the present cell begins, and where looking goes on.
  private var start = 0
  private var position = 0
  private var isDoubled = false
  /// All bytes looked at, one over the other, eight at a time.
  private var seen: UInt64 = 0
  private(set) var cells: [CSVCell] = []
  private(set) var hasQuotes = false

  init(delimiter: UInt8, limits: CSVLimits) {
    self.delimiter = delimiter
    self.limits = limits
    cells.reserveCapacity(64)
  }

  /// Whether every byte may be ASCII without a further look.
  var isASCII: Bool { seen & 0x8080_8080_8080_8080 == 0 && !hasQuotes }

  /// Whether it is an empty line, which is no row.
  var isBlank: Bool { cells.count == 1 && cells[0].start == cells[0].end && !hasQuotes }

  /// Forgets the row.
  mutating func reset() {
    state = .plain
    (start, position, isDoubled, seen, hasQuotes) = (0, 0, false, 0, false)
    cells.removeAll(keepingCapacity: true)
  }

  /// Looks on, at bytes that begin with the row's first one.
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> Outcome {
    guard let base = bytes.baseAddress else { return .unfinished }
    while position < bytes.count {
      let outcome =
        switch state {
        case .plain: try plain(base, bytes.count)
        case .quoted: quoted(base, bytes.count)
        case .quoteInQuoted: try afterQuote(base[position])
        }
      if case .row(let end, _)? = outcome {
        try check(end, limits.rowBytes, "the row", at: 0)
      }
      if let outcome { return outcome }
    }
    try check(position - start, limits.cellBytes, "the cell", at: start)
    try check(position, limits.rowBytes, "the row", at: 0)
    return .unfinished
  }

  /// Ends the last row of a file without a line end; returns whether there is one.
  mutating func finish() throws(Fault) -> Bool {
    guard position > 0 else { return false }
    if state == .quoted {
      throw Fault(message: "the quote that begins the cell is never closed", place: start)
    }
    try append(end: position, isQuoted: state == .quoteInQuoted)
    return true
  }
}

extension CSVScanner {
  private mutating func plain(
    _ base: UnsafePointer<UInt8>, _ count: Int
  ) throws(Fault) -> Outcome? {
    var place = position
    let pattern = CSVPattern(delimiter: delimiter)
    while place + 8 <= count {
      let word = UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self).littleEndian
      seen |= word
      var hits = pattern.hits(in: word)
      while hits != 0 {
        let hit = place + hits.trailingZeroBitCount >> 3
        hits &= hits - 1
        if base[hit] == delimiter {
          try append(end: hit, isQuoted: false)
          start = hit + 1
        } else if let outcome = try mark(base[hit], at: hit) {
          return outcome
        } else if state == .quoted {
          return nil
        }
      }
      place += 8
    }
    while place < count {
      let byte = base[place]
      seen |= UInt64(byte)
      if byte == delimiter {
        try append(end: place, isQuoted: false)
        start = place + 1
      } else if byte == 10 || byte == 13 || byte == 34 {
        if let outcome = try mark(byte, at: place) { return outcome }
        if state == .quoted { return nil }
      }
      place += 1
    }
    position = count
    return nil
  }

  /// Takes up a quote or a line end outside of quotes; a quote within a cell stands for itself.
  private mutating func mark(_ byte: UInt8, at place: Int) throws(Fault) -> Outcome? {
    if byte == UInt8(ascii: "\"") {
      guard place == start else { return nil }
      (state, hasQuotes, isDoubled, position) = (.quoted, true, false, place + 1)
      return nil
    }
    try append(end: place, isQuoted: false)
    return .row(end: place + 1, isCarriageReturn: byte == 13)
  }

  private mutating func quoted(_ base: UnsafePointer<UInt8>, _ count: Int) -> Outcome? {
    if let found = memchr(base + position, 34, count - position) {
      position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
      state = .quoteInQuoted
    } else {
      position = count
    }
    return nil
  }

  private mutating func afterQuote(_ byte: UInt8) throws(Fault) -> Outcome? {
    if byte == UInt8(ascii: "\"") {
      (isDoubled, state) = (true, .quoted)
      position += 1
      return nil
    }
    guard byte == delimiter || byte == 10 || byte == 13 else {
      throw Fault(
        message: "text follows the quote that ends the cell; a quote within must stand twice",
        place: position)
    }
    try append(end: position, isQuoted: true)
    position += 1
    guard byte == delimiter else { return .row(end: position, isCarriageReturn: byte == 13) }
    (start, state) = (position, .plain)
    return nil
  }

  @inline(__always)
  private mutating func append(end: Int, isQuoted: Bool) throws(Fault) {
    if end - start > limits.cellBytes {
      try check(end - start, limits.cellBytes, "the cell", at: start)
    }
    guard cells.count < limits.columns else {
      throw Fault(message: "the row has more than \(limits.columns) columns", place: start)
    }
    cells.append(
      isQuoted
        ? CSVCell(
          start: Int32(truncatingIfNeeded: start + 1), end: Int32(truncatingIfNeeded: end - 1),
          style: isDoubled ? .doubled : .quoted)
        : CSVCell(
          start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
          style: .plain))
  }

  private func check(
    _ size: Int, _ limit: Int, _ what: String, at place: Int
  ) throws(Fault) {
    if size > limit { throw Fault(message: "\(what) is larger than \(limit) bytes", place: place) }
  }
}

/// The bytes that mean something outside of quotes, each eight times side by side.
private struct CSVPattern {
  private let delimiter: UInt64

  init(delimiter: UInt8) {
    self.delimiter = UInt64(delimiter) &* 0x0101_0101_0101_0101
  }

  /// Returns a word whose bytes have their highest bit set where a byte means something.
  @inline(__always)
  func hits(in word: UInt64) -> UInt64 {
    ~(differs(word ^ delimiter) & differs(word ^ 0x2222_2222_2222_2222)
      & differs(word ^ 0x0A0A_0A0A_0A0A_0A0A) & differs(word ^ 0x0D0D_0D0D_0D0D_0D0D))
      & 0x8080_8080_8080_8080
  }

  /// Sets the highest bit of each byte that is not zero.
  @inline(__always)
  private func differs(_ word: UInt64) -> UInt64 {
    (word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F | word
  }
}
