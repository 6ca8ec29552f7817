import Diagnostics
import Mail
import World

func address(_ text: String) throws -> EmailAddress { try EmailAddress(parsing: text) }

extension Timestamp {
  /// A day of November 2026.
  static func day(_ day: Int64) -> Timestamp { Timestamp(seconds: 1_793_491_200 + day * 86_400) }
}
