package import JSON
internal import Synchronization
package import World

/// Handles the messages of one invocation and says which of them must come again.
package struct BatchFunction: Sendable {
  private let sink: any EventSink
  /// Where messages go that cannot be handled; nil leaves them to the queue's own redrive policy.
  private let graveyard: (any MessageQueue)?
  private let world: World

  /// How many events are handled at once.
  private static let width = 10

  package init(_ sink: any EventSink, graveyard: (any MessageQueue)?, world: World) {
    self.sink = sink
    self.graveyard = graveyard
    self.world = world
  }

  /// What became of an invocation's messages.
  package struct Report: Sendable {
    package let response: JSON
    package let metrics: EmbeddedMetrics
  }

  private enum End: Sendable {
    case handled, duplicate
    case failed(EventError)
  }

  /// Handles messages until they are done or the deadline is near; those not reached come again.
  package func run(_ document: JSON, until deadline: Timestamp) async -> Report {
    let messages = QueueInvocation(document).messages
    var ends = [End](
      repeating: .failed(.transient(.timeUp, "the invocation ended before the event's turn")),
      count: messages.count)
    await withTaskGroup(of: (Int, End).self) { group in
      var next = 0
      var running = 0
      while next < messages.count || running > 0 {
        if next < messages.count, running < Self.width, world.serverTime() < deadline {
          let position = next
          group.addTask { (position, await handle(messages[position])) }
          (next, running) = (next + 1, running + 1)
        } else if running > 0, let (position, end) = await group.next() {
          ends[position] = end
          running -= 1
        } else {
          break
        }
      }
    }
    return await report(messages, ends)
  }

  private func handle(_ message: QueueMessage) async -> End {
    do throws(EventError) {
      let result = try await sink.handle(EventMessage(message.body))
      return result == .handled ? .handled : .duplicate
    } catch {
      return .failed(error)
    }
  }

  private func report(_ messages: [QueueMessage], _ ends: [End]) async -> Report {
    var failed: [QueueMessage] = []
    var buried: [BuriedMessage] = []
    var counts = (handled: 0, duplicate: 0)
    for (message, end) in zip(messages, ends) {
      switch end {
      case .handled: counts.handled += 1
      case .duplicate: counts.duplicate += 1
      case .failed(let error):
        world.log.emit(
          .eventFailed(id: message.id, error: error.name.rawValue, reason: error.message))
        if error.remedy == .none, graveyard != nil {
          buried.append(BuriedMessage(message, error))
        } else {
          failed.append(message)
        }
      }
    }
    let lost = await left(of: buried)
    failed += lost
    var metrics = EmbeddedMetrics(role: "dispatch")
    metrics.add("Received", messages.count)
    metrics.add("Handled", counts.handled)
    metrics.add("Duplicate", counts.duplicate)
    metrics.add("DeadLettered", buried.count - lost.count)
    metrics.add("Failed", failed.count)
    return Report(response: QueueInvocation.response(failed: failed), metrics: metrics)
  }

  /// Buries messages and returns those that could not be.
  private func left(of buried: [BuriedMessage]) async -> [QueueMessage] {
    guard let graveyard, !buried.isEmpty else { return [] }
    let done = (try? await graveyard.bury(buried)) ?? []
    return buried.map(\.message).filter { !done.contains($0) }
  }
}
