/// Bytes nobody can guess, from the system's own generator.
package enum SecureRandom {
  /// Returns fresh random bytes, fit for keys and identifiers.
  package static func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
