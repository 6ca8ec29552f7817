internal import World

extension Event {
  static func eventHandedBack(event: String, _ error: EventError) -> Event {
    .eventHandedBack(id: event, error: error.name.rawValue, reason: error.message)
  }

  static func eventBuried(message: String, _ error: EventError) -> Event {
    .eventBuried(message: message, error: error.name.rawValue, reason: error.message)
  }
}
