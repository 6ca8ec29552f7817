/// How many bytes some bytes take as base64 in lines of 76 characters, each with its line end.
func base64LinesCount(_ count: Int) -> Int {
  let digits = (count + 2) / 3 * 4
  return digits + (digits + 75) / 76 * 2
}

/// Returns bytes as base64 in lines of 76 characters, each with its line end.
func base64Lines(_ bytes: [UInt8]) -> [UInt8] {
  write(bytes, groupsPerLine: 19, count: base64LinesCount(bytes.count))
}

/// Returns bytes as base64 on one line.
func base64Text(_ bytes: [UInt8]) -> String {
  let digits = (bytes.count + 2) / 3 * 4
  return String(decoding: write(bytes, groupsPerLine: nil, count: digits), as: UTF8.self)
}

private func write(_ bytes: [UInt8], groupsPerLine: Int?, count: Int) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: count) { output, written in
    var (place, group) = (0, 0)
    func put(_ byte: UInt8) {
      output.initializeElement(at: place, to: byte)
      place += 1
    }
    func endLine() {
      put(13)
      put(10)
      group = 0
    }
    bytes.withUnsafeBufferPointer { input in
      var start = 0
      while start < input.count {
        let left = min(3, input.count - start)
        var bits = UInt32(input[start]) << 16
        if left > 1 { bits |= UInt32(input[start + 1]) << 8 }
        if left > 2 { bits |= UInt32(input[start + 2]) }
        put(base64Digits[Int(bits >> 18)])
        put(base64Digits[Int(bits >> 12 & 63)])
        put(left > 1 ? base64Digits[Int(bits >> 6 & 63)] : UInt8(ascii: "="))
        put(left > 2 ? base64Digits[Int(bits & 63)] : UInt8(ascii: "="))
        start += 3
        group += 1
        if group == groupsPerLine { endLine() }
      }
    }
    if groupsPerLine != nil, group > 0 { endLine() }
    written = place
  }
}

private let base64Digits = Array(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
