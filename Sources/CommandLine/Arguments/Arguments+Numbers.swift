extension Arguments {
  /// Reads a number of things, which is 1 at least.
  func count(_ name: String) throws(Misuse) -> Int? {
    guard let text = last(name) else { return nil }
    guard let number = Int(text), (1...1_000_000_000).contains(number) else {
      throw Misuse(message: "--\(name) is a number from 1 on, not \"\(text)\"")
    }
    return number
  }
}
