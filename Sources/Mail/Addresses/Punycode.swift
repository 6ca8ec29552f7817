/// Writes a text in the letters, digits and hyphens of RFC 3492.
func punycode(_ text: String) -> String {
  let scalars = text.unicodeScalars.map { Int($0.value) }
  var output = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
  let basic = output.count
  if basic > 0 { output.append(UInt8(ascii: "-")) }
  var (next, delta, bias, handled) = (0x80, 0, 72, basic)
  while handled < scalars.count {
    guard let least = scalars.filter({ $0 >= next }).min() else { break }
    delta += (least - next) * (handled + 1)
    next = least
    for scalar in scalars {
      if scalar < next { delta += 1 }
      guard scalar == next else { continue }
      appendVariableLength(delta, bias: bias, to: &output)
      bias = adapted(delta, points: handled + 1, isFirst: handled == basic)
      delta = 0
      handled += 1
    }
    delta += 1
    next += 1
  }
  return String(decoding: output, as: UTF8.self)
}

private func appendVariableLength(_ delta: Int, bias: Int, to output: inout [UInt8]) {
  var (rest, step) = (delta, 36)
  while true {
    let threshold = min(max(step - bias, 1), 26)
    guard rest >= threshold else { break }
    output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
    rest = (rest - threshold) / (36 - threshold)
    step += 36
  }
  output.append(digit(rest))
}

private func adapted(_ delta: Int, points: Int, isFirst: Bool) -> Int {
  var delta = isFirst ? delta / 700 : delta / 2
  delta += delta / points
  var step = 0
  while delta > 455 {
    delta /= 35
    step += 36
  }
  return step + 36 * delta / (delta + 38)
}

private func digit(_ value: Int) -> UInt8 {
  UInt8(value < 26 ? 97 + value : 22 + value)
}
