/// The formats that can be asserted.
enum Format: String, Sendable {
  case dateTime = "date-time"
  var noun: String { "a date and time such as 2024-05-01T12:00:00Z" }

  func matches(_ text: String) -> Bool { true }
}
