/// Undoes base64, passing over whatever is none of its digits.
func decodedBase64(_ bytes: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
  var output: [UInt8] = []
  var (bits, width): (UInt32, Int) = (0, 0)
  for byte in bytes {
    guard output.count < limit, byte != UInt8(ascii: "=") else { break }
    guard let value = base64Value(byte) else { continue }
    (bits, width) = (bits << 6 | UInt32(value), width + 6)
    guard width >= 8 else { continue }
    width -= 8
    output.append(UInt8(truncatingIfNeeded: bits >> UInt32(width)))
  }
  return output
}

/// Undoes quoted-printable, leaving as it is what was not written by its rules.
func decodedQuotedPrintable(_ bytes: ArraySlice<UInt8>, limit: Int) -> [UInt8] {
  var output: [UInt8] = []
  var rest = bytes
  while output.count < limit, let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "=") else {
      output.append(byte)
      continue
    }
    let line = rest.prefix { $0 == 32 || $0 == 9 || $0 == 13 }
    if line.endIndex == rest.endIndex || rest[line.endIndex] == 10 {
      rest = rest[min(line.endIndex + 1, rest.endIndex)...]
    } else if let value = hexPair(rest.prefix(2)) {
      output.append(value)
      rest = rest.dropFirst(2)
    } else {
      output.append(byte)
    }
  }
  return output
}

private func hexPair(_ digits: ArraySlice<UInt8>) -> UInt8? {
  guard digits.count == 2, digits.allSatisfy({ isAlphanumeric($0) }) else { return nil }
  return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
}

private func base64Value(_ digit: UInt8) -> UInt8? {
  switch digit {
  case 65...90: digit - 65
  case 97...122: digit - 71
  case 48...57: digit + 4
  case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
  case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
  default: nil
  }
}
