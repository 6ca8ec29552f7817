internal import HTTP
internal import JSON
package import Server
package import World

/// Answers actions as a function of AWS Lambda, called as such or through an API.
///
/// Lambda stops the process as soon as a call is answered, so that nobody is told `pending`.
package struct ActionFunction: Sendable {
  private let service: ActionService
  private let routes: ActionRoutes
  private let world: World

  /// What is kept back of a call's time for the way of the reply.
  private static let margin = Duration.milliseconds(500)

  package init(_ service: ActionService, _ routes: ActionRoutes, world: World) {
    self.service = service
    self.routes = routes
    self.world = world
  }

  /// Answers a call, always with an object as the caller's contract has it.
  package func run(_ invocation: LambdaInvocation) async -> [UInt8] {
    let left = max(.zero, invocation.remaining(at: world.serverTime()) - Self.margin)
    if let document = try? JSON.parse(invocation.body), let event = ProxyEvent(document) {
      guard event.request.body.count <= CallLimits.bodyBytes else {
        return event.answer(ActionRoutes.tooLarge).bytes
      }
      let response = await routes.response(
        to: event.request, within: left, mayBePending: false)
      return event.answer(response).bytes
    }
    do throws(ActionRefusal) {
      var event = try CallEvent.decode(invocation.body)
      event.requestID = event.requestID ?? invocation.requestID
      event.actionName = service.name(for: event.actionName)
      return await service.answer(event, within: left, mayBePending: false).reply.json.bytes
    } catch {
      return error.reply.json.bytes
    }
  }
}
