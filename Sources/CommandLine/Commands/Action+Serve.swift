internal import Curl
internal import DataActions
internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler
internal import Server
internal import World

extension Command {
  /// Serves the actions that have a source, by HTTP or as a function of Lambda, until it is stopped.
  static func serveActions(_ names: [String], _ invocation: Invocation) async throws -> ExitCode {
    let session = try ActionSession(invocation, names: names)
    let service = try await session.service()
    if invocation.world.environment(LambdaRuntime.variable) != nil {
      return try await runFunction(service, session, invocation)
    }
    let routes = ActionRoutes(
      service, authentication: try await session.authentication(), world: invocation.world)
    let options = try await session.serverOptions()
    // Each call may have a connection to an API beside its own.
    OpenFiles.allow(3 * options.connections)
    let server: ActionServer
    do throws(ServerError) {
      server = try ActionServer(service, routes, options: options)
    } catch {
      throw DiagnosticsError(
        .error(
          "actions-not-served", "\(error)",
          hint: "choose another --port or --listen, or stop what listens there"))
    }
    invocation.console.out(JSON.object(["actions": .string(server.url)]).text + "\n")
    let interruption = invocation.machine.interruption
    Signals.interrupting(interruption) {
      invocation.say("stopping: calls in hand are answered; again to stop at once")
    }
    if invocation.arguments.has("until-eof") { Signals.interruptAtEndOfInput(interruption) }
    await interruption.wait()
    let world = invocation.world
    let abandoned = await server.stop { try? await world.sleep(.seconds(30)) }
    guard abandoned == 0 else {
      invocation.say("\(abandoned) pending calls were given up; their callers are not told")
      return .error
    }
    return .done
  }

  private static func runFunction(
    _ service: ActionService, _ session: ActionSession, _ invocation: Invocation
  ) async throws -> ExitCode {
    // The API is on this machine, and no proxy of the environment is meant for it.
    var curl = Connection.curl(invocation.world)
    curl.proxy = .direct
    guard let runtime = LambdaRuntime(transport: CurlTransport(curl), world: invocation.world)
    else {
      throw DiagnosticsError(
        .error(
          "not-in-lambda", "\(LambdaRuntime.variable) is not the address of an API",
          hint: "AWS Lambda sets it; elsewhere unset it, so that the actions are served by HTTP"))
    }
    let routes = ActionRoutes(
      service, authentication: try await session.authentication(), world: invocation.world)
    let function = ActionFunction(service, routes, world: invocation.world)
    try await runtime.run { (call) async throws(LambdaError) in await function.run(call) }
    return .done
  }
}
